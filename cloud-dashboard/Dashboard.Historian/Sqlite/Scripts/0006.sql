-- Records whose gateway has not announced their numbers have an epoch with "~+" behind its own. The indexes hold only them; SQLite uses
-- them for queries with the same words (SqliteSession).
CREATE INDEX event_ahead ON event (site, substr(epoch, 1, instr(epoch, '~') - 1), seq) WHERE instr(epoch, '~+') > 0;
CREATE INDEX energy_ahead ON energy (site, substr(epoch, 1, instr(epoch, '~') - 1), seq) WHERE instr(epoch, '~+') > 0;
PRAGMA user_version = 6;
