-- Without this index, a query for a rare type reads all rows.
CREATE INDEX event_type_time ON event (type, time, seq, site, epoch);
CREATE INDEX event_site_type_time ON event (site, type, time, seq);
PRAGMA user_version = 2;
