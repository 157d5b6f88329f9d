using System.Net;
using Edge.Field.Mara.Outstation;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>What the log says of those who connect: each thing once.</summary>
public sealed class ConnectionLogTests
{
    private static readonly IPEndPoint s_port = new(IPAddress.Any, 9761);

    private readonly FakeTimeProvider _clock = new(Station.Noon);
    private readonly Notes<OutstationServer> _notes = new();
    private readonly ConnectionLog _log;

    public ConnectionLogTests() => _log = new ConnectionLog(0, _clock, _notes);

    [Fact]
    public void A_port_that_stays_closed_is_logged_once_until_it_is_open()
    {
        _log.NotListening(s_port, "in use");
        _log.NotListening(s_port, "in use");
        Assert.Equal(1, _notes.Count(1201));
        _log.Listening(s_port);
        _log.NotListening(s_port, "in use");
        Assert.Equal(2, _notes.Count(1201));
    }

    [Fact]
    public void Who_is_not_served_is_logged_once_by_address_and_source()
    {
        _log.NotServed(IPAddress.Loopback, 0x40);
        _log.NotServed(IPAddress.Loopback, 0x40);
        Assert.Contains("127.0.0.1 with the source 64", _notes.TextOf(1204), StringComparison.Ordinal);
        _log.NotServed(IPAddress.Loopback, 0x41);
        _log.NotServed(IPAddress.Loopback, null);
        Assert.Equal(3, _notes.Count(1204));
    }

    [Fact]
    public void That_every_place_is_taken_is_logged_once_a_minute()
    {
        _log.Full(IPAddress.Loopback, 8);
        _log.Full(IPAddress.Loopback, 8);
        Assert.Equal(1, _notes.Count(1205));
        _clock.Advance(TimeSpan.FromSeconds(61));
        _log.Full(IPAddress.Loopback, 8);
        Assert.Equal(2, _notes.Count(1205));
    }
}
