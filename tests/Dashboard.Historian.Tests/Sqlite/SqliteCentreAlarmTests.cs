using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>The alarms of the centre itself, in a file.</summary>
public sealed class SqliteCentreAlarmTests() : CentreAlarmTests(new SqliteUnderTest());
