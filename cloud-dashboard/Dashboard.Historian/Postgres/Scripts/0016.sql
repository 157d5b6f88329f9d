-- When a session began: it has a greatest length. One of before begins anew with its last use.
ALTER TABLE sessions ADD COLUMN begun bigint NULL;
UPDATE sessions SET begun = seen;
ALTER TABLE sessions ALTER COLUMN begun SET NOT NULL;
