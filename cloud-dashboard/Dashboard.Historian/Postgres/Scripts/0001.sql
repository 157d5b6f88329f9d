-- The tables are those of the SQLite file (Sqlite/Scripts says what the columns mean), with these differences. Text is compared
-- byte by byte, whatever the language of the server. A raw value has a column for each type that it can have. Values and changes of elements
-- are in a partition for each month, which Months.cs makes; a time before 2000 or after 2099 is in the partition "other". The CHECK spares
-- the search in it when a month is made.
CREATE TABLE event (
    site text COLLATE "C" NOT NULL, epoch text COLLATE "C" NOT NULL, seq bigint NOT NULL, time bigint NOT NULL,
    arrival bigint NOT NULL, type text COLLATE "C" NOT NULL, tag text COLLATE "C" NULL, payload text NOT NULL,
    PRIMARY KEY (site, epoch, seq));
CREATE INDEX event_time ON event (time, seq, site, epoch);
CREATE INDEX event_site_time ON event (site, time, seq, epoch);
CREATE INDEX event_tag_time ON event (tag, time, seq, site, epoch);
CREATE INDEX event_type_time ON event (type, time, seq, site, epoch);
CREATE INDEX event_site_type_time ON event (site, type, time, seq, epoch);
CREATE INDEX event_arrival ON event (arrival, time, seq, site, epoch);
CREATE INDEX event_site_arrival ON event (site, arrival, time, seq, epoch);
CREATE INDEX event_tag_arrival ON event (tag, arrival, time, seq, site, epoch);
CREATE INDEX event_type_arrival ON event (type, arrival, time, seq, site, epoch);
CREATE INDEX event_site_type_arrival ON event (site, type, arrival, time, seq, epoch);
CREATE INDEX event_ahead ON event (site, split_part(epoch, '~', 1), seq) WHERE strpos(epoch, '~+') > 0;

CREATE TABLE energy (
    site text COLLATE "C" NOT NULL, epoch text COLLATE "C" NOT NULL, seq bigint NOT NULL, time bigint NOT NULL,
    tag text COLLATE "C" NULL, payload text NOT NULL,
    PRIMARY KEY (site, epoch, seq));
CREATE INDEX energy_time ON energy (time, seq, site, epoch);
CREATE INDEX energy_site_time ON energy (site, time, seq, epoch);
CREATE INDEX energy_tag_time ON energy (tag, time, seq, site, epoch);
CREATE INDEX energy_ahead ON energy (site, split_part(epoch, '~', 1), seq) WHERE strpos(epoch, '~+') > 0;

CREATE TABLE station (
    site text COLLATE "C" NOT NULL PRIMARY KEY, first_seen bigint NOT NULL, last_heard bigint NULL, forgotten bigint NULL,
    name text NULL, state bytea NULL, catalog bytea NULL);
CREATE TABLE station_screen (
    site text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, svg bytea NOT NULL,
    PRIMARY KEY (site, name));

CREATE TABLE journal (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, site text COLLATE "C" NOT NULL, epoch text COLLATE "C" NOT NULL,
    seq bigint NOT NULL, time bigint NOT NULL, changed bigint NOT NULL,
    UNIQUE (site, epoch));
CREATE TABLE series (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, site text COLLATE "C" NOT NULL, kind smallint NOT NULL,
    name text COLLATE "C" NOT NULL, part text COLLATE "C" NOT NULL,
    UNIQUE (site, kind, name, part));
CREATE TABLE quality (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, quality text COLLATE "C" NOT NULL, reason text COLLATE "C" NOT NULL,
    flags text COLLATE "C" NOT NULL,
    UNIQUE (quality, reason, flags));

CREATE TABLE sample (
    time bigint NOT NULL, seq bigint NOT NULL, value double precision NULL, series integer NOT NULL, journal integer NOT NULL,
    quality integer NULL, raw_integer bigint NULL, raw_number double precision NULL, raw_text text NULL,
    PRIMARY KEY (series, time, seq)) PARTITION BY RANGE (time);
CREATE TABLE sample_other PARTITION OF sample (CHECK (time < 946684800000000 OR time >= 4102444800000000)) DEFAULT;
CREATE TABLE element_change (
    time bigint NOT NULL, seq bigint NOT NULL, series integer NOT NULL, journal integer NOT NULL, quality integer NULL,
    text text NULL, fill text NULL, stroke text NULL,
    PRIMARY KEY (series, time, seq)) PARTITION BY RANGE (time);
CREATE TABLE element_change_other PARTITION OF element_change (CHECK (time < 946684800000000 OR time >= 4102444800000000)) DEFAULT;

CREATE TABLE journal_gap (
    site text COLLATE "C" NOT NULL, time_from bigint NOT NULL, time_to bigint NOT NULL, epoch text COLLATE "C" NOT NULL,
    first_seq bigint NOT NULL, last_seq bigint NOT NULL,
    PRIMARY KEY (site, epoch, first_seq));
CREATE INDEX journal_gap_time ON journal_gap (site, time_to);
CREATE TABLE journal_aside (
    site text COLLATE "C" NOT NULL, epoch text COLLATE "C" NOT NULL, seq bigint NOT NULL, records integer NOT NULL,
    arrival bigint NOT NULL, error text NULL, raw bytea NOT NULL,
    PRIMARY KEY (site, epoch, seq));
-- Rows come in the order of arrival and go in it: a few bytes for each block tell where the old ones are.
CREATE INDEX journal_aside_arrival ON journal_aside USING brin (arrival);
