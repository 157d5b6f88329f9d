using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>Records that were not announced, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresAheadRecordsTests(PostgresFixture server) : AheadRecordsTests(new PostgresUnderTest(server));
