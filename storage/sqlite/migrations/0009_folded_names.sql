-- Words of names are looked up without case and accents in every script, no longer in A to Z alone. The names are
-- sealed, so the program makes the terms of older requests anew when it next opens the database (catching_up): here
-- stands from which request on.
INSERT OR REPLACE INTO sequences (name, next)
SELECT 'names_to_fold', first
FROM (SELECT min(id) AS first FROM requests)
WHERE first IS NOT NULL;

PRAGMA user_version = 9;
