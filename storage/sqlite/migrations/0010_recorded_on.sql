-- The day on which a request was recorded, by which it expires where nobody confirms it. Which day an instant falls on
-- takes the company's calendar: what was entered as it came in is known here, for the rest the program asks the
-- calendar when it next opens the database (catching_up); here stands from which request on.

ALTER TABLE requests ADD COLUMN recorded_on INTEGER NOT NULL DEFAULT 0;

UPDATE requests SET recorded_on = received_on;

INSERT INTO sequences (name, next)
SELECT 'days_to_record', first
FROM (SELECT min(id) AS first FROM requests WHERE recorded_at <> received_at)
WHERE first IS NOT NULL;

PRAGMA user_version = 10;
