-- Sessions that began at a provider of OpenID Connect, with what the log-out there needs.
ALTER TABLE sessions ADD COLUMN idtoken text NULL;
