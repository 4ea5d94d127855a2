-- What was answered to the first call with an Idempotency-Key, sealed under the data key of the request it made: the
-- words go when the request's key goes. And a token's name is free again once the token is revoked, so that a client's
-- token can be changed without changing what it is called.
--
-- Uniqueness of a name stood in the table itself, which only a new table can change. Children move first.

ALTER TABLE idempotency_keys RENAME TO older_idempotency_keys;
ALTER TABLE api_tokens RENAME TO older_api_tokens;

CREATE TABLE api_tokens (
  id           INTEGER PRIMARY KEY,
  name         TEXT    NOT NULL,
  scopes       TEXT    NOT NULL, -- comma-separated
  token_digest BLOB    NOT NULL UNIQUE CHECK (length(token_digest) = 32),
  created_at   INTEGER NOT NULL,
  revoked_at   INTEGER,
  used_at      INTEGER
) STRICT;
CREATE UNIQUE INDEX api_tokens_in_force ON api_tokens (name) WHERE revoked_at IS NULL;

CREATE TABLE idempotency_keys (
  token_id      INTEGER NOT NULL REFERENCES api_tokens (id),
  key_digest    BLOB    NOT NULL CHECK (length(key_digest) = 32),
  body_digest   BLOB    NOT NULL CHECK (length(body_digest) = 32),
  request_id    INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  sealed_answer BLOB, -- NULL: remembered before answers were kept
  PRIMARY KEY (token_id, key_digest)
) STRICT, WITHOUT ROWID;

INSERT INTO api_tokens (id, name, scopes, token_digest, created_at, revoked_at, used_at)
SELECT id, name, scopes, token_digest, created_at, revoked_at, used_at
FROM older_api_tokens;

INSERT INTO idempotency_keys (token_id, key_digest, body_digest, request_id, at, sealed_answer)
SELECT token_id, key_digest, body_digest, request_id, at, NULL
FROM older_idempotency_keys;

DROP TABLE older_idempotency_keys;
DROP TABLE older_api_tokens;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (at);

PRAGMA user_version = 4;
