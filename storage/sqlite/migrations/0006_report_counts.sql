-- Counters for reports: first answers by month and days taken, and requests by day of receipt. Kept by triggers, so that
-- nothing which writes a request can forget them.

-- One row for each number of days that an answer of a month took: a year has some thousand of them, however many requests
-- there are.
CREATE TABLE answer_counts (
  month   INTEGER NOT NULL, -- 202603 is March 2026
  days    INTEGER NOT NULL,
  is_late INTEGER NOT NULL CHECK (is_late IN (0, 1)),
  answers INTEGER NOT NULL,
  PRIMARY KEY (month, days, is_late)
) STRICT, WITHOUT ROWID;

CREATE TABLE received_counts (
  received_on INTEGER NOT NULL,
  type        INTEGER NOT NULL CHECK (type BETWEEN 0 AND 3),
  requests    INTEGER NOT NULL,
  PRIMARY KEY (received_on, type)
) STRICT, WITHOUT ROWID;

-- What is counted of a request that was answered: the respond clock (0), as it was stopped. What was withdrawn (8) or never
-- confirmed (10) needed no answer. An appeal has a clock of its own, and what the first answer was stands in first_status.
CREATE VIEW first_answers AS
SELECT clocks.request_id,
       CAST(strftime('%Y%m', clocks.stopped_on * 86400, 'unixepoch') AS INTEGER) AS month,
       clocks.stopped_on - requests.received_on AS days,
       clocks.stopped_on > clocks.started_on + clocks.days
         + CASE WHEN clocks.extension_effective_on IS NULL THEN 0 ELSE clocks.extension_days END AS is_late
FROM clocks
JOIN requests ON requests.id = clocks.request_id
WHERE clocks.name = 0
  AND clocks.stopped_on IS NOT NULL
  AND coalesce(requests.first_status, requests.status) NOT IN (8, 10);

INSERT INTO answer_counts (month, days, is_late, answers)
SELECT month, days, is_late, count(*)
FROM first_answers
GROUP BY month, days, is_late;

INSERT INTO received_counts (received_on, type, requests)
SELECT received_on, type, count(*)
FROM requests
GROUP BY received_on, type;

CREATE TRIGGER requests_are_counted AFTER INSERT ON requests
BEGIN
  INSERT INTO received_counts (received_on, type, requests)
  VALUES (NEW.received_on, NEW.type, 1)
  ON CONFLICT DO UPDATE SET requests = requests + 1;
END;

CREATE TRIGGER requests_are_counted_elsewhere AFTER UPDATE OF received_on, type ON requests
WHEN OLD.received_on <> NEW.received_on OR OLD.type <> NEW.type
BEGIN
  UPDATE received_counts SET requests = requests - 1 WHERE received_on = OLD.received_on AND type = OLD.type;
  INSERT INTO received_counts (received_on, type, requests)
  VALUES (NEW.received_on, NEW.type, 1)
  ON CONFLICT DO UPDATE SET requests = requests + 1;
END;

-- A request's row is written before its clocks: how it ended is known when its clock stops. Where the letter of an
-- answer leaves on a later day, the stop moves once more, and with it the place where it is counted.
CREATE TRIGGER answers_at_once_are_counted AFTER INSERT ON clocks
WHEN NEW.name = 0 AND NEW.stopped_on IS NOT NULL
BEGIN
  INSERT INTO answer_counts (month, days, is_late, answers)
  SELECT month, days, is_late, 1
  FROM first_answers
  WHERE request_id = NEW.request_id
  ON CONFLICT DO UPDATE SET answers = answers + 1;
END;

CREATE TRIGGER answers_are_counted_elsewhere BEFORE UPDATE OF stopped_on ON clocks
WHEN OLD.name = 0 AND OLD.stopped_on IS NOT NULL AND OLD.stopped_on IS NOT NEW.stopped_on
BEGIN
  UPDATE answer_counts
  SET answers = answers - 1
  WHERE (month, days, is_late) = (SELECT month, days, is_late FROM first_answers WHERE request_id = OLD.request_id);
END;

CREATE TRIGGER answers_are_counted AFTER UPDATE OF stopped_on ON clocks
WHEN NEW.name = 0 AND NEW.stopped_on IS NOT NULL AND OLD.stopped_on IS NOT NEW.stopped_on
BEGIN
  INSERT INTO answer_counts (month, days, is_late, answers)
  SELECT month, days, is_late, 1
  FROM first_answers
  WHERE request_id = NEW.request_id
  ON CONFLICT DO UPDATE SET answers = answers + 1;
END;

PRAGMA user_version = 6;
