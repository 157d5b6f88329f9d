-- Roles for single stations, of users and of tokens; the role between supervisor and administrator.
CREATE TABLE stationroles (
    userid text NOT NULL REFERENCES "AspNetUsers" ON DELETE CASCADE, site text NOT NULL, role text NOT NULL, PRIMARY KEY (userid, site));
ALTER TABLE tokens ADD COLUMN stations text NOT NULL DEFAULT '';
INSERT INTO "AspNetRoles" ("Id", "Name", "NormalizedName") VALUES ('engineer', 'Engineer', 'ENGINEER');
