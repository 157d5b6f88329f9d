-- A file as the last software before dbup wrote it (schema 8), with a row in each table that is written to.
BEGIN TRANSACTION;
CREATE TABLE element_change (
    series INTEGER NOT NULL, time INTEGER NOT NULL, seq INTEGER NOT NULL, journal INTEGER NOT NULL, text TEXT NULL,
    fill TEXT NULL, stroke TEXT NULL, quality INTEGER NULL, PRIMARY KEY (series, time, seq)) WITHOUT ROWID;
INSERT INTO "element_change" VALUES(2,1772366404000000,4,1,'Abierto','#ff0000',NULL,NULL);
CREATE TABLE energy (
    site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    time INTEGER NOT NULL, tag TEXT NULL, payload TEXT NOT NULL,
    PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
INSERT INTO "energy" VALUES('los-alamos','e1',3,639079632000000000,'LA1PA_03','{"epoch":"e1","seq":3,"channel":0,"tag":"LA1PA_03","kind":"period","count":178707,"value":89353.5,"time":"2026-03-01T12:00:00+00:00","clock":"synchronised","received":"2026-03-01T12:00:00+00:00"}');
CREATE TABLE event (
    site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL,
    time INTEGER NOT NULL, type TEXT NOT NULL, tag TEXT NULL, payload TEXT NOT NULL, arrival INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, epoch, seq)) WITHOUT ROWID;
INSERT INTO "event" VALUES('los-alamos','centre',1772366400000003,639079632000000000,'loss',NULL,'{"epoch":"centre","seq":1772366400000003,"type":"loss","dropped":11,"lossReason":"notInJournal","firstSeq":7,"lastSeq":17,"time":"2026-03-01T12:00:00+00:00","timeSource":"gateway","clock":"synchronised","received":"2026-03-01T12:00:00+00:00"}',16);
INSERT INTO "event" VALUES('los-alamos','e1',1,639079632010000000,'digital','LA152B03','{"epoch":"e1","seq":1,"type":"digital","tag":"LA152B03","state":0,"text":"Abierto","time":"2026-03-01T12:00:01+00:00","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:02+00:00"}',1);
INSERT INTO "event" VALUES('los-alamos','e1',2,639079632020000000,'digital','LA152B03','{"epoch":"e1","seq":2,"type":"digital","tag":"LA152B03","state":0,"text":"Abierto","time":"2026-03-01T12:00:02+00:00","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:03+00:00"}',2);
INSERT INTO "event" VALUES('los-alamos','e1~+dcead443',60,639079632600000000,'digital','LA152B03','{"epoch":"e1~\u002Bdcead443","seq":60,"type":"digital","tag":"LA152B03","state":0,"text":"Abierto","time":"2026-03-01T12:01:00+00:00","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:01:01+00:00"}',0);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL,
    changed INTEGER NOT NULL, UNIQUE (site, epoch));
INSERT INTO "journal" VALUES(1,'los-alamos','e1',17,1772366406000000,17);
CREATE TABLE journal_aside (
    site TEXT NOT NULL, epoch TEXT NOT NULL, seq INTEGER NOT NULL, records INTEGER NOT NULL, arrival INTEGER NOT NULL,
    error TEXT NULL, raw BLOB NOT NULL, PRIMARY KEY (site, epoch, seq));
INSERT INTO "journal_aside" VALUES('los-alamos','e1',6,1,15,'x',X'06');
CREATE TABLE journal_gap (
    site TEXT NOT NULL, time_from INTEGER NOT NULL, time_to INTEGER NOT NULL, epoch TEXT NOT NULL, first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL, PRIMARY KEY (site, epoch, first_seq)) WITHOUT ROWID;
INSERT INTO "journal_gap" VALUES('los-alamos',1772366406000000,9223372036854775807,'e1',7,17);
CREATE TABLE quality (
    id INTEGER PRIMARY KEY, quality TEXT NOT NULL, reason TEXT NOT NULL, flags TEXT NOT NULL,
    UNIQUE (quality, reason, flags));
