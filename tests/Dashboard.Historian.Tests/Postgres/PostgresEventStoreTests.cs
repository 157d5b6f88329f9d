using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>The events in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresEventStoreTests(PostgresFixture server) : EventStoreTests(new PostgresUnderTest(server));
