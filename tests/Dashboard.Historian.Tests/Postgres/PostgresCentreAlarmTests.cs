using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>The alarms of the centre itself, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresCentreAlarmTests(PostgresFixture server) : CentreAlarmTests(new PostgresUnderTest(server));
