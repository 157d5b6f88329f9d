-- Dashboards on this database hear at once what one of them, or a command, has changed. They read it all the same: what is said may be lost.
CREATE FUNCTION edge_say() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(TG_ARGV[0], '');
    RETURN NULL;
END
$$;
CREATE TRIGGER say AFTER INSERT OR UPDATE OR DELETE ON alarm FOR EACH STATEMENT EXECUTE FUNCTION edge_say('edge_alarms');
CREATE TRIGGER say AFTER INSERT OR UPDATE OR DELETE ON "AspNetUsers" FOR EACH STATEMENT EXECUTE FUNCTION edge_say('edge_users');
CREATE TRIGGER say AFTER INSERT OR UPDATE OR DELETE ON "AspNetUserRoles" FOR EACH STATEMENT EXECUTE FUNCTION edge_say('edge_users');
CREATE TRIGGER say AFTER INSERT OR UPDATE OR DELETE ON stationroles FOR EACH STATEMENT EXECUTE FUNCTION edge_say('edge_users');
-- Not for an update: it only notes when one was used last.
CREATE TRIGGER say AFTER INSERT OR DELETE ON sessions FOR EACH STATEMENT EXECUTE FUNCTION edge_say('edge_users');
CREATE TRIGGER say AFTER INSERT OR DELETE ON tokens FOR EACH STATEMENT EXECUTE FUNCTION edge_say('edge_users');
