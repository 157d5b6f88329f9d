using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>Whom the alarms call, in a file.</summary>
public sealed class SqliteNotificationStoreTests() : NotificationStoreTests(new SqliteUnderTest());
