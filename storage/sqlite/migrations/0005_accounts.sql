-- Accounts of staff: first passwords that run out, and failed sign-ins counted where they are too many to be written
-- down one by one.

-- Until when a password that somebody else has given may be used; NULL: it was chosen by its owner.
ALTER TABLE staff ADD COLUMN password_expires_at INTEGER;

-- The failed sign-ins of one hour. One row a member, and one for all logins that do not exist: nobody can make it grow.
CREATE TABLE sign_in_failures (
  staff_id INTEGER PRIMARY KEY, -- 0: logins that do not exist
  began_at INTEGER NOT NULL,
  failures INTEGER NOT NULL CHECK (failures >= 1),
  unnoted  INTEGER NOT NULL CHECK (unnoted BETWEEN 0 AND failures) -- of these, not yet in the audit chain
) STRICT;

PRAGMA user_version = 5;
