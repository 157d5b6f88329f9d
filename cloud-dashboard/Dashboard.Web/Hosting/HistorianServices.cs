using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Audit;
using Dashboard.Historian.Journal;
using Dashboard.Historian.Postgres;
using Dashboard.Historian.Series;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Web.Users;

namespace Dashboard.Web.Hosting;

/// <summary>The historian in the database of the configuration.</summary>
internal static class HistorianServices
{
    internal static void AddHistorian(this IServiceCollection services, HistorianOptions options, DataDirectory data)
    {
        services.AddSingleton(options);
        if (options.Postgres is { } connection)
        {
            services.AddSingleton(_ => PostgresDatabase.Open(connection));
            services.AddSingleton(provider => new SqlEventStore(provider.GetRequiredService<PostgresDatabase>()));
            services.AddSingleton<IStationStore>(
                provider => new SqlStationStore(provider.GetRequiredService<PostgresDatabase>().Beside()));
            services.AddSingleton(provider => new PostgresNotices(
                connection, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresNotices>>()));
            services.AddSingleton<IChangeNotices>(provider => provider.GetRequiredService<PostgresNotices>());
            services.AddHostedService<NoticesHost>();
            services.AddSingleton<ISiteLeases>(provider => new PostgresSiteLeases(
                provider.GetRequiredService<PostgresDatabase>().Beside(), provider.GetRequiredService<TimeProvider>()));
        }
        else
        {
            PrivateFile.SecureDatabase(data.Historian);
            services.AddSingleton<SqlEventStore>(_ => SqliteEventStore.Open(data.Historian));
            services.AddSingleton<IStationStore>(_ => SqliteStationStore.Open(data.Historian));
        }

        services.AddSingleton<IEventStore>(provider => provider.GetRequiredService<SqlEventStore>());
        services.AddSingleton<ISampleStore>(provider => new SqlSampleStore(
            provider.GetRequiredService<SqlEventStore>(), options.Keep, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRollUpStore>(provider => new SqlRollUpStore(
            provider.GetRequiredService<SqlEventStore>(), provider.GetService<ISiteLeases>()));
        services.AddSingleton<IJournalStore>(provider => new SqlJournalStore(provider.GetRequiredService<SqlEventStore>()));
        services.AddSingleton<IAlarmStore>(provider => new SqlAlarmStore(provider.GetRequiredService<SqlEventStore>()));
        services.AddSingleton<IAuditLog>(provider => new SqlAuditLog(provider.GetRequiredService<SqlEventStore>()));
        services.AddSingleton<AlarmLoop>();
        services.AddSingleton<EventWriter>();
        services.AddSingleton<JournalWriter>();
    }
}
