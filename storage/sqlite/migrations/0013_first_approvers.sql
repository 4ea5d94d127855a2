-- Who had approved the first answer when a complaint opened the request again: they decide about the complaint as little
-- as who gave that answer.

ALTER TABLE requests ADD COLUMN first_approved_by TEXT; -- kind:id:role, as approved_by

-- What is known already: the entries of the chain say whose approval stood when the complaint came in. A token that has
-- an owner acts for them.
UPDATE requests
SET first_approved_by = (
      SELECT CASE
               WHEN approval.actor_kind = 2 AND api_tokens.owner IS NULL THEN 'token:' || approval.actor_id
               ELSE 'staff:' || coalesce(api_tokens.owner, approval.actor_id)
             END || CASE approval.actor_role
                      WHEN 1 THEN ':agent'
                      WHEN 2 THEN ':officer'
                      WHEN 3 THEN ':admin'
                    END
      FROM audit AS approval
      LEFT JOIN api_tokens ON approval.actor_kind = 2 AND api_tokens.id = approval.actor_id
      WHERE approval.action = 'request.approved'
        AND approval.sequence = (
          SELECT max(sequence)
          FROM audit
          WHERE request_id = requests.id
            AND action IN ('request.approval_asked', 'request.approved', 'request.approval_dropped',
                           'request.information_received', 'request.sent_back')
            AND sequence < (
              SELECT min(sequence)
              FROM audit
              WHERE request_id = requests.id
                AND action = 'request.appealed')))
WHERE appealed = 1;

PRAGMA user_version = 13;
