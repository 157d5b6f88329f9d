using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>The stations in a file.</summary>
public sealed class SqliteStationStoreTests() : StationStoreTests(new SqliteUnderTest());
