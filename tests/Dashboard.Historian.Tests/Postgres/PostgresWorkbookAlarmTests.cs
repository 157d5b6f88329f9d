using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Postgres;

/// <summary>What the workbook says of an alarm, in PostgreSQL.</summary>
/// <param name="server">The server.</param>
[Trait("Category", "Slow")]
public sealed class PostgresWorkbookAlarmTests(PostgresFixture server) : WorkbookAlarmTests(new PostgresUnderTest(server));
