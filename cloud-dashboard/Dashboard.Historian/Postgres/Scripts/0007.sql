-- Acknowledgements that a gateway has not been told yet: see Sqlite/Scripts/0012.sql.
CREATE TABLE alarm_mark (
    site text COLLATE "C" NOT NULL, tag text COLLATE "C" NOT NULL, seen bigint NOT NULL, who text COLLATE "C" NOT NULL,
    since bigint NOT NULL, PRIMARY KEY (site, tag));
