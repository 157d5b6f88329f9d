-- Values rolled up (RollUpStep): a row for each step in which a value arrived; ending: PointState. rollup_due: what is to be made;
-- busy: what is being made. All values of before are due.
CREATE TABLE rollup_1m (
    series INTEGER NOT NULL, time INTEGER NOT NULL, minimum REAL NULL, maximum REAL NULL, mean REAL NULL, first REAL NULL,
    last REAL NULL, good INTEGER NOT NULL, stale INTEGER NOT NULL, bad INTEGER NOT NULL, count INTEGER NOT NULL,
    ending INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
CREATE TABLE rollup_15m (
    series INTEGER NOT NULL, time INTEGER NOT NULL, minimum REAL NULL, maximum REAL NULL, mean REAL NULL, first REAL NULL,
    last REAL NULL, good INTEGER NOT NULL, stale INTEGER NOT NULL, bad INTEGER NOT NULL, count INTEGER NOT NULL,
    ending INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
CREATE TABLE rollup_2h (
    series INTEGER NOT NULL, time INTEGER NOT NULL, minimum REAL NULL, maximum REAL NULL, mean REAL NULL, first REAL NULL,
    last REAL NULL, good INTEGER NOT NULL, stale INTEGER NOT NULL, bad INTEGER NOT NULL, count INTEGER NOT NULL,
    ending INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
CREATE TABLE rollup_1d (
    series INTEGER NOT NULL, time INTEGER NOT NULL, minimum REAL NULL, maximum REAL NULL, mean REAL NULL, first REAL NULL,
    last REAL NULL, good INTEGER NOT NULL, stale INTEGER NOT NULL, bad INTEGER NOT NULL, count INTEGER NOT NULL,
    ending INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
CREATE TABLE rollup_due (
    site TEXT NOT NULL, step INTEGER NOT NULL, time_from INTEGER NOT NULL, time_to INTEGER NOT NULL, busy INTEGER NOT NULL,
    PRIMARY KEY (site, step, busy, time_from)) WITHOUT ROWID;
INSERT INTO rollup_due (site, step, time_from, time_to, busy)
    SELECT site, 0, first - (first % 900000000 + 900000000) % 900000000, last - last % 900000000 + 900000000, 0
    FROM (SELECT s.site AS site, min((SELECT min(time) FROM sample WHERE series = s.id)) AS first,
        max((SELECT max(time) FROM sample WHERE series = s.id)) AS last FROM series s WHERE s.kind = 0 GROUP BY s.site)
    WHERE first IS NOT NULL;
PRAGMA user_version = 8;
