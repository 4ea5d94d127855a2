-- What counts against the letters that an address may get in an hour, so that no restart forgets it.

CREATE TABLE mailings (
  address INTEGER NOT NULL,                             -- keyed hash of the address
  what    INTEGER NOT NULL CHECK (what BETWEEN 0 AND 1), -- 0 a link was asked for, 1 a letter was handed over
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX mailings_of_address ON mailings (address, what, at);
CREATE INDEX mailings_by_age     ON mailings (at);

PRAGMA user_version = 8;
