using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>Numbers that are taken, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresTakenNumberTests(PostgresFixture server) : TakenNumberTests(new PostgresUnderTest(server));
