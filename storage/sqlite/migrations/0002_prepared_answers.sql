-- A clock keeps the sentence of the rule it started with.

ALTER TABLE clocks ADD COLUMN sentence TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 2;
