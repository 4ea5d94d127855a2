-- The first schema. One transaction; the runner checks that user_version has become the number of the file.
--
-- Enumerations are stored as the number of the value in core/vocabulary.hpp and core/actor.hpp, counted from 0 in the
-- order written there; a new value goes to the end and widens the CHECK in a migration:
--   type        0 access, 1 correction, 2 deletion, 3 unsubscribe
--   status      0 unverified, 1 open, 2 in_progress, 3 awaiting_requester, 4 awaiting_approval, then the ends:
--               5 fulfilled, 6 partially_fulfilled, 7 denied, 8 withdrawn, 9 redirected, 10 expired
--   channel     0 web_form, 1 email, 2 unsubscribe_link, 3 postal_mail, 4 phone, 5 api
--   relationship 0 visitor, 1 customer, 2 end_user         evidence 0 none, 1 address_confirmed, 2 matched
--   clock       0 respond, 1 acknowledge, 2 appeal          topic 0 marketing, 1 events, 2 product_news, 3 partner_offers
--   message     0 to_requester, 1 from_requester, 2 note    letter state 0 owed, 1 sending, 2 sent, 3 dead, 4 print
--   letter kind 0 confirm_address … 18 approval_wanted      actor 0 requester, 1 staff, 2 token, 3 system
--   role        0 requester, 1 agent, 2 officer, 3 admin, 4 system
-- Instants (…_at) are milliseconds since 1970-01-01 UTC; days (…_on) are days since 1970-01-01 in the company's zone.
-- Blobs named sealed_… are XChaCha20-Poly1305 under the request's data key, bound to table and row.

PRAGMA application_id = 1212301651; -- "HBAS"

-- Small things there is one of: the sealed root key.
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What queues and reports read. Narrow on purpose: a page of the queue touches fifty of these rows.
CREATE TABLE requests (
  id                  INTEGER PRIMARY KEY,
  type                INTEGER NOT NULL CHECK (type BETWEEN 0 AND 3),
  status              INTEGER NOT NULL CHECK (status BETWEEN 0 AND 10),
  is_closed           INTEGER NOT NULL CHECK (is_closed = (status >= 5)),
  version             INTEGER NOT NULL CHECK (version >= 1),
  channel             INTEGER NOT NULL CHECK (channel BETWEEN 0 AND 5),
  relationship        INTEGER NOT NULL CHECK (relationship BETWEEN 0 AND 2),
  evidence            INTEGER NOT NULL CHECK (evidence BETWEEN 0 AND 2),
  received_at         INTEGER NOT NULL,
  received_on         INTEGER NOT NULL,
  recorded_at         INTEGER NOT NULL,
  updated_at          INTEGER NOT NULL,
  closed_on           INTEGER,
  due_on              INTEGER NOT NULL, -- 2932896 (9999-12-31) where no clock ever ran: last in every order by due day
  due_order           INTEGER NOT NULL CHECK (due_order = due_on * 34359738368 + id),
  receipt_order       INTEGER NOT NULL CHECK (receipt_order = received_on * 34359738368 + id),
  extended            INTEGER NOT NULL CHECK (extended IN (0, 1)),
  assignee            INTEGER NOT NULL, -- staff.id, or 0: nobody
  attention_on        INTEGER,
  appealed            INTEGER NOT NULL CHECK (appealed IN (0, 1)),
  unverified_reminded INTEGER NOT NULL CHECK (unverified_reminded IN (0, 1)),
  unread              INTEGER NOT NULL CHECK (unread IN (0, 1)),
  approval_asked_by   TEXT,             -- kind:id:role in words, such as staff:12:officer
  approved_by         TEXT,
  decided_by          TEXT,
  wrapped_key         BLOB,             -- the data key under the master key; NULL once destroyed
  sealed_label        BLOB              -- the subject's name, for the queue
) STRICT;

-- Day and number in one value (the day times 2^35, and the number), because the engine seeks an index by one value but
-- not by the pair (day, rowid): from the middle of a day it would walk through the whole day.
CREATE INDEX requests_open        ON requests (due_order, type, channel, assignee, is_closed) WHERE is_closed = 0;
CREATE INDEX requests_by_status   ON requests (status, due_order, type, channel, assignee);
CREATE INDEX requests_by_assignee ON requests (assignee, is_closed, due_order, status, type, channel);
CREATE INDEX requests_by_receipt  ON requests (is_closed, receipt_order, status, type, channel, assignee, due_order);
CREATE INDEX requests_attention   ON requests (attention_on, id) WHERE attention_on IS NOT NULL;

-- What was asked and what was answered, read one request at a time.
CREATE TABLE particulars (
  request_id     INTEGER PRIMARY KEY REFERENCES requests (id) ON DELETE CASCADE,
  sealed_asked   BLOB,
  sealed_outcome BLOB
) STRICT;

CREATE TABLE clocks (
  request_id             INTEGER NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
  position               INTEGER NOT NULL,
  name                   INTEGER NOT NULL CHECK (name BETWEEN 0 AND 2),
  rule                   TEXT    NOT NULL,
  days                   INTEGER NOT NULL,
  started_on             INTEGER NOT NULL,
  stopped_on             INTEGER,
  reminded_stage         INTEGER,
  extension_days         INTEGER,
  extension_asked_on     INTEGER,
  extension_effective_on INTEGER,
  PRIMARY KEY (request_id, position)
) STRICT, WITHOUT ROWID;

