using System.Net;
using System.Net.Sockets;
using Edge.Field.Mara.Outstation;
using Edge.Field.Time;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>Which connection gets a place, keeps it or loses it. The floods are in another class.</summary>
public sealed class ConnectionPlacesTests
{
    private readonly FakeTimeProvider _clock = new(Station.Noon);
    private readonly Notes<OutstationServer> _notes = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_of_no_client_gets_no_place()
    {
        ConnectionPlaces places = Places(new() { Clients = [new() { Name = "centre", Network = IPNetwork.Parse("10.0.0.0/8") }] });
        using Socket peer = await ConnectAsync(places);
        Assert.Equal((0, 1), (places.Count, _notes.Count(1204)));
    }

    [Fact]
    public async Task For_the_next_one_the_oldest_that_asked_nothing_gives_up_its_place()
    {
        ConnectionPlaces places = Places(new() { Clients = [new() { Name = "centre" }], MaximumConnections = 1 });
        using Socket first = await ConnectAsync(places);
        using Socket second = await ConnectAsync(places);
        await ClosedAsync(first);
        await Eventually.TrueAsync(() => places.Count == 1, "the first has left", Stop);
        Assert.Equal(0, _notes.Count(1205));
        await places.EndAllAsync();
        await ClosedAsync(second);
        Assert.Equal(0, places.Count);
    }

    [Fact]
    public async Task One_that_asks_nothing_for_too_long_is_closed()
    {
        ConnectionPlaces places = Places(new() { Clients = [new() { Name = "centre" }], FirstQuestionTimeout = TimeSpan.FromSeconds(30) });
        using Socket peer = await ConnectAsync(places);
        _clock.Advance(TimeSpan.FromSeconds(31));
        places.CheckTime();
        await ClosedAsync(peer);
        await Eventually.TrueAsync(() => places.Count == 0 && _notes.Count(1206) == 1, "its place is free", Stop);
    }

    private static async Task<Socket> ConnectAsync(ConnectionPlaces places)
    {
        using Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket peer = new(SocketType.Stream, ProtocolType.Tcp);
        await peer.ConnectAsync(listener.LocalEndPoint!, Stop);
        places.Accept(await listener.AcceptAsync(Stop), Stop);
        return peer;
    }

    // A socket that is closed while it is read from may end with a reset.
    private static async Task ClosedAsync(Socket peer)
    {
        try
        {
            Assert.Equal(0, await peer.ReceiveAsync(new byte[1], Stop));
        }
        catch (SocketException closed)
        {
            Assert.Equal(SocketError.ConnectionReset, closed.SocketErrorCode);
        }
    }

    private ConnectionPlaces Places(OutstationOptions options)
    {
        ConcentratorImage image = new StationImage(Site.Ieds, _clock, TimeSpan.FromHours(1)).Of(0)!;
        CommandHandler commands = new(options, null, new StationClock(Station.Zone, _clock), _clock, _notes);
        CentreDirectory directory = new(options, new MemoryJournal(), image, commands, _clock, _notes);
        return new ConnectionPlaces(options, directory, commands, new ConnectionLog(0, _clock, _notes), _clock);
    }
}
