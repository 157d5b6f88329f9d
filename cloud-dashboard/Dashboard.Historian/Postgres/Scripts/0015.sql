-- Bursts of alarms, and bays: see Sqlite/Scripts/0017.sql.
CREATE TABLE alarm_burst (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, site text COLLATE "C" NOT NULL, began bigint NOT NULL, ended bigint NOT NULL,
    first bigint NOT NULL, alarms integer NOT NULL, doubtful smallint NOT NULL, cause text NOT NULL);
CREATE INDEX alarm_burst_began ON alarm_burst (site, began);
ALTER TABLE alarm ADD COLUMN burst bigint NULL;
CREATE INDEX alarm_open_group ON alarm (site, name, condition, priority, acknowledged, active, arrival, time, burst, id) WHERE open = 1;
CREATE INDEX alarm_in_burst ON alarm (burst) WHERE burst IS NOT NULL;
CREATE TABLE station_bay (
    site text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, bay text COLLATE "C" NOT NULL, PRIMARY KEY (site, name));
