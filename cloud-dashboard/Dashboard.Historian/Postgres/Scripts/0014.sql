-- The alarms that a rule of the workbook suppresses: see Sqlite/Scripts/0016.sql.
CREATE TABLE alarm_rule (
    site text COLLATE "C" NOT NULL, condition text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, epoch text COLLATE "C" NOT NULL,
    seq bigint NOT NULL, received bigint NOT NULL, active smallint NOT NULL, since bigint NOT NULL, rule text NOT NULL,
    PRIMARY KEY (site, condition, name));
INSERT INTO alarm_rule
SELECT d.site, c.condition, d.name, d.epoch, d.seq, d.received, d.active, d.since, d.rule
FROM alarm_design d, (VALUES ('protection'), ('input'), ('aboveMaximum'), ('belowMinimum')) c (condition);
DROP TABLE alarm_design;
