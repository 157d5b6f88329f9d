-- As Sqlite/Scripts/0009.sql, which says what it is.
ALTER TABLE sample ADD COLUMN clock smallint NULL;
ALTER TABLE element_change ADD COLUMN clock smallint NULL;
CREATE TABLE sample_not_set (
    series integer NOT NULL, journal integer NOT NULL, seq bigint NOT NULL, time bigint NOT NULL, arrival bigint NOT NULL,
    value double precision NULL, raw_integer bigint NULL, raw_number double precision NULL, raw_text text NULL, quality integer NULL,
    PRIMARY KEY (series, journal, seq));
CREATE INDEX sample_not_set_arrival ON sample_not_set (arrival);
CREATE TABLE element_change_not_set (
    series integer NOT NULL, journal integer NOT NULL, seq bigint NOT NULL, time bigint NOT NULL, arrival bigint NOT NULL,
    text text NULL, fill text NULL, stroke text NULL, quality integer NULL,
    PRIMARY KEY (series, journal, seq));
CREATE INDEX element_change_not_set_arrival ON element_change_not_set (arrival);
