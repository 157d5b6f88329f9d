using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using TestKit;
using TestKit.Databases;

namespace Edge.EndToEnd.Tests.Torture;

/// <summary>The database of the historian, seen past the dashboard.</summary>
internal sealed class HistorianFile(WholeSystem whole)
{
    // What the dashboard itself finds out is in no journal; what is ahead is kept aside until the gateway's state has announced it.
    private const string OfJournal = "epoch <> 'centre' AND epoch NOT LIKE '%~+%'";

    // Not what the gateway says of the rules of the workbook.
    private const string OfField = "payload NOT LIKE '%Suppressed\"%'";

    /// <summary>How many events and energies of the gateway's journal it has.</summary>
    public async Task<(long Events, long Energies)> CountAsync(CancellationToken stop) => (await RowsAsync(
        $"SELECT (SELECT count(*) FROM event WHERE {OfJournal} AND {OfField}), (SELECT count(*) FROM energy WHERE {OfJournal})",
        row => (row.GetInt64(0), row.GetInt64(1)), stop))[0];

    /// <summary>The energies of the gateway's journal that it has.</summary>
    public Task<List<Recorded>> EnergiesAsync(CancellationToken stop) => RowsAsync(
        $"SELECT payload FROM energy WHERE {OfJournal}",
        row =>
        {
            using JsonDocument payload = JsonDocument.Parse(row.GetString(0));
            return Recorded.OfEnergy(payload.RootElement);
        },
        stop);

    /// <summary>The rows of a query.</summary>
    public async Task<List<T>> RowsAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken stop)
    {
        await using DbConnection connection = whole.Store is { } server
            ? new NpgsqlConnection(server.ConnectionTo(WholeSystem.Site) + ";Pooling=false")
            : new SqliteConnection($"Data Source={whole.DashboardData}/historian.db;Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(stop);
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using DbDataReader rows = await command.ExecuteReaderAsync(stop);
        List<T> all = [];
        while (await rows.ReadAsync(stop))
        {
            all.Add(read(rows));
        }

        return all;
    }

    /// <summary>Copies it while the dashboard runs.</summary>
    public async Task BackUpAsync(string file, CancellationToken stop)
    {
        if (whole.Store is { } server)
        {
            await RunAsync(server, "pg_dump", ["--format", "custom", "--file", file, WholeSystem.Site], stop);
        }
        else
        {
            await whole.RunDashboardAsync("backup", file, stop);
        }
    }

    /// <summary>Puts a copy in its place; no dashboard runs.</summary>
    public async Task RestoreAsync(string file, CancellationToken stop)
    {
        if (whole.Store is { } server)
        {
            await server.RunAsync("postgres", $"DROP DATABASE \"{WholeSystem.Site}\" WITH (FORCE)", stop);
            await server.CreateDatabaseAsync($"\"{WholeSystem.Site}\"", "template0", stop);
            await RunAsync(server, "pg_restore", ["--exit-on-error", "--dbname", WholeSystem.Site, file], stop);
        }
        else
        {
            await whole.RunDashboardAsync("restore", file, stop);
        }
    }

    private static async Task RunAsync(PostgresServer server, string program, string[] arguments, CancellationToken stop)
    {
        CommandResult done = await Command.RunAsync(
            Path.Combine(PostgresServer.Programs!, program), ["-h", "127.0.0.1", "-p", $"{server.Port}", "-U", "postgres", .. arguments],
            stop);
        Assert.True(done.ExitCode == 0, done.All);
    }
}
