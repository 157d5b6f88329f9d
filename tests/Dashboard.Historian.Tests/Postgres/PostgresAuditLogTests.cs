using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>What users did, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresAuditLogTests(PostgresFixture server) : AuditLogTests(new PostgresUnderTest(server))
{
    protected override string WithoutTriggers => "DROP TRIGGER audit_is_not_changed ON audit; ";
}
