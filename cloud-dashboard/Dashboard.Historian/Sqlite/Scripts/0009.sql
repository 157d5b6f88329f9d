-- clock: 1 where the clock of the gateway was no longer synchronised, so that the time may be off by seconds; NULL: it was right. Values of
-- a clock that was not set (RecordClock.NotSet) are in tables of their own, because their time belongs to no other value: time is what the
-- gateway gave, arrival when they were stored (microseconds since 1970), by which they are old. They are in no roll-up.
ALTER TABLE sample ADD COLUMN clock INTEGER NULL;
ALTER TABLE element_change ADD COLUMN clock INTEGER NULL;
CREATE TABLE sample_not_set (
    series INTEGER NOT NULL, journal INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, arrival INTEGER NOT NULL,
    value REAL NULL, raw_integer INTEGER NULL, raw_number REAL NULL, raw_text TEXT NULL, quality INTEGER NULL,
    PRIMARY KEY (series, journal, seq)) WITHOUT ROWID;
CREATE INDEX sample_not_set_arrival ON sample_not_set (arrival);
CREATE TABLE element_change_not_set (
    series INTEGER NOT NULL, journal INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, arrival INTEGER NOT NULL,
    text TEXT NULL, fill TEXT NULL, stroke TEXT NULL, quality INTEGER NULL,
    PRIMARY KEY (series, journal, seq)) WITHOUT ROWID;
CREATE INDEX element_change_not_set_arrival ON element_change_not_set (arrival);
PRAGMA user_version = 9;
