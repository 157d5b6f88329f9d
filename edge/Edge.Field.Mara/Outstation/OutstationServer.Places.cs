using System.Net;
using System.Net.Sockets;

namespace Edge.Field.Mara.Outstation;

/// <content>The places of the connections: who gets one, who keeps it and who gives it up.</content>
public sealed partial class OutstationServer
{
    /// <summary>How many connections it holds; those that have just ended may be among them.</summary>
    public int Connections
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    private void Take(Socket socket, CancellationToken stop)
    {
        if (!OutstationConnection.TryPrepare(socket, out IPAddress address))
        {
            socket.Dispose();
            return;
        }

        if (!_directory.Admits(address))
        {
            NotServed(address, source: null);
            socket.Dispose();
            return;
        }

        lock (_lock)
        {
            if (_connections.Count >= _options.MaximumConnections && !Displace(address))
            {
                if (_fullSaidAt is not { } at || _time.GetElapsedTime(at) > s_upkeep)
                {
                    _fullSaidAt = _time.GetTimestamp();
                    Log.NorthFull(_logger, _options.Comaster, address, _options.MaximumConnections);
                }

                socket.Dispose();
                return;
            }

            OutstationConnection connection = new(++_accepted, socket, address, _options, _directory, _desk, _time) { Identified = Identified };
            _connections.Add(connection, Task.CompletedTask);
            _connections[connection] = ServeAsync(connection, stop);
        }
    }

    // A place is for who asks: the oldest of those who have said nothing yet gives up his. And for who is known: before a centre that may be known is
    // turned away, the guest who asked longest ago goes.
    private bool Displace(IPAddress newcomer)
    {
        OutstationConnection[] open = [.. _connections.Keys.Where(c => c.End == ConnectionEnd.None)];
        OutstationConnection? least = open.Where(c => !c.HasAsked).MinBy(c => c.Number);
        if (least is null && _directory.MayBeKnown(newcomer))
        {
            least = open.Where(c => c.Centre is { IsGuest: true }).MinBy(c => c.AskedAt);
        }

        least?.Close(ConnectionEnd.Displaced);
        return least is not null;
    }

    private async Task ServeAsync(OutstationConnection connection, CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            await connection.RunAsync(stop).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A bug that one centre's bytes bring up must not take the field, the broker and the other centres with it.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            connection.Close(ConnectionEnd.Broke);
            Log.NorthBug(_logger, bug, connection.Address);
        }
        finally
        {
            connection.Dispose();
            lock (_lock)
            {
                _ = _connections.Remove(connection);
            }
        }

        Ended(connection);
    }

    private OutstationConnection[] All()
    {
        lock (_lock)
        {
            return [.. _connections.Keys];
        }
    }

    private async Task EndAllAsync()
    {
        Task[] running;
        lock (_lock)
        {
            running = [.. _connections.Values];
        }

        foreach (OutstationConnection connection in All())
        {
            connection.Close(ConnectionEnd.Stopped);
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }
}
