using System.Net;
using System.Net.Sockets;

namespace Edge.Field.Mara.Outstation;

/// <summary>Limits the connections: decides which connection gets a place, keeps it or loses it. Safe for several threads.</summary>
internal sealed class ConnectionPlaces(
    OutstationOptions options, CentreDirectory directory, CommandHandler commands, ConnectionLog log, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<OutstationConnection, Task> _connections = [];
    private long _accepted;

    /// <summary>How many connections there are; those that have just ended may be among them.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Serves a socket that was accepted, or closes it.</summary>
    public void Accept(Socket socket, CancellationToken stop)
    {
        if (!AcceptedSocket.TryPrepare(socket, out IPAddress address))
        {
            socket.Dispose();
            return;
        }

        if (!directory.Admits(address))
        {
            log.NotServed(address, source: null);
            socket.Dispose();
            return;
        }

        lock (_lock)
        {
            // An ended connection has no place any more, even if its task still waits for an answer of the field.
            OutstationConnection[] open = [.. _connections.Keys.Where(c => c.End == ConnectionEnd.None)];
            if (open.Length >= options.MaximumConnections && !TryDisplace(open, address))
            {
                log.Full(address, options.MaximumConnections);
                socket.Dispose();
                return;
            }

            AcceptedSocket accepted = new(++_accepted, socket, address);
            OutstationConnection connection = new(accepted, options, directory, commands, time) { Identified = log.Identified };
            _connections.Add(connection, Task.CompletedTask);
            _connections[connection] = ServeAsync(connection, stop);
        }
    }

    /// <summary>Closes the connections whose peer took too long.</summary>
    public void CheckTime()
    {
        foreach (OutstationConnection connection in All())
        {
            connection.CheckTime();
        }
    }

    /// <summary>Closes all of them and waits for their end.</summary>
    public async Task EndAllAsync()
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

    // The oldest connection without a question is closed. If there is none, an unknown centre is closed for an address from which a known
    // centre may connect: the one that asked longest ago.
    private bool TryDisplace(OutstationConnection[] open, IPAddress newcomer)
    {
        OutstationConnection? least = open.Where(c => !c.HasAsked).MinBy(c => c.Number);
        if (least is null && directory.MayBeKnown(newcomer))
        {
            least = open.Where(c => c.Centre is { IsUnknown: true }).MinBy(c => c.AskedAt);
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
#pragma warning disable CA1031 // A bug that the bytes of one centre trigger must not stop the field, the broker and the other centres.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            connection.Close(ConnectionEnd.Broke);
            log.Bug(bug, connection.Address);
        }
        finally
        {
            connection.Dispose();
            lock (_lock)
            {
                _ = _connections.Remove(connection);
            }
        }

        log.Ended(connection);
    }

    private OutstationConnection[] All()
    {
        lock (_lock)
        {
            return [.. _connections.Keys];
        }
    }
}
