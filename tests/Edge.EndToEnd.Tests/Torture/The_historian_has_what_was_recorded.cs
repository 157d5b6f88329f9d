using System.Globalization;
using System.Text.Json;
using TestKit;
using TestKit.Brokers;
using TestKit.Databases;

namespace Edge.EndToEnd.Tests.Torture;

/// <summary>
/// Everything that can be killed is killed, the broker forgets each time, a journal and a historian are taken back to a copy, a disk is
/// full. In the end the historian has each record of the field and of the journal, once, and the steps of its values are right.
/// </summary>
[Trait("Category", "Slow")]
[Collection("Whole system")]
public sealed class The_historian_has_what_was_recorded
{
    private const int Rounds = 1;
    private const int KillsOfARound = 6;

    private readonly Random _chance = new(20261130);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_a_file() => await PlayAsync(null, Rounds);

    [Fact]
    public async Task In_PostgreSQL()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        await PlayAsync(await NewServerAsync(), Rounds);
    }

    /// <summary>The long form: as many kills as <c>TORTURE_KILLS</c> says, 200 by default, on each store.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Through_two_hundred_kills_on_both()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        int kills = int.Parse(Environment.GetEnvironmentVariable("TORTURE_KILLS") ?? "200", CultureInfo.InvariantCulture);
        await PlayAsync(null, kills / KillsOfARound);
        await PlayAsync(await NewServerAsync(), kills / KillsOfARound);
    }

    private static async Task<PostgresServer> NewServerAsync()
    {
        PostgresServer server = await PostgresServer.StartAsync(isDurable: true, Stop);
        await server.CreateDatabaseAsync($"\"{WholeSystem.Site}\"", "template0", Stop);
        return server;
    }

    private async Task PlayAsync(PostgresServer? store, int rounds)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using SmallDisk disk = await SmallDisk.MountAsync(Stop);
        using TemporaryFolder copies = new();
        await using WholeSystem whole = await WholeSystem.StartAsync(
            Stop, await MosquittoBroker.StartAsync(Stop), store, Path.Combine(disk.Path, "gateway"));
        HistorianFile historian = new(whole);
        Troubles troubles = new(whole, _chance);
        Func<CancellationToken, Task>[] round =
        [
            troubles.CutPowerOfGatewayAsync, troubles.CutPowerOfGatewayAsync, troubles.KillBrokerAsync, troubles.KillBrokerAsync,
            troubles.KillDashboardAsync, store is null ? troubles.CutPowerOfGatewayAsync : troubles.KillStoreAsync,
            troubles.OfTheLine[_chance.Next(troubles.OfTheLine.Length)],
        ];

        // A copy of the card, and what happens after it; then the box goes on from the copy.
        await whole.Gateway.KillAsync();
        Copy(whole.GatewayData, copies.At("journal"));
        whole.Gateway.Start();
        await troubles.GoThroughAsync(round[..3], Stop);
        _ = await whole.HasEverythingAsync(Stop);
        _ = await whole.JournalIsStoredAsync(Stop);
        await whole.Gateway.KillAsync();
        Directory.Delete(whole.GatewayData, recursive: true);
        Copy(copies.At("journal"), whole.GatewayData);
        whole.Gateway.Start();

        await troubles.GoThroughAsync(round[3..], Stop);
        string backup = store is null ? copies.At("historian.db") : "/tmp/" + Path.GetRandomFileName();
        await historian.BackUpAsync(backup, Stop);
        for (int i = 0; i < rounds; i++)
        {
            await troubles.GoThroughAsync(i == 0 ? [troubles.KillBrokerAsync] : round, Stop);
        }

        await whole.Dashboard.KillAsync();
        await historian.RestoreAsync(backup, Stop);
        File.Delete(backup);
        whole.Dashboard.Start();
        await troubles.OperateAsync(Stop);
        if (disk.IsSmall)
        {
            await FillAsync(whole, troubles, disk);
        }
        else
        {
            TestContext.Current.TestOutputHelper?.WriteLine(SmallDisk.Missing);
        }

        IReadOnlyList<Recorded> truth = await whole.HasEverythingAsync(Stop);
        Assert.True(truth.Count > 30 * rounds, $"Only {truth.Count} events were recorded.");
        long last = await whole.JournalIsStoredAsync(Stop);
        await HasValuesAsync(whole, historian, last);
        await HasElementsAsync(whole, historian, last);
        await HasStepsAsync(historian);
    }

    private static async Task FillAsync(WholeSystem whole, Troubles troubles, SmallDisk disk)
    {
        // A log that was long has room for others in its place: a stop makes it a new one, which must grow with each record.
        await whole.Gateway.StopAsync(Stop);
        whole.Gateway.Start();
        long heard = await whole.Field.HeardAsync(Stop);
        await whole.Field.AskedAfterAsync(heard + 1, "the gateway asks the field", Stop);
        disk.Fill();
        await troubles.OperateAsync(Stop);
        await Eventually.TrueAsync(
            () => whole.Gateway.Said.Contains("The journal cannot be written", StringComparison.Ordinal), "the gateway says so", Stop);
        await troubles.OperateAsync(Stop);
        disk.Free();
        await troubles.OperateAsync(Stop);
    }

    private static async Task HasValuesAsync(WholeSystem whole, HistorianFile historian, long last)
    {
        Dictionary<(long, string), (long Time, double? Value, string Quality)> kept = (await historian.RowsAsync(
            """
            SELECT x.seq, s.name, x.time, x.value, q.quality FROM sample x JOIN series s ON s.id = x.series AND s.kind = 0
            LEFT JOIN quality q ON q.id = x.quality
            """,
            row => (Key: (row.GetInt64(0), row.GetString(1)), Row: (
                row.GetInt64(2), row.IsDBNull(3) ? (double?)null : row.GetDouble(3), row.IsDBNull(4) ? "" : row.GetString(4))),
            Stop)).GroupBy(one => one.Key).ToDictionary(same => same.Key, same => same.Last().Row);
        List<string> wrong = [];
        int values = 0;
        foreach (JsonElement sample in await whole.ExportAsync("samples", Stop))
        {
            long seq = sample.GetProperty("seq").GetInt64();
            if (seq > last)
            {
                continue;
            }

            values++;
            string quality = sample.GetProperty("quality").GetString()!;
            bool isRead = !sample.TryGetProperty("reason", out JsonElement reason) || reason.GetString() != "notYetRead";
            (long, double?, string) expected = (
                Microseconds(sample.GetProperty("time").GetDateTimeOffset()),
                isRead && sample.TryGetProperty("value", out JsonElement value) ? value.GetDouble() : null,
                quality == "good" ? "" : quality);
            if (!kept.TryGetValue((seq, sample.GetProperty("tag").GetString()!), out var found) || found != expected)
            {
                wrong.Add($"{sample}: {found}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(values > 100, $"Only {values} values were recorded.");
    }

    private static async Task HasElementsAsync(WholeSystem whole, HistorianFile historian, long last)
    {
        HashSet<(long, string, string?, string?)> kept =
        [
            .. await historian.RowsAsync(
                "SELECT x.seq, s.name, x.text, x.fill FROM element_change x JOIN series s ON s.id = x.series",
                row => (row.GetInt64(0), row.GetString(1), Text(row, 2), Text(row, 3)), Stop),
        ];
        (long, string, string?, string?)[] shown =
        [
            .. (await whole.ExportAsync("elements", Stop)).Select(element => (
                element.GetProperty("seq").GetInt64(), element.GetProperty("element").GetString()!,
                element.TryGetProperty("text", out JsonElement text) ? text.GetString() : null,
                element.TryGetProperty("fill", out JsonElement fill) ? fill.GetString() : null)).Where(one => one.Item1 <= last),
        ];
        Assert.NotEmpty(shown);
        Assert.Empty(shown.Except(kept));
    }

    /// <summary>Each step of a minute that is made, worked out anew from the values, one by one.</summary>
    private static async Task HasStepsAsync(HistorianFile historian)
    {
        const long Minute = 60_000_000;
        await Eventually.TrueAsync(
            async () => (await historian.RowsAsync("SELECT count(*) FROM rollup_1m", row => row.GetInt64(0), Stop))[0] > 0,
            "values are rolled up", Stop, TimeSpan.FromMinutes(2));
        List<(long From, long To)> due = await historian.RowsAsync(
            "SELECT time_from, time_to FROM rollup_due WHERE step = 0", row => (row.GetInt64(0), row.GetInt64(1)), Stop);
        List<(long Series, long Time, double? Value)> values = await historian.RowsAsync(
            """
            SELECT x.series, x.time, CASE WHEN q.quality IS NULL OR q.quality = '' THEN x.value END FROM sample x
            JOIN series s ON s.id = x.series AND s.kind = 0 LEFT JOIN quality q ON q.id = x.quality ORDER BY x.series, x.time, x.seq
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? (double?)null : row.GetDouble(2)), Stop);
        List<(long From, long To)> gaps = await historian.RowsAsync(
            "SELECT time_from, time_to FROM journal_gap", row => (row.GetInt64(0), row.GetInt64(1)), Stop);
        Dictionary<(long, long), (double?, double?, int)> made = (await historian.RowsAsync(
            "SELECT series, time, minimum, maximum, count FROM rollup_1m",
            row => (Key: (row.GetInt64(0), row.GetInt64(1)), Row: (
                row.IsDBNull(2) ? (double?)null : row.GetDouble(2), row.IsDBNull(3) ? (double?)null : row.GetDouble(3), row.GetInt32(4))),
            Stop)).ToDictionary(one => one.Key, one => one.Row);
        List<string> wrong = [];
        foreach (var series in values.GroupBy(value => value.Series))
        {
            foreach (var minute in series.GroupBy(value => value.Time - (value.Time % Minute))
                .Where(minute => !due.Any(range => range.From <= minute.Key && minute.Key < range.To)))
            {
                var before = series.LastOrDefault(value => value.Time < minute.Key);
                bool holds = before.Value is not null && minute.First().Time > minute.Key
                    && !gaps.Any(gap => gap.To > before.Time && gap.From <= minute.Key);
                double[] good = [.. minute.Select(value => value.Value).Append(holds ? before.Value : null).OfType<double>()];
                (double?, double?, int) expected = (
                    good.Length == 0 ? null : good.Min(), good.Length == 0 ? null : good.Max(), minute.Count());
                if (!made.TryGetValue((series.Key, minute.Key), out (double?, double?, int) found) || found != expected)
                {
                    wrong.Add($"{series.Key} at {minute.Key}: {found}, not {expected}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    private static string? Text(System.Data.Common.DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static void Copy(string from, string to)
    {
        _ = Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from, "journal.db*"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
