using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>Records that were not announced, in a file.</summary>
public sealed class SqliteAheadRecordsTests() : AheadRecordsTests(new SqliteUnderTest());
