-- Acknowledgements that a gateway has not been told yet: the mark of a protection on the drawings is the gateway's. seen: received of the
-- last event that was seen, in units of 100 ns as in event; since: microseconds since 1970. Of a tag the last one counts.
CREATE TABLE alarm_mark (
    site TEXT NOT NULL, tag TEXT NOT NULL, seen INTEGER NOT NULL, who TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (site, tag)) WITHOUT ROWID;
PRAGMA user_version = 12;
