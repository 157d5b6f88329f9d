using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>Bursts and groups of alarms, in a file.</summary>
public sealed class SqliteAlarmGroupTests() : AlarmGroupTests(new SqliteUnderTest());
