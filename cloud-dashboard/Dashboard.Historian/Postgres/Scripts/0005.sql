-- Alarms: see Sqlite/Scripts/0010.sql.
CREATE TABLE alarm_due (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at bigint NOT NULL, site text COLLATE "C" NOT NULL,
    epoch text COLLATE "C" NOT NULL, seq bigint NOT NULL, arrival bigint NOT NULL, payload text NOT NULL);
CREATE TABLE alarm_source (
    site text COLLATE "C" NOT NULL, condition text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
    epoch text COLLATE "C" NOT NULL, seq bigint NOT NULL, received bigint NOT NULL, active smallint NOT NULL,
    PRIMARY KEY (site, condition, name));
CREATE TABLE alarm (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, site text COLLATE "C" NOT NULL, condition text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL, priority smallint NOT NULL, active smallint NOT NULL, acknowledged smallint NOT NULL,
    open smallint NOT NULL, raises integer NOT NULL, event text NOT NULL, searched text NOT NULL, tag text COLLATE "C" NULL,
    time bigint NOT NULL, first_raised bigint NOT NULL, returned bigint NULL, arrival bigint NOT NULL,
    acknowledged_by text COLLATE "C" NULL, acknowledged_at bigint NULL, comment text NULL, change bigint NOT NULL);
CREATE UNIQUE INDEX alarm_open ON alarm (site, condition, name) WHERE open = 1;
CREATE INDEX alarm_open_priority ON alarm (priority, arrival DESC, id DESC) WHERE open = 1;
CREATE INDEX alarm_priority ON alarm (priority, arrival DESC, id DESC);
CREATE INDEX alarm_arrival ON alarm (arrival, id);
CREATE INDEX alarm_time ON alarm (time, id);
CREATE INDEX alarm_site_arrival ON alarm (site, arrival, id);
CREATE INDEX alarm_tag_arrival ON alarm (tag, arrival, id);
CREATE INDEX alarm_changed ON alarm (change);
CREATE TABLE alarm_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, alarm bigint NOT NULL, kind smallint NOT NULL, at bigint NOT NULL,
    time bigint NULL, site text COLLATE "C" NOT NULL, epoch text COLLATE "C" NULL, seq bigint NULL, who text COLLATE "C" NULL,
    comment text NULL);
CREATE INDEX alarm_change_alarm ON alarm_change (alarm, id);
CREATE INDEX alarm_change_event ON alarm_change (site, epoch, seq) WHERE epoch IS NOT NULL;
CREATE TABLE alarm_shelf (
    site text COLLATE "C" NOT NULL, condition text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, until bigint NULL,
    since bigint NOT NULL, who text COLLATE "C" NOT NULL, reason text NOT NULL,
    PRIMARY KEY (site, condition, name));
CREATE INDEX alarm_shelf_until ON alarm_shelf (until);
