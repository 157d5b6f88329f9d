using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>What the workbook says of an alarm, in a file.</summary>
public sealed class SqliteWorkbookAlarmTests() : WorkbookAlarmTests(new SqliteUnderTest());
