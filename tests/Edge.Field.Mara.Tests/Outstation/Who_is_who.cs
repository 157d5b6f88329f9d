using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Outstation;

public sealed class Who_is_who
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_centre_not_in_the_configuration_is_closed_and_logged_once()
    {
        await using Site site = new(new() { Clients = [new() { Name = "centre", Source = 0x40 }] });
        await site.StartAsync();
        using ControlCentre stranger = site.Centre(source: 0x41);
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(await stranger.AskAsync(Stop));
        }

        using ControlCentre centre = site.Centre();
        _ = await centre.PollAsync(Stop);
        await Eventually.TrueAsync(() => site.Notes.Count(1204) > 0, "it is said", Stop);
        Assert.Equal(1, site.Notes.Count(1204));
        Assert.Contains("127.0.0.1 with the source 65", site.Notes.TextOf(1204), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_from_an_address_of_no_client_is_refused()
    {
        await using Site site = new(new() { Clients = [new() { Name = "centre", Network = IPNetwork.Parse("10.0.0.0/8") }] });
        await site.StartAsync();
        using ControlCentre stranger = site.Centre();
        Assert.Null(await stranger.AskAsync(Stop));
        await Eventually.TrueAsync(() => site.Notes.Count(1204) == 1, "it is said", Stop);
    }

    [Fact]
    public async Task Two_centres_at_one_address_are_distinguished_by_their_source()
    {
        await using Site site = new(new()
        {
            Clients =
            [
                new() { Name = "north", Source = 0x40, Network = IPNetwork.Parse("127.0.0.0/8") }, new() { Name = "south", Source = 0x41 },
            ],
        });
        await site.StartAsync();
        site.Happen(3);
        using ControlCentre north = site.Centre(0x40), south = site.Centre(0x41);
        _ = await north.PollAsync(Stop);
        _ = await south.PollAsync(Stop);
        site.Happen(2);
        _ = await north.PollAsync(Stop);
        _ = await south.PollAsync(Stop);
        Assert.Equal(site.Made, north.Events);
        Assert.Equal(site.Made, south.Events);
    }

    [Fact]
    public async Task An_unknown_centre_gets_the_events_from_its_first_connection_on()
    {
        await using Site site = new(new() { AllowUnknown = true, MaximumUnknown = 1 });
        await site.StartAsync();
        site.Happen(3);
        using ControlCentre centre = site.Centre();
        Assert.Empty((await centre.PollAsync(Stop)).Events);
        site.Happen(2);
        centre.Drop();
        await site.RestartAsync();
        site.Happen();
        Assert.Equal(3, (await centre.PollAsync(Stop)).Events.Length);

        // Its place is taken by another one only while it is away; that one begins with what happens then.
        using ControlCentre other = site.Centre(0x50);
        Assert.Null(await other.AskAsync(Stop));
        centre.Drop();
        site.Happen();
        Assert.Empty((await other.PollAsync(Stop)).Events);
        site.Happen();
        Assert.Equal([site.Made[^1]], (await other.PollAsync(Stop)).Events.Select(Convert.ToHexString));
    }

    [Fact]
    public async Task An_unknown_centre_that_stays_away_is_forgotten_and_begins_anew()
    {
        FakeTimeProvider time = new(Station.Noon);
        await using Site site = new(new() { AllowUnknown = true }, time: time);
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        _ = await centre.PollAsync(Stop);
        centre.Drop();
        site.Happen(3);
        await Eventually.TrueAsync(() => site.Notes.Count(1203) == 1, "it has left", Stop);
        time.Advance(TimeSpan.FromDays(7));
        await Eventually.TrueAsync(() => site.Notes.Count(1219) == 1, "it is forgotten", Stop);
        Assert.Empty((await centre.PollAsync(Stop)).Events);
        site.Happen();
        Assert.Equal([site.Made[^1]], (await centre.PollAsync(Stop)).Events.Select(Convert.ToHexString));
    }

    [Fact]
    public async Task Each_centre_has_its_statistics()
    {
        await using Site site = new(
            new() { Comaster = 77, Clients = [new() { Name = "here" }] }, [new(1, 1, 1, 6, 1, 1, "") { Comaster = 77 }]);
        ConcurrentDictionary<string, double> seen = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "Edge.Field")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument.Name, value, tags));
        listener.Start();
        await site.StartAsync();
        site.Journal.Happen(Site.Event(1), comaster: 77);
        site.Journal.Samples();
        listener.RecordObservableInstruments();
        Assert.Equal((0, 2), (seen["edge.north.connected"], seen["edge.north.behind"]));
        Assert.DoesNotContain("edge.north.last_poll", seen.Keys);

        using ControlCentre centre = site.Centre();
        _ = await centre.PollAsync(Stop);
        _ = await centre.PollAsync(Stop);
        listener.RecordObservableInstruments();
        Assert.Equal((1, 0), (seen["edge.north.connected"], seen["edge.north.behind"]));
        Assert.InRange(seen["edge.north.last_poll"], 0, 60);

        void Keep(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags[0] is { Key: "comaster", Value: 77 } && tags[1] is { Key: "centre", Value: "here" })
            {
                seen[name] = value;
            }
        }
    }
}
