-- A token may belong to a member of staff: whatever it does is theirs where a second person is asked for.

ALTER TABLE api_tokens ADD COLUMN owner INTEGER REFERENCES staff (id); -- NULL: nobody answers for it

-- A program that nobody answers for is neither the first person nor the second. Until now it could be either: an
-- approval it had a part in must be asked for again. One that still waits is refused with words of its own.
UPDATE requests
SET approval_asked_by = NULL, approved_by = NULL
WHERE is_closed = 0
  AND approved_by IS NOT NULL
  AND (approved_by GLOB 'token:*' OR approval_asked_by GLOB 'token:*' OR verified_by GLOB 'token:*');

PRAGMA user_version = 7;
