using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>The values of tags from a file.</summary>
public sealed class SqliteSampleStoreTests() : SampleStoreTests(new SqliteUnderTest());
