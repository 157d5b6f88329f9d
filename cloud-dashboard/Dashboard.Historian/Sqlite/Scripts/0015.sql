-- Alarms by the workbook. alarm_due.source: condition and name of an event that has a delay or may end one. alarm_design: the points whose
-- alarms a rule of the workbook suppresses (active = 1), by the last event that said so; since: microseconds since 1970, by the centre.
ALTER TABLE alarm_due ADD COLUMN source TEXT NULL;
CREATE INDEX alarm_due_source ON alarm_due (site, source, seq) WHERE source IS NOT NULL;
CREATE INDEX alarm_due_at ON alarm_due (at, id);
CREATE TABLE alarm_design (
    site TEXT NOT NULL, name TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, received INTEGER NOT NULL, active INTEGER NOT NULL,
    since INTEGER NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (site, name)) WITHOUT ROWID;
PRAGMA user_version = 15;
