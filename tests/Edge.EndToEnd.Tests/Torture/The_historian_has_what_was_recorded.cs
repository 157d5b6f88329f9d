using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TestKit;
using TestKit.Brokers;
using TestKit.Databases;

namespace Edge.EndToEnd.Tests.Torture;

/// <summary>
/// Everything that can be killed is killed, the broker forgets each time, a journal and a historian are taken back to a copy, a disk is
/// full, while the energies of hours pass. In the end the historian has each record of the field and of the journal, once, and the steps of
/// its values are right.
/// </summary>
[Trait("Category", "Slow")]
[Collection("Whole system")]
public sealed class The_historian_has_what_was_recorded
{
    /// <summary>The channels of the eleven IEDs.</summary>
    private const int Channels = 22;

    private static readonly Plan s_short = new(Kills: 7, Events: 0, PeriodEvery: 2, Megabytes: 64);

    private readonly Random _chance = new(20261130);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_a_file() => await PlayAsync(null, s_short);

    [Fact]
    public async Task In_PostgreSQL()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        await PlayAsync(await NewServerAsync(), s_short);
    }

    /// <summary>
    /// The long form, on each store: as many kills as <c>TORTURE_KILLS</c> says, 200 by default, as many events as <c>TORTURE_EVENTS</c>
    /// says, 20 000 by default, and all energies of four hours.
    /// </summary>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Through_two_hundred_kills_on_both()
    {
        Assert.SkipWhen(PostgresServer.Programs is null, PostgresServer.Missing);
        (int kills, int events) = (Setting("TORTURE_KILLS", 200), Setting("TORTURE_EVENTS", 20_000));
        Plan plan = new(kills, events, PeriodEvery: Math.Max(1, kills / Plan.MostPeriods), Megabytes: 512);
        await PlayAsync(null, plan);
        await PlayAsync(await NewServerAsync(), plan);

        static int Setting(string name, int value) =>
            int.Parse(Environment.GetEnvironmentVariable(name) ?? $"{value}", CultureInfo.InvariantCulture);
    }

    private static async Task<PostgresServer> NewServerAsync()
    {
        PostgresServer server = await PostgresServer.StartAsync(isDurable: true, Stop);
        await server.CreateDatabaseAsync($"\"{WholeSystem.Site}\"", "template0", Stop);
        return server;
    }

    private async Task PlayAsync(PostgresServer? store, Plan plan)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        long begin = Stopwatch.GetTimestamp();
        await using SmallDisk disk = await SmallDisk.MountAsync(plan.Megabytes, Stop);
        using TemporaryFolder copies = new();
        await using WholeSystem whole = await WholeSystem.StartAsync(
            Stop, await MosquittoBroker.StartAsync(Stop), store, Path.Combine(disk.Path, "gateway"));
        HistorianFile historian = new(whole);
        Troubles troubles = new(whole, _chance)
        {
            EventsEach = plan.Events / plan.Troubles,
            PeriodEvery = plan.PeriodEvery,
            MostPeriods = Plan.MostPeriods,
        };
        Func<CancellationToken, Task>[] round = Round();

        // A copy of the card, and what happens after it; then the box goes on from the copy. No period has passed before the copy: what the
        // journal then lacks would be missing between it and the next one, and the gateway would say so.
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
        await troubles.GoThroughAsync([troubles.KillBrokerAsync], Stop);
        while (troubles.Kills.Values.Sum() < plan.Kills)
        {
            await troubles.GoThroughAsync(Round(), Stop);
        }

        await troubles.RecordAsync(plan.Events, Stop);
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
            await troubles.PassPeriodAsync(Stop);
        }

        IReadOnlyList<Recorded> truth = await whole.HasEverythingAsync(Stop);
        Assert.True(truth.Count >= Math.Max(5 * plan.Kills, plan.Events), $"Only {truth.Count} events were recorded.");
        (_, long energies) = await historian.CountAsync(Stop);
        Assert.True(
            energies >= troubles.Periods * Channels && troubles.Periods > Math.Min(Plan.MostPeriods, plan.Kills / plan.PeriodEvery),
            $"Only {troubles.Periods} periods passed, with {energies} energies.");
        long last = await whole.JournalIsStoredAsync(Stop);
        await HasValuesAsync(whole, historian, last);
        await HasElementsAsync(whole, historian, last);
        await HasStepsAsync(historian);
        string kills = string.Join(", ", troubles.Kills.Select(one => $"{one.Key} {one.Value}"));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{(store is null ? "A file" : "PostgreSQL")}: killed {kills}; {truth.Count} events, {energies} energies "
            + $"in {troubles.Periods} periods, {last} records of the journal, {Stopwatch.GetElapsedTime(begin).TotalSeconds:0} s");

        Func<CancellationToken, Task>[] Round() =>
        [
            troubles.CutPowerOfGatewayAsync, troubles.CutPowerOfGatewayAsync, troubles.KillBrokerAsync, troubles.KillBrokerAsync,
            troubles.KillDashboardAsync, store is null ? troubles.CutPowerOfGatewayAsync : troubles.KillStoreAsync,
            troubles.OfTheLine[_chance.Next(troubles.OfTheLine.Length)],
        ];
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
        await troubles.PassPeriodAsync(Stop);
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

    /// <summary>How much is done to it.</summary>
    /// <param name="Kills">How many programs are killed at least.</param>
    /// <param name="Events">How many events are recorded at least.</param>
    /// <param name="PeriodEvery">With each of how many troubles a period of all energies passes.</param>
    /// <param name="Megabytes">How large the disk of the gateway is.</param>
    private sealed record Plan(int Kills, int Events, int PeriodEvery, int Megabytes)
    {
        /// <summary>Four hours of quarters of an hour, less the one that passes while the disk is full.</summary>
        public const int MostPeriods = 15;

        /// <summary>A seventh trouble, one of the line, comes with each six kills.</summary>
        public int Troubles => Kills + (Kills / 6);
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
