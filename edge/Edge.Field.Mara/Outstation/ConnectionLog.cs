using System.Net;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>What the log says of clients: each thing once, or once a minute, whatever they do. For several threads.</summary>
internal sealed class ConnectionLog(int comaster, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_betweenFull = TimeSpan.FromMinutes(1);

    private readonly LoggedOnce _logged = new(256);
    private readonly Lock _lock = new();
    private long? _fullAt;

    /// <summary>The port is open.</summary>
    public void Listening(IPEndPoint endpoint)
    {
        _logged.Over("listen");
        Log.OutstationListening(logger, comaster, endpoint);
    }

    /// <summary>The port could not be opened.</summary>
    public void NotListening(IPEndPoint endpoint, string reason)
    {
        if (_logged.First("listen"))
        {
            Log.OutstationNotListening(logger, comaster, endpoint, reason);
        }
    }

    /// <summary>A centre is known by its first question.</summary>
    public void Identified(OutstationConnection connection)
    {
        if (connection.Centre is { } centre && centre.Connections.LogsComing())
        {
            Log.OutstationConnected(logger, centre.Name, connection.Address, comaster);
        }
    }

    /// <summary>A connection ended.</summary>
    public void Ended(OutstationConnection connection)
    {
        if (connection.End == ConnectionEnd.NotServed)
        {
            NotServed(connection.Address, connection.Source);
        }
        else if (connection.Centre is { } centre)
        {
            if (centre.Connections.LogsGoing())
            {
                Log.OutstationLeft(logger, centre.Name, connection.Address, connection.End.ToWords());
            }
        }
        else if (connection.End is ConnectionEnd.Silent or ConnectionEnd.Garbage && _logged.First($"{connection.Address} {connection.End}"))
        {
            Log.OutstationStranger(logger, connection.Address, connection.End.ToWords());
        }
    }

    /// <summary>Nobody may come from this address, or with this source.</summary>
    public void NotServed(IPAddress address, int? source)
    {
        string who = source is { } number ? $"{address} with the source {number}" : address.ToString();
        if (_logged.First(who))
        {
            Log.OutstationNotServed(logger, comaster, who);
        }
    }

    /// <summary>Every place is taken.</summary>
    public void Full(IPAddress address, int maximum)
    {
        lock (_lock)
        {
            if (_fullAt is { } at && time.GetElapsedTime(at) <= s_betweenFull)
            {
                return;
            }

            _fullAt = time.GetTimestamp();
        }

        Log.OutstationFull(logger, comaster, address, maximum);
    }

    /// <summary>An exception that nothing expected ended a connection.</summary>
    public void Bug(Exception bug, IPAddress address) => Log.OutstationBug(logger, bug, address);
}
