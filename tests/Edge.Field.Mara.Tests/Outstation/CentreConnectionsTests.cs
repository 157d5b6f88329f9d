using System.Net;
using System.Net.Sockets;
using Edge.Field.Mara.Outstation;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>Which of a centre's connections counts, and which is worth a line in the log.</summary>
public sealed class CentreConnectionsTests
{
    private readonly FakeTimeProvider _clock = new(Station.Noon);
    private readonly CentreConnections _connections;

    public CentreConnectionsTests() => _connections = new CentreConnections(_clock);

    [Fact]
    public void A_newer_connection_closes_the_older_one_when_it_arrives()
    {
        using OutstationConnection first = Connection(1), second = Connection(2);
        _connections.Arrive(first);
        _connections.Arrive(second);
        Assert.Equal((ConnectionEnd.TakenOver, ConnectionEnd.None), (first.End, second.End));
    }

    [Fact]
    public void An_older_connection_that_arrives_late_is_closed()
    {
        using OutstationConnection first = Connection(1), second = Connection(2);
        _connections.Arrive(second);
        _connections.Arrive(first);
        Assert.Equal((ConnectionEnd.TakenOver, ConnectionEnd.None), (first.End, second.End));
    }

    [Fact]
    public void A_late_question_of_an_older_connection_does_not_count()
    {
        using OutstationConnection first = Connection(1), second = Connection(2);
        Assert.True(_connections.TryOwn(first));
        Assert.True(_connections.TryOwn(second));
        Assert.Equal(ConnectionEnd.TakenOver, first.End);
        Assert.False(_connections.TryOwn(first));
        Assert.True(_connections.TryOwn(second));
    }

    [Fact]
    public void One_that_has_asked_counts_until_it_leaves()
    {
        using OutstationConnection first = Connection(1), second = Connection(2);
        Assert.False(_connections.Any);
        _ = _connections.TryOwn(first);
        _ = _connections.TryOwn(second);
        _connections.Leave(first);
        Assert.True(_connections.Any);
        _connections.Leave(second);
        Assert.False(_connections.Any);
    }

    [Fact]
    public void After_another_centre_got_the_place_none_counts()
    {
        using OutstationConnection connection = Connection(1);
        _connections.Retire();
        Assert.False(_connections.TryOwn(connection));
        Assert.Equal(ConnectionEnd.TakenOver, connection.End);
    }

    [Fact]
    public void Coming_and_going_is_worth_a_line_once_a_minute()
    {
        Assert.True(_connections.LogsComing());
        Assert.True(_connections.LogsGoing());
        Assert.False(_connections.LogsComing());
        Assert.False(_connections.LogsGoing());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_connections.LogsComing());
    }

    private OutstationConnection Connection(long number)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        AcceptedSocket accepted = new(number, socket, IPAddress.Loopback);
        return new OutstationConnection(accepted, new OutstationOptions(), null!, null!, _clock);
    }
}
