using System.Diagnostics;
using System.Globalization;
using Dashboard.Historian.Postgres;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using TestKit;
using TestKit.Brokers;
using TestKit.Databases;

namespace Edge.Benchmarks.Load;

/// <summary>
/// Measures what goes from gateways to the historian: this program plays the gateways, Mosquitto and the dashboard are the real programs.
/// In the same run the ceilings: the same batches to a historian that stores nothing, and into the store without any way to it.
/// </summary>
internal static class LoadMeasurement
{
    private const string Usage =
        "usage: load [--gateways N,N,...] [--seconds N] [--store sqlite|postgres]   1,10,100,500 gateways, 20 s and sqlite by default";

    private static readonly TimeSpan s_warm = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] args)
    {
        int[] gateways = [1, 10, 100, 500];
        double seconds = 20;
        bool inPostgres = false;
        for (int i = 0; i < args.Length; i++)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--gateways" when value.Split(',').All(one => int.TryParse(one, out int n) && n is > 0 and <= 500):
                    gateways = [.. value.Split(',').Select(one => int.Parse(one, CultureInfo.InvariantCulture))];
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out seconds) && seconds is > 0 and <= 3600:
                    break;
                case "--store" when value is "sqlite" or "postgres":
                    inPostgres = value == "postgres";
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }

            i++;
        }

        if (MosquittoBroker.Program is null || (inPostgres && PostgresServer.Programs is null))
        {
            Console.Error.WriteLine(MosquittoBroker.Program is null ? MosquittoBroker.Missing : PostgresServer.Missing);
            return 1;
        }

        Console.WriteLine(
            "| gateways | values/s | events/s | CPU-s for 1 000 records: dashboard | broker | these gateways | asked again |");
        Console.WriteLine("| --: | --: | --: | --: | --: | --: | --: |");
        foreach (int count in gateways)
        {
            await MeasureAsync(count, TimeSpan.FromSeconds(seconds), inPostgres);
        }

        await MeasureBrokerAsync(10, TimeSpan.FromSeconds(seconds));
        await MeasureStoreAsync(TimeSpan.FromSeconds(seconds), inPostgres);
        return 0;
    }

    private static async Task MeasureStoreAsync(TimeSpan span, bool inPostgres)
    {
        using TemporaryFolder folder = new();
        await using PostgresServer? server = inPostgres ? await PostgresServer.StartAsync(isDurable: true, CancellationToken.None) : null;
        await (server?.CreateDatabaseAsync("load", "template0", CancellationToken.None) ?? Task.CompletedTask);
        using SqlEventStore store = server is null ? SqliteEventStore.Open(folder.At("historian.db"))
            : new SqlEventStore(PostgresDatabase.Open(server.ConnectionTo("load")));
        await using LoadGateway gateway = new("load-000", TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(2));
        PlainStore plain = new(gateway, store);
        _ = plain.Fill(s_warm);
        (long before, TimeSpan busy) = (plain.Stored, MeasuredProgram.CpuOf(Environment.ProcessId));
        TimeSpan took = plain.Fill(span);
        double records = plain.Stored - before;
        busy = MeasuredProgram.CpuOf(Environment.ProcessId) - busy;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | the store alone | {records / 2 * LoadGateway.ValuesOfAPoll / took.TotalSeconds:0} | {records / 2 / took.TotalSeconds:0} |
            {busy.TotalSeconds * 1000 / records:0.000} | | | 0 |
            """).ReplaceLineEndings(" "));
    }

    private static async Task MeasureAsync(int count, TimeSpan span, bool inPostgres)
    {
        using TemporaryFolder folder = new();
        await using PostgresServer? server = inPostgres ? await PostgresServer.StartAsync(isDurable: true, CancellationToken.None) : null;
        List<(string, string)> store = [];
        if (server is not null)
        {
            await server.CreateDatabaseAsync("load", "template0", CancellationToken.None);
            store.AddRange([("Historian__Store", "postgres"), ("Historian__Postgres", server.ConnectionTo("load"))]);
        }

        await using MosquittoBroker broker = await BrokerAsync();
        int port = FreePort.Take(1)[0];
        await using MeasuredProgram dashboard = new(
            "cloud-dashboard/Dashboard.Web", "edge-dashboard", ["--urls", $"http://127.0.0.1:{port}"],
            [
                ("ASPNETCORE_ENVIRONMENT", "Production"), ("Data__Directory", folder.At("dashboard")), ("MqttBroker__Mode", "external"),
                ("MqttBroker__Host", "127.0.0.1"), ("MqttBroker__Port", $"{broker.Port}"), .. store,
            ]);
        _ = await dashboard.HearAsync("listening on");
        await PlayAsync($"{count}", count, span, broker, dashboard.Id);
    }

    private static async Task MeasureBrokerAsync(int count, TimeSpan span)
    {
        await using MosquittoBroker broker = await BrokerAsync();
        using PlainHistorian plain = new();
        await plain.StartAsync(broker.Port);
        await PlayAsync($"{count}, nothing stored", count, span, broker, null);
    }

    // As deploy/mosquitto has it: no bound for what waits.
    private static Task<MosquittoBroker> BrokerAsync() => MosquittoBroker.StartAsync(
        CancellationToken.None, "allow_anonymous true", "max_queued_messages 0", "max_queued_bytes 0", "max_inflight_messages 100");

    private static async Task PlayAsync(string what, int count, TimeSpan span, MosquittoBroker broker, int? dashboard)
    {
        DateTimeOffset begin = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(2);
        LoadGateway[] gateways = [.. Enumerable.Range(0, count).Select(i => new LoadGateway($"load-{i:000}", begin))];
        try
        {
            foreach (LoadGateway gateway in gateways)
            {
                await gateway.StartAsync(broker.Port);
            }

            await Task.Delay(s_warm);
            Reading before = Read();
            Stopwatch clock = Stopwatch.StartNew();
            await Task.Delay(span);
            Reading after = Read();
            double records = after.Records - before.Records;
            double each = clock.Elapsed.TotalSeconds;
            double Cpu(Func<Reading, TimeSpan> of) => (of(after) - of(before)).TotalSeconds * 1000 / records;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                | {what} | {records / 2 * LoadGateway.ValuesOfAPoll / each:0} | {records / 2 / each:0} | {Cpu(at => at.Dashboard):0.000} |
                {Cpu(at => at.Broker):0.000} | {Cpu(at => at.Own):0.000} | {gateways.Sum(gateway => gateway.Replays)} |
                """).ReplaceLineEndings(" "));
        }
        finally
        {
            foreach (LoadGateway gateway in gateways)
            {
                await gateway.DisposeAsync();
            }
        }

        Reading Read() => new(
            gateways.Sum(gateway => gateway.Acknowledged), dashboard is { } id ? MeasuredProgram.CpuOf(id) : TimeSpan.Zero,
            MeasuredProgram.CpuOf(broker.Id), MeasuredProgram.CpuOf(Environment.ProcessId));
    }

    private readonly record struct Reading(long Records, TimeSpan Dashboard, TimeSpan Broker, TimeSpan Own);
}
