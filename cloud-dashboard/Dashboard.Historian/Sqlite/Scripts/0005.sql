-- arrival: the order in which records were stored, over all sites; microseconds since 1970, but always rising. Rows of before have 0:
-- they are older than all others, and among themselves in the order of their own times. No row is rewritten.
ALTER TABLE event ADD COLUMN arrival INTEGER NOT NULL DEFAULT 0;
CREATE INDEX event_arrival ON event (arrival, time, seq, site, epoch);
CREATE INDEX event_site_arrival ON event (site, arrival, time, seq);
CREATE INDEX event_tag_arrival ON event (tag, arrival, time, seq);
CREATE INDEX event_type_arrival ON event (type, arrival, time, seq, site, epoch);
CREATE INDEX event_site_type_arrival ON event (site, type, arrival, time, seq);
PRAGMA user_version = 5;
