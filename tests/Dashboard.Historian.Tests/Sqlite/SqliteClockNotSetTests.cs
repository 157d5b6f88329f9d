using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>Values of a clock that was not set, in a file.</summary>
public sealed class SqliteClockNotSetTests() : ClockNotSetTests(new SqliteUnderTest());
