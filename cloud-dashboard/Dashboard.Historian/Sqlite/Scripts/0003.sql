-- What is known of the stations. Times as in 0001.sql; name: for people who open the file.
CREATE TABLE station (
    site TEXT NOT NULL PRIMARY KEY, first_seen INTEGER NOT NULL, last_heard INTEGER NULL, name TEXT NULL,
    state BLOB NULL, catalog BLOB NULL);
CREATE TABLE station_screen (
    site TEXT NOT NULL, name TEXT NOT NULL, svg BLOB NOT NULL,
    PRIMARY KEY (site, name));
PRAGMA user_version = 3;
