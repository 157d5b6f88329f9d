-- Alarms (Dashboard.Alarms). alarm_due: events that the alarms have not seen yet, written with the event in one transaction; at: not before
-- (microseconds since 1970; 0: at once), payload: the event. Events of before are not in it: they raise nothing. alarm_source: the last thing that was
-- said of what can be in alarm, in the order of its gateway. alarm: from its first raising until it has returned and was acknowledged
-- (open = 0); at most one open one for a source; event: the one that raised it last; time: of that event, as in event. alarm_change: what
-- happened, kind: AlarmChangeKind; at: by the clock of the centre, microseconds. alarm_shelf: sources that are shelved (until, a time) or
-- out of service (until is null); their alarms go on as ever.
CREATE TABLE alarm_due (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    arrival INTEGER NOT NULL, payload TEXT NOT NULL);
CREATE TABLE alarm_source (
    site TEXT NOT NULL, condition TEXT NOT NULL, name TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    received INTEGER NOT NULL, active INTEGER NOT NULL, PRIMARY KEY (site, condition, name)) WITHOUT ROWID;
CREATE TABLE alarm (
    id INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, condition TEXT NOT NULL, name TEXT NOT NULL, priority INTEGER NOT NULL,
    active INTEGER NOT NULL, acknowledged INTEGER NOT NULL, open INTEGER NOT NULL, raises INTEGER NOT NULL, event TEXT NOT NULL,
    searched TEXT NOT NULL, tag TEXT NULL, time INTEGER NOT NULL, first_raised INTEGER NOT NULL, returned INTEGER NULL,
    arrival INTEGER NOT NULL, acknowledged_by TEXT NULL, acknowledged_at INTEGER NULL, comment TEXT NULL, change INTEGER NOT NULL);
CREATE UNIQUE INDEX alarm_open ON alarm (site, condition, name) WHERE open = 1;
CREATE INDEX alarm_open_priority ON alarm (priority, arrival DESC, id DESC) WHERE open = 1;
CREATE INDEX alarm_priority ON alarm (priority, arrival DESC, id DESC);
CREATE INDEX alarm_arrival ON alarm (arrival, id);
CREATE INDEX alarm_time ON alarm (time, id);
CREATE INDEX alarm_site_arrival ON alarm (site, arrival, id);
CREATE INDEX alarm_tag_arrival ON alarm (tag, arrival, id);
CREATE INDEX alarm_changed ON alarm (change);
CREATE TABLE alarm_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT, alarm INTEGER NOT NULL, kind INTEGER NOT NULL, at INTEGER NOT NULL, time INTEGER NULL,
    site TEXT NOT NULL, epoch TEXT NULL, seq INTEGER NULL, who TEXT NULL, comment TEXT NULL);
CREATE INDEX alarm_change_alarm ON alarm_change (alarm, id);
CREATE INDEX alarm_change_event ON alarm_change (site, epoch, seq) WHERE epoch IS NOT NULL;
CREATE TABLE alarm_shelf (
    site TEXT NOT NULL, condition TEXT NOT NULL, name TEXT NOT NULL, until INTEGER NULL, since INTEGER NOT NULL, who TEXT NOT NULL,
    reason TEXT NOT NULL, PRIMARY KEY (site, condition, name)) WITHOUT ROWID;
CREATE INDEX alarm_shelf_until ON alarm_shelf (until);
PRAGMA user_version = 10;
