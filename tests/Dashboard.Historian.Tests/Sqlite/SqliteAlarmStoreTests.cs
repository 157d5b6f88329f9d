using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>The alarms, in a file.</summary>
public sealed class SqliteAlarmStoreTests() : AlarmStoreTests(new SqliteUnderTest());
