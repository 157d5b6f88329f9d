using System.Text.Json;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline.Live;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;

namespace Edge.Mqtt.Tests;

/// <summary>Against a real broker: a client that connects later gets all values, and no value of a former run as a new one.</summary>
public sealed class The_broker_holds_the_present
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_the_connection_it_has_all_values_and_nothing_else()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Station station = new(broker.Port, new MemoryJournal());
        station.SetPower(1234.5);
        Dictionary<string, Heard> retained = await Listener.RetainedAsync(
            broker.Port,
            r => r.Count == Station.RetainedTopics.Length && r[Station.Root + "element/LA1PA_03"].Json.TryGetProperty("text", out _)
                && r[Station.State].Json.GetProperty("status").GetString() == "online", Stop);

        Assert.Equal(Station.RetainedTopics.Order(), retained.Keys.Order());
        JsonElement state = retained[Station.State].Json;
        Assert.Equal("online", state.GetProperty("status").GetString());
        Assert.Equal(10, state.GetProperty("heartbeatSeconds").GetInt32());
        Assert.Equal("e1", state.GetProperty("epoch").GetString());
        Assert.Equal("edge 9.9.9", state.GetProperty("software").GetString());
        JsonElement link = Assert.Single(state.GetProperty("field").EnumerateArray());
        Assert.Equal("comaster", link.GetProperty("device").GetString());
        Assert.False(link.GetProperty("up").GetBoolean());

        JsonElement power = retained[Station.Root + "tag/LA1PA_03"].Json;
        Assert.Equal(1234.5, power.GetProperty("value").GetDouble());
        Assert.Equal(617, power.GetProperty("raw").GetInt32());
        Assert.Equal("kW", power.GetProperty("unit").GetString());
        Assert.Equal("good", power.GetProperty("quality").GetString());
        Assert.Equal("2026-03-01T12:00:00+00:00", power.GetProperty("time").GetString());
        JsonElement breaker = retained[Station.Root + "tag/LA152B03"].Json;
        Assert.Equal("bad", breaker.GetProperty("quality").GetString());
        Assert.Equal("notYetRead", breaker.GetProperty("reason").GetString());
        Assert.False(breaker.TryGetProperty("value", out _));
        Assert.Equal("1234.50", retained[Station.Root + "element/LA1PA_03"].Json.GetProperty("text").GetString());
        Assert.Equal("<svg id=\"la\"/>", retained[Station.Root + "screen/LA"].Text);
    }

    [Fact]
    public async Task The_catalog_names_what_the_workbook_holds()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Station station = new(broker.Port, new MemoryJournal());
        Dictionary<string, Heard> retained = await Listener.RetainedAsync(broker.Port, r => r.ContainsKey(Station.Root + "catalog"), Stop);

        JsonElement catalog = retained[Station.Root + "catalog"].Json;
        JsonElement tag = catalog.GetProperty("tags").EnumerateArray().First();
        Assert.Equal("LA152B03", tag.GetProperty("tag").GetString());
        Assert.Equal("digital", tag.GetProperty("kind").GetString());
        Assert.Equal(["abierto", "cerrado"], tag.GetProperty("stateTexts").EnumerateArray().Select(t => t.GetString()));
        string device = tag.GetProperty("device").GetString()!;
        Assert.Equal(
            "Feeder 3",
            catalog.GetProperty("devices").EnumerateArray().Single(d => d.GetProperty("id").GetString() == device)
                .GetProperty("description").GetString());
        Assert.Equal(["LA152B03", "LA1PA_03"], catalog.GetProperty("tags").EnumerateArray().Select(t => t.GetProperty("tag").GetString()));
        Assert.Equal(
            ["LA152B03", "LA1PA_03"], catalog.GetProperty("elements").EnumerateArray().Select(t => t.GetProperty("tag").GetString()));
        Assert.Equal("#d7a15b", catalog.GetProperty("colours")[0].GetProperty("colour").GetString());
        Assert.Equal("VS", catalog.GetProperty("screens")[1].GetProperty("parent").GetString());
    }

    [Fact]
    public void Devices_form_a_tree_with_parents_first_and_no_child_of_local_inputs()
    {
        Profile profile = Station.Small with
        {
            Ieds =
            [
                new IedDefinition(3, 4, 2, 6, 1, 2, "Feeder 3") { Comaster = 2 },
                new IedDefinition(1, 1, 1, 6, 3, 4, "COMaster 2") { Comaster = 2 },
                new IedDefinition(2, 1, 1, 6, 3, 4, "Inputs") { Comaster = 3 },
                new IedDefinition(4, 5, 2, 6, 1, 2, "Feeder 4") { Comaster = 3 },
            ],
        };
        Assert.Equal(
            [
                new CatalogDevice("2-1", "COMaster 2", null, Contracts.DeviceKind.Concentrator, new NativeDevice("mara", 1, 2)),
                new CatalogDevice("3-1", "Inputs", null, Contracts.DeviceKind.LocalIo, new NativeDevice("mara", 1, 3)),
                new CatalogDevice("3-5", "Feeder 4", null, Contracts.DeviceKind.Ied, new NativeDevice("mara", 5, 3)),
                new CatalogDevice("2-4", "Feeder 3", "2-1", Contracts.DeviceKind.Ied, new NativeDevice("mara", 4, 2)),
            ],
            CatalogOf(profile, "3-1").Devices);
    }

    [Fact]
    public void A_point_is_in_the_bay_of_the_workbook_else_in_that_of_its_device()
    {
        Profile profile = Station.Small with { Analogs = [Station.Small.Analogs[0] with { Bay = "Línea 1" }] };
        Assert.Equal(["Feeder 3", "Línea 1"], CatalogOf(profile).Tags.Select(tag => tag.Bay));
        profile = profile with { Ieds = [profile.Ieds[0], profile.Ieds[1] with { Description = "" }] };
        Assert.Equal([null, "Línea 1"], CatalogOf(profile).Tags.Select(tag => tag.Bay));
    }

    private static CatalogMessage CatalogOf(Profile profile, params string[] local) => new Publication(
        new SiteDescription
        {
            Site = "s",
            Name = "S",
            TimeZone = "UTC",
            Profile = profile,
            Software = "edge",
            ElementUnits = [.. profile.Elements.Select(_ => (string?)null)],
            LocalDevices = [.. local],
        },
        NullLogger.Instance).Catalog;

    [Fact]
    public async Task The_state_is_online_only_after_all_former_values_are_replaced()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using Station station = new(broker.Port, new MemoryJournal());
        await Eventually.TrueAsync(
            () => station.Publisher.IsConnected && Status(listener) == "online", "all values are published", Stop);

        string[] topics = [.. listener.All.Select(h => h.Topic)];
        Assert.Equal(Station.State, topics[0]);
        Assert.Equal("offline", listener.All[0].Json.GetProperty("status").GetString());
        Assert.Equal(Station.State, topics[Station.RetainedTopics.Length]);
        Assert.Equal(Station.RetainedTopics.Order(), topics.Take(Station.RetainedTopics.Length).Order());
        Assert.Equal("online", listener.All[Station.RetainedTopics.Length].Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_change_arrives_and_what_did_not_change_is_not_sent_again()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using Station station = new(broker.Port, new MemoryJournal());
        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "all values are published", Stop);

        station.SetPower(10);
        await Eventually.TrueAsync(() => Value(listener) == 10, "the change arrives", Stop);
        station.SetPower(20);
        await Eventually.TrueAsync(() => Value(listener) == 20, "the next change arrives", Stop);
        Assert.Equal(1, listener.All.Count(h => h.Topic == Station.Root + "tag/LA152B03"));
        Assert.Equal(1, listener.All.Count(h => h.Topic == Station.Root + "screen/LA"));
    }

    [Fact]
    public async Task The_state_is_sent_at_each_heartbeat_and_change_of_a_link()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using (Station beating = new(broker.Port, new MemoryJournal(), o => o with { Heartbeat = TimeSpan.FromMilliseconds(50) }))
        {
            await Eventually.TrueAsync(() => listener.All.Count(h => h.Topic == Station.State) >= 4, "the state is repeated", Stop);
        }

        await using Station quiet = new(broker.Port, new MemoryJournal(), o => o with { Heartbeat = TimeSpan.FromMinutes(5) });
        await Eventually.TrueAsync(() => quiet.Publisher.IsConnected, "all values are published", Stop);
        quiet.Board.Update(0, new LinkHealth("comaster", true, Station.Start, Station.Start, null, null, ["4"]), notify: true);
        await Eventually.TrueAsync(
            () => listener.Last(Station.State)!.Json is var s && s.GetProperty("field").GetArrayLength() == 1
                && s.GetProperty("field")[0].GetProperty("up").GetBoolean(), "the link is up", Stop);
        JsonElement link = listener.Last(Station.State)!.Json.GetProperty("field")[0];
        Assert.Equal("4", link.GetProperty("silent")[0].GetString());
    }

    [Fact]
    public async Task After_a_cut_cable_the_state_is_offline_until_the_next_connection()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using CutCable cable = new(broker.Port);
        await using Station station = new(cable.Port, new MemoryJournal());
        await Eventually.TrueAsync(() => Status(listener) == "online", "the gateway is online", Stop);

        cable.Cut();
        await Eventually.TrueAsync(() => Status(listener) == "offline", "the will says offline", Stop);
        Assert.False(listener.Last(Station.State)!.Json.TryGetProperty("journal", out _));
        Dictionary<string, Heard> retained = await Listener.RetainedAsync(broker.Port, r => r.ContainsKey(Station.State), Stop);
        Assert.Equal("offline", retained[Station.State].Json.GetProperty("status").GetString());

        station.SetPower(77);
        cable.Mend();
        await Eventually.TrueAsync(() => Status(listener) == "online" && Value(listener) == 77, "everything is there again", Stop);
    }

    [Fact]
    public async Task An_intended_stop_publishes_offline_itself()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        await using Station station = new(broker.Port, new MemoryJournal());
        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "all values are published", Stop);

        await station.StopAsync();
        await Eventually.TrueAsync(() => Status(listener) == "offline", "the gateway publishes offline", Stop);
        // One before all values were published, one at the stop, and none from a will.
        Assert.Equal(2, listener.All.Count(h => h.Topic == Station.State && h.Json.GetProperty("status").GetString() == "offline"));
        Assert.DoesNotContain("closed its connection", broker.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_lost_all_messages_gets_all_of_them_again()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        await using Station station = new(broker.Port, new MemoryJournal());
        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "all values are published", Stop);

        await broker.KillAsync();
        station.SetPower(55);
        await broker.StartAgainAsync(Stop);
        Dictionary<string, Heard> retained = await Listener.RetainedAsync(
            broker.Port,
            r => r.Count == Station.RetainedTopics.Length && r[Station.Root + "tag/LA1PA_03"].Json.TryGetProperty("value", out _), Stop);
        Assert.Equal(55, retained[Station.Root + "tag/LA1PA_03"].Json.GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task Topics_of_a_former_profile_are_cleared_but_none_of_another_site()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        Profile former = Station.Small with
        {
            Digitals = [Station.Small.Digitals[0] with { Tag = "LA152B99" }],
            Screens = [new Screen("OLD", "Old", "OLD", null, "<svg/>")],
        };
        await using (Station old = new(broker.Port, new MemoryJournal(), profile: former))
        {
            await Eventually.TrueAsync(() => old.Publisher.IsConnected, "all former values are published", Stop);
        }

        await using Station station = new(broker.Port, new MemoryJournal());
        Dictionary<string, Heard> retained = await Listener.RetainedAsync(
            broker.Port,
            r => r.Count == Station.RetainedTopics.Length && !r.ContainsKey(Station.Root + "tag/LA152B99"), Stop);
        Assert.Equal(Station.RetainedTopics.Order(), retained.Keys.Order());
    }

    private static string? Status(Listener listener) => listener.Last(Station.State)?.Json.GetProperty("status").GetString();

    private static double? Value(Listener listener) => listener.Value(Station.Root + "tag/LA1PA_03");
}
