-- Notifications (Dashboard.Alarms.Notifications). notify_state: one row; change: the last line of alarm_change that was seen, secret: signs
-- the links of mails. What is in alarm already calls nobody. notify_rule, notify_group: body is JSON. notify_template: texts that replace
-- those of the program. notify_call: a rule calls for an alarm; step: the next one, due: when (null: there is no further one), since: of
-- the raising, told: when somebody was called last. notify_item: somebody is to hear of an alarm; message: null until it is in one, place:
-- its place in the list, null beyond its end. notify_message: what is sent; state: NotificationState; repeat: it may be the second of its kind;
-- used: when its link was used. Times are microseconds since 1970.
CREATE TABLE notify_state (id INTEGER PRIMARY KEY, change INTEGER NOT NULL, secret BLOB NOT NULL);
INSERT INTO notify_state SELECT 1, coalesce(max(id), 0), randomblob(32) FROM alarm_change;
CREATE TABLE notify_rule (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
CREATE TABLE notify_group (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
CREATE TABLE notify_template (
    form INTEGER NOT NULL, language INTEGER NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (form, language)) WITHOUT ROWID;
CREATE TABLE notify_call (
    alarm INTEGER NOT NULL, rule INTEGER NOT NULL, step INTEGER NOT NULL, due INTEGER NULL, since INTEGER NOT NULL, told INTEGER NOT NULL,
    PRIMARY KEY (alarm, rule)) WITHOUT ROWID;
CREATE INDEX notify_call_due ON notify_call (due) WHERE due IS NOT NULL;
CREATE TABLE notify_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT, alarm INTEGER NOT NULL, raises INTEGER NOT NULL, rule INTEGER NOT NULL, step INTEGER NOT NULL,
    way INTEGER NOT NULL, address TEXT NOT NULL, person TEXT NOT NULL, team TEXT NOT NULL, team_id INTEGER NOT NULL,
    language INTEGER NOT NULL, zone TEXT NOT NULL, at INTEGER NOT NULL, message INTEGER NULL, place INTEGER NULL);
CREATE UNIQUE INDEX notify_item_waiting ON notify_item (way, address, alarm) WHERE message IS NULL;
CREATE INDEX notify_item_message ON notify_item (message, place);
CREATE TABLE notify_message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, way INTEGER NOT NULL, state INTEGER NOT NULL, address TEXT NOT NULL, person TEXT NOT NULL,
    team TEXT NOT NULL, team_id INTEGER NOT NULL, language INTEGER NOT NULL, zone TEXT NOT NULL, alarms INTEGER NOT NULL,
    created INTEGER NOT NULL, due INTEGER NOT NULL, owner TEXT NULL, lease INTEGER NULL, tries INTEGER NOT NULL, changed INTEGER NOT NULL,
    fault TEXT NULL, detail TEXT NULL, repeat INTEGER NOT NULL, test INTEGER NOT NULL, used INTEGER NULL);
CREATE INDEX notify_message_due ON notify_message (way, due) WHERE state <= 3;
CREATE INDEX notify_message_receiver ON notify_message (way, address, created);
CREATE INDEX notify_message_created ON notify_message (created);
PRAGMA user_version = 14;
