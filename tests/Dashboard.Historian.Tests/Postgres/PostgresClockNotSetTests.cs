using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>Values of a clock that was not set, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresClockNotSetTests(PostgresFixture server) : ClockNotSetTests(new PostgresUnderTest(server));
