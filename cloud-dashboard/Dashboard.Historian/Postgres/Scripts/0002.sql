-- Values rolled up (RollUpStep): a row for each step in which a value arrived. Lengths of time: microseconds. ending: how good the value
-- is at the end (0 good, 1 stale, 2 bad, 3 nothing is known). rollup_due: what is to be made; busy: what is being made. All values of
-- before are due.
CREATE TABLE rollup_1m (
    series integer NOT NULL, time bigint NOT NULL, minimum double precision NULL, maximum double precision NULL,
    mean double precision NULL, first double precision NULL, last double precision NULL, good bigint NOT NULL, stale bigint NOT NULL,
    bad bigint NOT NULL, count integer NOT NULL, ending smallint NOT NULL,
    PRIMARY KEY (series, time));
CREATE TABLE rollup_15m (
    series integer NOT NULL, time bigint NOT NULL, minimum double precision NULL, maximum double precision NULL,
    mean double precision NULL, first double precision NULL, last double precision NULL, good bigint NOT NULL, stale bigint NOT NULL,
    bad bigint NOT NULL, count integer NOT NULL, ending smallint NOT NULL,
    PRIMARY KEY (series, time));
CREATE TABLE rollup_2h (
    series integer NOT NULL, time bigint NOT NULL, minimum double precision NULL, maximum double precision NULL,
    mean double precision NULL, first double precision NULL, last double precision NULL, good bigint NOT NULL, stale bigint NOT NULL,
    bad bigint NOT NULL, count integer NOT NULL, ending smallint NOT NULL,
    PRIMARY KEY (series, time));
CREATE TABLE rollup_1d (
    series integer NOT NULL, time bigint NOT NULL, minimum double precision NULL, maximum double precision NULL,
    mean double precision NULL, first double precision NULL, last double precision NULL, good bigint NOT NULL, stale bigint NOT NULL,
    bad bigint NOT NULL, count integer NOT NULL, ending smallint NOT NULL,
    PRIMARY KEY (series, time));

CREATE TABLE rollup_due (
    site text COLLATE "C" NOT NULL, step smallint NOT NULL, time_from bigint NOT NULL, time_to bigint NOT NULL, busy smallint NOT NULL,
    PRIMARY KEY (site, step, busy, time_from));
INSERT INTO rollup_due (site, step, time_from, time_to, busy)
    SELECT s.site, 0, min(first) - (min(first) % 900000000 + 900000000) % 900000000, max(last) - max(last) % 900000000 + 900000000, 0
    FROM (SELECT series, min(time) AS first, max(time) AS last FROM sample GROUP BY series) found JOIN series s ON s.id = found.series
    WHERE s.kind = 0 GROUP BY s.site;
