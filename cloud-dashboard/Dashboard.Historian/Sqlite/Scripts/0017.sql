-- Bursts of alarms (Dashboard.Alarms.AlarmBurst): raisings of a station that are close upon each other. began, ended: by the times of their
-- events, as in event; first: the alarm that was raised first; cause: the event that raised it; alarms: how many are in it. alarm.burst: that
-- of its last raising; null: none was noted. alarm_open_group: open alarms are counted from it alone. station_bay: the bays of the points and devices (name), from the last catalogue.
CREATE TABLE alarm_burst (
    id INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL, first INTEGER NOT NULL,
    alarms INTEGER NOT NULL, doubtful INTEGER NOT NULL, cause TEXT NOT NULL);
CREATE INDEX alarm_burst_began ON alarm_burst (site, began);
ALTER TABLE alarm ADD COLUMN burst INTEGER NULL;
CREATE INDEX alarm_open_group ON alarm (site, name, condition, priority, acknowledged, active, arrival, time, burst, id) WHERE open = 1;
CREATE INDEX alarm_in_burst ON alarm (burst) WHERE burst IS NOT NULL;
CREATE TABLE station_bay (site TEXT NOT NULL, name TEXT NOT NULL, bay TEXT NOT NULL, PRIMARY KEY (site, name)) WITHOUT ROWID;
PRAGMA user_version = 17;
