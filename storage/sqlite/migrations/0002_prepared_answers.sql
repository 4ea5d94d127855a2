-- An approval is of one answer, an appeal remembers how the request had ended, a clock keeps its own sentence.

ALTER TABLE requests ADD COLUMN verified_by TEXT;        -- kind:id:role, as approved_by
ALTER TABLE requests ADD COLUMN first_status INTEGER CHECK (first_status BETWEEN 5 AND 10);
ALTER TABLE requests ADD COLUMN first_closed_on INTEGER;
ALTER TABLE requests ADD COLUMN appeal_withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (appeal_withdrawn IN (0, 1));

ALTER TABLE particulars ADD COLUMN sealed_prepared BLOB; -- the answer that approval was asked for

ALTER TABLE clocks ADD COLUMN sentence TEXT NOT NULL DEFAULT '';

-- Complaints by the day they came in: the clock with the name 2, appeal.
CREATE INDEX clocks_of_appeals ON clocks (started_on, request_id) WHERE name = 2;

-- What is known already: the entry of an appeal says how the request had ended, the respond clock says when.
UPDATE requests
SET first_closed_on = (SELECT stopped_on FROM clocks WHERE request_id = requests.id AND name = 0),
    first_status = (
      SELECT CASE substr(details, 1, instr(details, char(10)) - 1)
               WHEN 'from=fulfilled' THEN 5
               WHEN 'from=partially_fulfilled' THEN 6
               WHEN 'from=denied' THEN 7
               WHEN 'from=redirected' THEN 9
             END
      FROM audit
      WHERE request_id = requests.id
        AND action = 'request.appealed'
      ORDER BY sequence
      LIMIT 1)
WHERE appealed = 1;

-- An approval without a prepared answer is of nothing: it must be asked for again.
UPDATE requests SET approval_asked_by = NULL, approved_by = NULL WHERE is_closed = 0 AND approved_by IS NOT NULL;

PRAGMA user_version = 2;
