using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>Whom the alarms call, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresNotificationStoreTests(PostgresFixture server) : NotificationStoreTests(new PostgresUnderTest(server));