-- Keyed hashes of addresses and of the words of names: finds requests without holding either.
CREATE TABLE lookup_terms (
  term       INTEGER NOT NULL,
  request_id INTEGER NOT NULL,
  PRIMARY KEY (term, request_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
  id          INTEGER PRIMARY KEY,
  request_id  INTEGER NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
  kind        INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
  author_kind INTEGER NOT NULL CHECK (author_kind BETWEEN 0 AND 3),
  author_id   INTEGER NOT NULL,
  author_role INTEGER NOT NULL CHECK (author_role BETWEEN 0 AND 4),
  at          INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  sealed_body BLOB
) STRICT;
CREATE INDEX messages_of_request ON messages (request_id, id);

-- A stage is dealt with once, whoever tries: the key says so. Append-only.
CREATE TABLE reminder_marks (
  request_id  INTEGER NOT NULL REFERENCES requests (id),
  clock       INTEGER NOT NULL CHECK (clock BETWEEN 0 AND 2),
  stage       INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (request_id, clock, stage)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reminder_marks_stay BEFORE DELETE ON reminder_marks
  BEGIN SELECT RAISE(ABORT, 'reminder marks are append-only'); END;
CREATE TRIGGER reminder_marks_hold BEFORE UPDATE ON reminder_marks
  BEGIN SELECT RAISE(ABORT, 'reminder marks are append-only'); END;

CREATE TABLE suppressions (
  address     INTEGER NOT NULL, -- keyed hash of the address
  topic       INTEGER NOT NULL CHECK (topic BETWEEN 0 AND 3),
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (address, topic)
) STRICT, WITHOUT ROWID;

-- Requests by state, kept in the transactions that change them.
CREATE TABLE request_counts (
  status   INTEGER NOT NULL CHECK (status BETWEEN 0 AND 10),
  type     INTEGER NOT NULL CHECK (type BETWEEN 0 AND 3),
  assigned INTEGER NOT NULL CHECK (assigned IN (0, 1)),
  requests INTEGER NOT NULL,
  PRIMARY KEY (status, type, assigned)
) STRICT, WITHOUT ROWID;

CREATE TABLE sequences (
  name TEXT PRIMARY KEY,
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sequences (name, next) VALUES ('requests', 1);

-- The audit chain. Append-only; sealed_text is ciphertext and hashed as such.
CREATE TABLE audit (
  sequence    INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor_kind  INTEGER NOT NULL CHECK (actor_kind BETWEEN 0 AND 3),
  actor_id    INTEGER NOT NULL,
  actor_role  INTEGER NOT NULL CHECK (actor_role BETWEEN 0 AND 4),
  action      TEXT    NOT NULL,
  request_id  INTEGER,
  details     TEXT    NOT NULL,
  sealed_text BLOB    NOT NULL,
  previous    BLOB    NOT NULL CHECK (length(previous) = 32),
  hash        BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_of_request ON audit (request_id, sequence) WHERE request_id IS NOT NULL;
CREATE INDEX audit_by_action  ON audit (action, sequence);
CREATE INDEX audit_by_actor   ON audit (actor_kind, actor_id, sequence) WHERE actor_kind IN (1, 2);
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
CREATE TRIGGER audit_holds BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;

-- The end of the chain with a keyed seal, so that a shortened chain is noticed.
CREATE TABLE audit_head (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  entries INTEGER NOT NULL,
  hash    BLOB    NOT NULL CHECK (length(hash) = 32),
  seal    BLOB    NOT NULL CHECK (length(seal) = 32)
) STRICT;
CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
  BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;

-- Letters owed and sent. A letter of no request is sealed under the store's own key.
CREATE TABLE letters (
  id           INTEGER PRIMARY KEY,
  request_id   INTEGER REFERENCES requests (id) ON DELETE CASCADE,
  kind         INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 18),
  staff_id     INTEGER,                 -- NULL: to the requester
  sealed_facts BLOB,
  state        INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
  attempts     INTEGER NOT NULL,
  created_at   INTEGER NOT NULL,
  next_try_at  INTEGER NOT NULL,
  leased_until INTEGER,
  sent_at      INTEGER,
  last_error   TEXT    NOT NULL,
  message_id   TEXT    NOT NULL,
  sealed_sent  BLOB
) STRICT;
CREATE INDEX letters_of_request ON letters (request_id, id);
CREATE INDEX letters_waiting    ON letters (state, next_try_at, id) WHERE state <> 2;

CREATE TABLE staff (
  id                   INTEGER PRIMARY KEY,
  login                TEXT    NOT NULL UNIQUE,
  name                 TEXT    NOT NULL,
  role                 INTEGER NOT NULL CHECK (role BETWEEN 1 AND 3),
  password_hash        TEXT    NOT NULL,
  active               INTEGER NOT NULL CHECK (active IN (0, 1)),
  must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
  created_at           INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  token_digest BLOB    PRIMARY KEY CHECK (length(token_digest) = 32),
  staff_id     INTEGER NOT NULL REFERENCES staff (id),
  started_at   INTEGER NOT NULL,
  seen_at      INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_staff ON sessions (staff_id);

CREATE TABLE api_tokens (
  id           INTEGER PRIMARY KEY,
  name         TEXT    NOT NULL UNIQUE,
  scopes       TEXT    NOT NULL, -- comma-separated
  token_digest BLOB    NOT NULL UNIQUE CHECK (length(token_digest) = 32),
  created_at   INTEGER NOT NULL,
  revoked_at   INTEGER,
  used_at      INTEGER
) STRICT;

CREATE TABLE idempotency_keys (
  token_id    INTEGER NOT NULL REFERENCES api_tokens (id),
  key_digest  BLOB    NOT NULL CHECK (length(key_digest) = 32),
  body_digest BLOB    NOT NULL CHECK (length(body_digest) = 32),
  request_id  INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  PRIMARY KEY (token_id, key_digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (at);

CREATE TABLE jobs (
  name         TEXT PRIMARY KEY,
  started_at   INTEGER,
  finished_at  INTEGER,
  last_result  TEXT NOT NULL,
  leased_until INTEGER
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
