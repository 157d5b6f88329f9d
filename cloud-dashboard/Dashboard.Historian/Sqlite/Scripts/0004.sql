-- When a supervisor forgot a station; NULL: it is shown.
ALTER TABLE station ADD COLUMN forgotten INTEGER NULL;
PRAGMA user_version = 4;
