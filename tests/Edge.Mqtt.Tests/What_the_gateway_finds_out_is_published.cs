using System.Text.Json;
using Edge.Domain;
using Edge.Pipeline;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;

namespace Edge.Mqtt.Tests;

public sealed class What_the_gateway_finds_out_is_published
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_an_event_that_names_what_and_where_and_statistics_are_left_out()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        MemoryJournal journal = new();
        journal.Add(new JournalRecord
        {
            Seq = 0,
            Kind = JournalRecordKind.Statistics,
            Time = Station.Start,
            Statistics = [new DeviceStatistic(new("4"), "clockSkewMs", -125)],
        });
        journal.Add(Found(GatewayFinding.InputUnmasked));
        journal.Add(Found(GatewayFinding.ClockOff));
        journal.Add(Found((GatewayFinding)200));
        await using Station station = new(broker.Port, journal);
        await Eventually.TrueAsync(() => journal.GetCursor("mqtt") == 4, "the cursor passes everything", Stop);
        await Eventually.TrueAsync(() => listener.Seqs().Count == 3, "the three findings arrive", Stop);

        JsonElement[] events = [.. listener.All.Where(h => h.Topic == Station.Event).Select(h => h.Json)];
        Assert.Equal(["inputUnmasked", "clockOff", "200"], events.Select(e => e.GetProperty("finding").GetString()));
        Assert.All(events, e => Assert.Equal(("gateway", "2-4", 2, 4), (
            e.GetProperty("type").GetString(), e.GetProperty("device").GetString(),
            Native(e, "concentrator"), Native(e, "ied"))));
        Assert.Equal((1, 9, 12), (
            Native(events[0], "port"), Native(events[0], "bit"), events[0].GetProperty("count").GetInt32()));
        Assert.False(events[1].GetProperty("native").TryGetProperty("port", out _));
        Assert.False(events[1].GetProperty("native").TryGetProperty("code", out _));
    }

    private static int Native(JsonElement e, string name) => e.GetProperty("native").GetProperty(name).GetInt32();

    private static JournalRecord Found(GatewayFinding finding) => new()
    {
        Seq = 0,
        Kind = JournalRecordKind.Event,
        Time = Station.Start,
        Event = new FieldEvent
        {
            Device = new("2-4"),
            Content = new FieldFinding(finding, finding == GatewayFinding.InputUnmasked ? 12 : null),
            Native = finding == GatewayFinding.InputUnmasked ? new MaraNative(2, 4) { Port = 1, Bit = 9 } : new MaraNative(2, 4),
            Time = Station.Start,
            Received = Station.Start,
            Marks = TimeMarks.Gateway,
        },
    };
}
