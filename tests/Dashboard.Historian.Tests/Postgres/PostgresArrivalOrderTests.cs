using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>The order of arrival in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresArrivalOrderTests(PostgresFixture server) : ArrivalOrderTests(new PostgresUnderTest(server));
