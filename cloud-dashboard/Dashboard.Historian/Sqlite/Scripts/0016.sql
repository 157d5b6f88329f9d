-- alarm_rule: which alarms of points a rule of the workbook suppresses (active = 1), by the last event that said so; since: microseconds
-- since 1970, by the centre. A rule may be of one alarm of a point alone; what alarm_design said of a point is of all of them.
CREATE TABLE alarm_rule (
    site TEXT NOT NULL, condition TEXT NOT NULL, name TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, received INTEGER NOT NULL,
    active INTEGER NOT NULL, since INTEGER NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (site, condition, name)) WITHOUT ROWID;
INSERT INTO alarm_rule
SELECT d.site, c.column1, d.name, d.epoch, d.seq, d.received, d.active, d.since, d.rule
FROM alarm_design d, (VALUES ('protection'), ('input'), ('aboveMaximum'), ('belowMinimum')) c;
DROP TABLE alarm_design;
PRAGMA user_version = 16;
