using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>The alarms, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresAlarmStoreTests(PostgresFixture server) : AlarmStoreTests(new PostgresUnderTest(server));
