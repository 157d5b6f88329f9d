using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>The journals in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresJournalStoreTests(PostgresFixture server) : JournalStoreTests(new PostgresUnderTest(server));
