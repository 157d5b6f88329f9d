using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>Rules, groups and texts, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresNotificationSettingTests(PostgresFixture server) : NotificationSettingTests(new PostgresUnderTest(server));
