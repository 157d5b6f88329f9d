using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>The stations in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresStationStoreTests(PostgresFixture server) : StationStoreTests(new PostgresUnderTest(server));
