-- Which of several dashboards stores the journal of a site, and until when by the clock of this server.
CREATE TABLE lease (site text COLLATE "C" NOT NULL PRIMARY KEY, owner text NOT NULL, until timestamptz NOT NULL);
