-- The journals of gateways. Times: microseconds since 1970, UTC. journal: how far each is stored; time: of its last record; changed:
-- the order of arrival. A name and a quality are stored once. A sample is known by its series, time and seq, so what a journal sends
-- again under another epoch is there once. raw has the type that it came with.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL,
    changed INTEGER NOT NULL, UNIQUE (site, epoch));
CREATE TABLE series (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, part TEXT NOT NULL,
    UNIQUE (site, kind, name, part));
CREATE TABLE quality (
    id INTEGER PRIMARY KEY, quality TEXT NOT NULL, reason TEXT NOT NULL, flags TEXT NOT NULL,
    UNIQUE (quality, reason, flags));
CREATE TABLE sample (
    series INTEGER NOT NULL, time INTEGER NOT NULL, seq INTEGER NOT NULL, journal INTEGER NOT NULL, value REAL NULL, raw NULL,
    quality INTEGER NULL, PRIMARY KEY (series, time, seq)) WITHOUT ROWID;
CREATE TABLE element_change (
    series INTEGER NOT NULL, time INTEGER NOT NULL, seq INTEGER NOT NULL, journal INTEGER NOT NULL, text TEXT NULL,
    fill TEXT NULL, stroke TEXT NULL, quality INTEGER NULL, PRIMARY KEY (series, time, seq)) WITHOUT ROWID;
CREATE TABLE journal_gap (
    site TEXT NOT NULL, time_from INTEGER NOT NULL, time_to INTEGER NOT NULL, epoch TEXT NOT NULL, first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL, PRIMARY KEY (site, epoch, first_seq)) WITHOUT ROWID;
CREATE INDEX journal_gap_time ON journal_gap (site, time_to);
CREATE TABLE journal_aside (
    site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, records INTEGER NOT NULL, arrival INTEGER NOT NULL,
    error TEXT NULL, raw BLOB NOT NULL, PRIMARY KEY (site, epoch, seq));
CREATE INDEX journal_aside_arrival ON journal_aside (arrival);
PRAGMA user_version = 7;
