-- Letters that were overtaken and letters posted on paper get ends of their own, seven kinds are new, and whoever claims
-- a letter or leases a job holds a token, so that a claim that ran out says nothing any more. Clocks remember an
-- extension that was dropped.
--   letter state 5 dropped, 6 posted
--   letter kind 19 message_noted, 20 assignment_noted, 21 approval_noted, 22 return_noted, 23 appeal_noted,
--               24 asked_for_you, 25 password_changed

-- A CHECK cannot be widened in place.
CREATE TABLE letters_wider (
  id           INTEGER PRIMARY KEY,
  request_id   INTEGER REFERENCES requests (id) ON DELETE CASCADE,
  kind         INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 25),
  staff_id     INTEGER,                 -- NULL: to the requester, or to the subject
  to_subject   INTEGER NOT NULL CHECK (to_subject IN (0, 1) AND (to_subject = 0 OR staff_id IS NULL)),
  sealed_facts BLOB,
  state        INTEGER NOT NULL CHECK (state BETWEEN 0 AND 6),
  attempts     INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  next_try_at  INTEGER NOT NULL,
  leased_until INTEGER,
  claim        INTEGER,                 -- of whoever delivers it now
  sent_at      INTEGER,
  last_error   TEXT    NOT NULL,
  message_id   TEXT    NOT NULL,
  sealed_sent  BLOB
) STRICT;
-- What was given up because nobody needed it any more was never undeliverable.
INSERT INTO letters_wider (id, request_id, kind, staff_id, to_subject, sealed_facts, state, attempts, created_at,
                           next_try_at, leased_until, claim, sent_at, last_error, message_id, sealed_sent)
  SELECT id, request_id, kind, staff_id, 0, sealed_facts,
         iif(state = 3 AND last_error IN ('no_longer_needed', 'extension_too_late', 'member_left', 'request_erased'),
             5, state),
         attempts, created_at, next_try_at, leased_until, NULL, sent_at, last_error, message_id, sealed_sent
  FROM letters;
DROP TABLE letters;
ALTER TABLE letters_wider RENAME TO letters;
CREATE INDEX letters_of_request ON letters (request_id, id);
CREATE INDEX letters_waiting    ON letters (state, next_try_at, id) WHERE state <> 2;

ALTER TABLE clocks ADD COLUMN extension_dropped_on INTEGER;
ALTER TABLE jobs ADD COLUMN lease INTEGER;
-- It never did anything.
DELETE FROM jobs WHERE name = 'tend_store';

PRAGMA user_version = 3;
