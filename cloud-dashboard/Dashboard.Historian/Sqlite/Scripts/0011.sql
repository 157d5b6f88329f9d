-- What users did (AuditChain): lines are only added; id counts up by one, at: microseconds since 1970, hash: over the line and the hash of
-- the line before it. audit_head: what is noted of the last line, so that one that is cut off is missed.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, origin TEXT NULL, what TEXT NOT NULL, target TEXT NULL, old TEXT NULL,
    new TEXT NULL, hash BLOB NOT NULL);
CREATE INDEX audit_who ON audit (who, id);
CREATE INDEX audit_target ON audit (target, id);
CREATE TABLE audit_head (id INTEGER PRIMARY KEY, last INTEGER NOT NULL, hash BLOB NOT NULL);
INSERT INTO audit_head VALUES (1, 0, zeroblob(32));
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'lines of the audit are only added'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'lines of the audit are only added'); END;
PRAGMA user_version = 11;
