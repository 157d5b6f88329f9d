-- The statistics of alarms read what happened in a time.
CREATE INDEX alarm_change_at ON alarm_change (at, id);
PRAGMA user_version = 13;
