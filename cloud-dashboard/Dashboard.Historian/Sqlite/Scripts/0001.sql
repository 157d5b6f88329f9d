-- The payload is the whole message as JSON of the contract; the other columns are for searching. time: UTC in units of 100 ns
-- (DateTimeOffset.UtcTicks), the resolution of a message.
CREATE TABLE event (
    site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    time INTEGER NOT NULL, type TEXT NOT NULL, tag TEXT NULL, payload TEXT NOT NULL,
    PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
CREATE INDEX event_time ON event (time, seq, site, epoch);
CREATE INDEX event_site_time ON event (site, time, seq);
CREATE INDEX event_tag_time ON event (tag, time, seq);
CREATE TABLE energy (
    site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    time INTEGER NOT NULL, tag TEXT NULL, payload TEXT NOT NULL,
    PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
CREATE INDEX energy_time ON energy (time, seq, site, epoch);
CREATE INDEX energy_site_time ON energy (site, time, seq);
CREATE INDEX energy_tag_time ON energy (tag, time, seq);
PRAGMA user_version = 1;
