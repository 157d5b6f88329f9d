-- Alarms by the workbook: see Sqlite/Scripts/0015.sql.
ALTER TABLE alarm_due ADD COLUMN source text COLLATE "C" NULL;
CREATE INDEX alarm_due_source ON alarm_due (site, source, seq) WHERE source IS NOT NULL;
CREATE INDEX alarm_due_at ON alarm_due (at, id);
CREATE TABLE alarm_design (
    site text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, epoch text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    received bigint NOT NULL, active smallint NOT NULL, since bigint NOT NULL, rule text NOT NULL, PRIMARY KEY (site, name));
