-- Counters for the tabs of the queue and the dashboard: what is to be worked on by the day it is due, and what is open by
-- who works on it. A page adds up some dozen days instead of walking through the rows, and its figures are exact however
-- many there are. Kept by triggers, as those of reports are; a day or a member with nothing has no row.

-- Open (1), in progress (2), awaiting the requester (3) or an approval (4): what somebody confirmed and nobody ended.
-- Apart from what waits for its first answer stands what was opened again by a complaint: its first answer is given.
CREATE TABLE due_counts (
  due_on   INTEGER NOT NULL,
  appealed INTEGER NOT NULL CHECK (appealed IN (0, 1)),
  requests INTEGER NOT NULL,
  PRIMARY KEY (due_on, appealed)
) STRICT, WITHOUT ROWID;

-- What is open (0 to 4) by its assignee. What nobody (0) works on is in request_counts.
CREATE TABLE assignee_counts (
  assignee INTEGER PRIMARY KEY,
  requests INTEGER NOT NULL
) STRICT;

INSERT INTO due_counts (due_on, appealed, requests)
SELECT due_on, appealed, count(*)
FROM requests
WHERE status BETWEEN 1 AND 4
GROUP BY due_on, appealed;

INSERT INTO assignee_counts (assignee, requests)
SELECT assignee, count(*)
FROM requests
WHERE is_closed = 0
  AND assignee <> 0
GROUP BY assignee;

CREATE TRIGGER due_days_are_counted AFTER INSERT ON requests
WHEN NEW.status BETWEEN 1 AND 4
BEGIN
  INSERT INTO due_counts (due_on, appealed, requests)
  VALUES (NEW.due_on, NEW.appealed, 1)
  ON CONFLICT DO UPDATE SET requests = requests + 1;
END;

CREATE TRIGGER due_days_are_counted_elsewhere AFTER UPDATE OF status, due_on, appealed ON requests
WHEN (OLD.status BETWEEN 1 AND 4) <> (NEW.status BETWEEN 1 AND 4)
  OR OLD.due_on <> NEW.due_on
  OR OLD.appealed <> NEW.appealed
BEGIN
  UPDATE due_counts
  SET requests = requests - 1
  WHERE due_on = OLD.due_on
    AND appealed = OLD.appealed
    AND OLD.status BETWEEN 1 AND 4;
  DELETE FROM due_counts WHERE due_on = OLD.due_on AND appealed = OLD.appealed AND requests <= 0;
  INSERT INTO due_counts (due_on, appealed, requests)
  SELECT NEW.due_on, NEW.appealed, 1
  WHERE NEW.status BETWEEN 1 AND 4
  ON CONFLICT DO UPDATE SET requests = requests + 1;
END;

CREATE TRIGGER assignees_are_counted AFTER INSERT ON requests
WHEN NEW.is_closed = 0 AND NEW.assignee <> 0
BEGIN
  INSERT INTO assignee_counts (assignee, requests)
  VALUES (NEW.assignee, 1)
  ON CONFLICT DO UPDATE SET requests = requests + 1;
END;

CREATE TRIGGER assignees_are_counted_elsewhere AFTER UPDATE OF is_closed, assignee ON requests
WHEN OLD.is_closed <> NEW.is_closed OR OLD.assignee <> NEW.assignee
BEGIN
  UPDATE assignee_counts SET requests = requests - 1 WHERE assignee = OLD.assignee AND OLD.is_closed = 0;
  DELETE FROM assignee_counts WHERE assignee = OLD.assignee AND requests <= 0;
  INSERT INTO assignee_counts (assignee, requests)
  SELECT NEW.assignee, 1
  WHERE NEW.is_closed = 0
    AND NEW.assignee <> 0
  ON CONFLICT DO UPDATE SET requests = requests + 1;
END;

PRAGMA user_version = 11;
