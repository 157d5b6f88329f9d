-- Notifications: see Sqlite/Scripts/0014.sql.
CREATE TABLE notify_state (id bigint PRIMARY KEY, change bigint NOT NULL, secret bytea NOT NULL);
INSERT INTO notify_state
    SELECT 1, coalesce(max(id), 0), decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
    FROM alarm_change;
CREATE TABLE notify_rule (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
CREATE TABLE notify_group (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
CREATE TABLE notify_template (
    form smallint NOT NULL, language smallint NOT NULL, subject text NOT NULL, body text NOT NULL,
    PRIMARY KEY (form, language));
CREATE TABLE notify_call (
    alarm bigint NOT NULL, rule bigint NOT NULL, step smallint NOT NULL, due bigint NULL, since bigint NOT NULL, told bigint NOT NULL,
    PRIMARY KEY (alarm, rule));
CREATE INDEX notify_call_due ON notify_call (due) WHERE due IS NOT NULL;
CREATE TABLE notify_item (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, alarm bigint NOT NULL, raises integer NOT NULL, rule bigint NOT NULL,
    step smallint NOT NULL, way smallint NOT NULL, address text COLLATE "C" NOT NULL, person text NOT NULL, team text NOT NULL,
    team_id bigint NOT NULL, language smallint NOT NULL, zone text NOT NULL, at bigint NOT NULL, message bigint NULL, place integer NULL);
CREATE UNIQUE INDEX notify_item_waiting ON notify_item (way, address, alarm) WHERE message IS NULL;
CREATE INDEX notify_item_message ON notify_item (message, place);
CREATE TABLE notify_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, way smallint NOT NULL, state smallint NOT NULL, address text COLLATE "C" NOT NULL,
    person text NOT NULL, team text NOT NULL, team_id bigint NOT NULL, language smallint NOT NULL, zone text NOT NULL,
    alarms integer NOT NULL, created bigint NOT NULL, due bigint NOT NULL, owner text NULL, lease bigint NULL,
    tries integer NOT NULL, changed bigint NOT NULL, fault text NULL, detail text NULL, repeat smallint NOT NULL, test smallint NOT NULL, used bigint NULL);
CREATE INDEX notify_message_due ON notify_message (way, due) WHERE state <= 3;
CREATE INDEX notify_message_receiver ON notify_message (way, address, created);
CREATE INDEX notify_message_created ON notify_message (created);