INSERT INTO "quality" VALUES(1,'stale','silent','');
CREATE TABLE rollup_15m (
    series INTEGER NOT NULL, time INTEGER NOT NULL, minimum REAL NULL, maximum REAL NULL, mean REAL NULL, first REAL NULL,
    last REAL NULL, good INTEGER NOT NULL, stale INTEGER NOT NULL, bad INTEGER NOT NULL, count INTEGER NOT NULL,
    ending INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
CREATE TABLE rollup_1d (
    series INTEGER NOT NULL, time INTEGER NOT NULL, minimum REAL NULL, maximum REAL NULL, mean REAL NULL, first REAL NULL,
    last REAL NULL, good INTEGER NOT NULL, stale INTEGER NOT NULL, bad INTEGER NOT NULL, count INTEGER NOT NULL,
    ending INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
CREATE TABLE rollup_1m (
    series INTEGER NOT NULL, time INTEGER NOT NULL, minimum REAL NULL, maximum REAL NULL, mean REAL NULL, first REAL NULL,
    last REAL NULL, good INTEGER NOT NULL, stale INTEGER NOT NULL, bad INTEGER NOT NULL, count INTEGER NOT NULL,
    ending INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
CREATE TABLE rollup_2h (
    series INTEGER NOT NULL, time INTEGER NOT NULL, minimum REAL NULL, maximum REAL NULL, mean REAL NULL, first REAL NULL,
    last REAL NULL, good INTEGER NOT NULL, stale INTEGER NOT NULL, bad INTEGER NOT NULL, count INTEGER NOT NULL,
    ending INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
CREATE TABLE rollup_due (
    site TEXT NOT NULL, step INTEGER NOT NULL, time_from INTEGER NOT NULL, time_to INTEGER NOT NULL, busy INTEGER NOT NULL,
    PRIMARY KEY (site, step, busy, time_from)) WITHOUT ROWID;
INSERT INTO "rollup_due" VALUES('los-alamos',0,1772366400000000,1772367300000000,0);
CREATE TABLE sample (
    series INTEGER NOT NULL, time INTEGER NOT NULL, seq INTEGER NOT NULL, journal INTEGER NOT NULL, value REAL NULL, raw NULL,
    quality INTEGER NULL, PRIMARY KEY (series, time, seq)) WITHOUT ROWID;
INSERT INTO "sample" VALUES(1,1772366404000000,4,1,4.25,104,1);
INSERT INTO "sample" VALUES(1,1772366405000000,5,1,5.5,105,NULL);
CREATE TABLE series (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, part TEXT NOT NULL,
    UNIQUE (site, kind, name, part));
INSERT INTO "series" VALUES(1,'los-alamos',0,'AI1','');
INSERT INTO "series" VALUES(2,'los-alamos',2,'LA1','');
CREATE TABLE station (
    site TEXT NOT NULL PRIMARY KEY, first_seen INTEGER NOT NULL, last_heard INTEGER NULL, name TEXT NULL,
    state BLOB NULL, catalog BLOB NULL, forgotten INTEGER NULL);
INSERT INTO "station" VALUES('los-alamos',639079632000000000,639079632010000000,'Los Álamos',X'0102',X'03',NULL);
CREATE TABLE station_screen (
    site TEXT NOT NULL, name TEXT NOT NULL, svg BLOB NOT NULL,
    PRIMARY KEY (site, name));
INSERT INTO "station_screen" VALUES('los-alamos','LA',X'04');
CREATE INDEX event_time ON event (time, seq, site, epoch);
CREATE INDEX event_site_time ON event (site, time, seq);
CREATE INDEX event_tag_time ON event (tag, time, seq);
CREATE INDEX energy_time ON energy (time, seq, site, epoch);
CREATE INDEX energy_site_time ON energy (site, time, seq);
CREATE INDEX energy_tag_time ON energy (tag, time, seq);
CREATE INDEX event_type_time ON event (type, time, seq, site, epoch);
CREATE INDEX event_site_type_time ON event (site, type, time, seq);
CREATE INDEX event_arrival ON event (arrival, time, seq, site, epoch);
CREATE INDEX event_site_arrival ON event (site, arrival, time, seq);
CREATE INDEX event_tag_arrival ON event (tag, arrival, time, seq);
CREATE INDEX event_type_arrival ON event (type, arrival, time, seq, site, epoch);
CREATE INDEX event_site_type_arrival ON event (site, type, arrival, time, seq);
CREATE INDEX event_ahead ON event (site, substr(epoch, 1, instr(epoch, '~') - 1), seq) WHERE instr(epoch, '~+') > 0;
CREATE INDEX energy_ahead ON energy (site, substr(epoch, 1, instr(epoch, '~') - 1), seq) WHERE instr(epoch, '~+') > 0;
CREATE INDEX journal_gap_time ON journal_gap (site, time_to);
CREATE INDEX journal_aside_arrival ON journal_aside (arrival);
PRAGMA user_version = 8;
COMMIT;
