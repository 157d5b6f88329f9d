using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>Bursts and groups of alarms, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresAlarmGroupTests(PostgresFixture server) : AlarmGroupTests(new PostgresUnderTest(server));
