using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>What users did, in a file.</summary>
public sealed class SqliteAuditLogTests() : AuditLogTests(new SqliteUnderTest())
{
    protected override string WithoutTriggers => "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted; ";
}
