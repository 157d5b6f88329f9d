-- What users did: see Sqlite/Scripts/0011.sql.
CREATE TABLE audit (
    id bigint PRIMARY KEY, at bigint NOT NULL, who text COLLATE "C" NOT NULL, origin text COLLATE "C" NULL,
    what text COLLATE "C" NOT NULL, target text COLLATE "C" NULL, old text NULL, new text NULL, hash bytea NOT NULL);
CREATE INDEX audit_who ON audit (who, id);
CREATE INDEX audit_target ON audit (target, id);
CREATE TABLE audit_head (id bigint PRIMARY KEY, last bigint NOT NULL, hash bytea NOT NULL);
INSERT INTO audit_head VALUES (1, 0, decode(repeat('00', 32), 'hex'));
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE EXCEPTION ''lines of the audit are only added''; END;';
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_only_grows();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit EXECUTE FUNCTION audit_only_grows();
