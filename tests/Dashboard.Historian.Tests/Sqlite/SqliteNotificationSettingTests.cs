using Dashboard.Historian.Tests.Stores;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>Rules, groups and texts, in a file.</summary>
public sealed class SqliteNotificationSettingTests() : NotificationSettingTests(new SqliteUnderTest());
