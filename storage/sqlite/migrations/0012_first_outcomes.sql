-- What was answered before a complaint opened the request again: the answer to the complaint takes its place as the
-- request's outcome, and both must be there to be read. Requests that were opened again before this have their first
-- answer as the outcome until the complaint is decided.

ALTER TABLE particulars ADD COLUMN sealed_first_outcome BLOB;

PRAGMA user_version = 12;
