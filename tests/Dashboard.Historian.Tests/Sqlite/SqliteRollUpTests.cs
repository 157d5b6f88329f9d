using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>Values rolled up in a file.</summary>
public sealed class SqliteRollUpTests() : RollUpTests(new SqliteUnderTest());
