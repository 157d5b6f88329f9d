using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Edge.Contracts.Journal;
using Edge.Domain;
using Edge.EndToEnd.Tests.Torture;
using Edge.Journal;
using Edge.Pipeline;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;
using TestKit.Databases;

namespace Edge.EndToEnd.Tests.Load;

/// <summary>
/// A gateway comes back with a journal of <c>BACKLOG_RECORDS</c> records (a million by default; nine in ten a poll with
/// <c>BACKLOG_VALUES</c> changed values, five by default, one an event) while its station lives. Reported: how fast the historian has them,
/// and how old the values on a page are meanwhile. Times depend on the machine and are not judged; that the historian has everything once
/// is.
/// </summary>
[Trait("Category", "Long")]
[Collection("Whole system")]
public sealed class What_a_backlog_costs
{
    private const string Tag = "LA1BACKLOG";

    private static readonly int s_records = Number("BACKLOG_RECORDS", 1_000_000);
    private static readonly int s_valuesOfAPoll = Number("BACKLOG_VALUES", 5);

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly List<double> _ages = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (long First, long At) _begin;
    private (long Last, long At) _end;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task In_a_file() => DrainAsync(null);

    [Fact]
    public async Task In_PostgreSQL()
    {
        Assert.SkipUnless(PostgresServer.Programs is not null, PostgresServer.Missing);
        PostgresServer server = await PostgresServer.StartAsync(isDurable: true, Stop);
        await server.CreateDatabaseAsync($"\"{WholeSystem.Site}\"", "template0", Stop);
        await DrainAsync(server);
    }

    private async Task DrainAsync(PostgresServer? store)
    {
        Assert.SkipUnless(MosquittoBroker.Program is not null, MosquittoBroker.Missing);
        using TemporaryFolder folder = new();
        int events = await PrepareAsync(folder.Path);
        MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop, "allow_anonymous true", "max_queued_messages 0");
        using IMqttClient reader = await ReaderAsync(broker.Port);
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop, broker, store, folder.Path);
        await using HubConnection hub = await whole.HubAsync(Stop);
        hub.On<string, JsonElement, long>("tags", (_, tags, _) => Hear(tags));
        await Eventually.TrueAsync(
            async () => await hub.InvokeAsync<object?>("Watch", WholeSystem.Site, Stop) is not null, "the site is watched", Stop);
        await _done.Task.WaitAsync(s_patience, Stop);
        double[] ages;
        lock (_lock)
        {
            ages = [.. _ages.Order()];
        }

        double rate = (_end.Last - _begin.First) / Stopwatch.GetElapsedTime(_begin.At, _end.At).TotalSeconds;
        Assert.NotEmpty(ages);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {(store is null ? "SQLite" : "PostgreSQL")}: {_end.Last} records of {s_valuesOfAPoll} values at {rate:0}/s;
            {ages.Length} values on a page, their age
            {ages[ages.Length / 2]:0.00} s in the middle, {ages[(int)(ages.Length * 0.99)]:0.00} s for 99 of 100, {ages[^1]:0.00} s at worst
            """).ReplaceLineEndings(" "));
        Assert.True(await whole.JournalIsStoredAsync(Stop) >= s_records);
        HistorianFile historian = new(whole);

        // What came by the topic of events before its number was announced is there twice until it has its place, some seconds.
        long stored = 0;
        await Eventually.ElseBelowAsync(Eventually.TrueAsync(
            async () => (stored = (await historian.RowsAsync(
                $"SELECT count(*) FROM event WHERE tag = '{Tag}'", row => Convert.ToInt64(row[0], CultureInfo.InvariantCulture), Stop))[0])
                == events,
            "each event is there once", Stop));
        Assert.Equal(events, stored);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    private static async Task<int> PrepareAsync(string folder)
    {
        DateTimeOffset begin = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(s_records);
        int events = 0;
        await using SqliteJournal journal = SqliteJournal.Open(
            new JournalOptions { Path = Path.Combine(folder, "journal.db") }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);
        for (int i = 0; i < s_records; i++)
        {
            DateTimeOffset time = begin + TimeSpan.FromSeconds(i);
            bool isEvent = i % 10 == 9;
            events += isEvent ? 1 : 0;
            _ = journal.Append(isEvent
                ? new JournalEntry(time, default, new(new[] { EventAt(i, time) }))
                : new JournalEntry(time, Poll(i), default));
        }

        return events;
    }

    private static Pipeline.Sample[] Poll(int poll) =>
    [
        .. Enumerable.Range(0, s_valuesOfAPoll).Select(n => new Pipeline.Sample(
            $"LA1BL_{((poll * s_valuesOfAPoll) + n) % 100:00}", PointKind.Analog, poll * 0.1, PointValue.Whole(poll & 0x3fff),
            QualityState.Good)),
    ];

    private static FieldEvent EventAt(int poll, DateTimeOffset time) => new()
    {
        Device = new("4"),
        Content = new StateChange(poll % 20 == 9, "CERRADO", alarmKind: 2),
        Tag = Tag,
        Description = "Interruptor de un pasado",
        Time = time,
        Received = time,
    };

    private void Hear(JsonElement tags)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        lock (_lock)
        {
            foreach (JsonProperty tag in tags.EnumerateObject())
            {
                if (tag.Value.ValueKind == JsonValueKind.Object && tag.Value.TryGetProperty("time", out JsonElement time))
                {
                    _ages.Add((now - time.GetDateTimeOffset()).TotalSeconds);
                }
            }
        }
    }

    private async Task<IMqttClient> ReaderAsync(int port)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        client.ApplicationMessageReceivedAsync += message =>
        {
            long seq = JsonSerializer.Deserialize(
                message.ApplicationMessage.Payload.ToArray(), JournalJson.Default.JournalAck)!.Seq;
            _begin = _begin.At == 0 ? (seq, Stopwatch.GetTimestamp()) : _begin;
            _end = (seq, Stopwatch.GetTimestamp());
            if (seq >= s_records)
            {
                _ = _done.TrySetResult();
            }

            return Task.CompletedTask;
        };
        _ = await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).Build(), Stop);
        _ = await client.SubscribeAsync(
            new JournalTopics(WholeSystem.Site).Acknowledgement, MqttQualityOfServiceLevel.AtLeastOnce, Stop);
        return client;
    }
}
