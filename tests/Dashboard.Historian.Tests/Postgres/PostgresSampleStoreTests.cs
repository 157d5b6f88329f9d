using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>The values of tags from PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresSampleStoreTests(PostgresFixture server) : SampleStoreTests(new PostgresUnderTest(server));
