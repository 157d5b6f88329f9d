using System.Net;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>Logs the events of clients: each once, or at most once a minute. Safe for several threads.</summary>
internal sealed class ConnectionLog(int comaster, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_betweenFull = TimeSpan.FromMinutes(1);

    private readonly LoggedOnce _logged = new(256);
    private readonly Lock _lock = new();
    private long? _fullAt;

    /// <summary>Logs that the port is open.</summary>
    public void Listening(IPEndPoint endpoint)
    {
        _logged.Over("listen");
        Log.OutstationListening(logger, comaster, endpoint);
    }

    /// <summary>Logs that the port could not be opened.</summary>
    public void NotListening(IPEndPoint endpoint, string reason)
    {
        if (_logged.First("listen"))
        {
            Log.OutstationNotListening(logger, comaster, endpoint, reason);
        }
    }

    /// <summary>Logs that a centre was identified by its first question.</summary>
    public void Identified(OutstationConnection connection)
    {
        if (connection.Centre is { } centre && centre.Connections.LogsComing())
        {
            Log.OutstationConnected(logger, centre.Name, connection.Address, comaster);
        }
    }

    /// <summary>Logs the end of a connection.</summary>
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

    /// <summary>Logs that a client with this address or source is not served.</summary>
    public void NotServed(IPAddress address, int? source)
    {
        string who = source is { } number ? $"{address} with the source {number}" : address.ToString();
        if (_logged.First(who))
        {
            Log.OutstationNotServed(logger, comaster, who);
        }
    }

    /// <summary>Logs that all places are in use.</summary>
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

    /// <summary>Logs an unexpected exception that ended a connection.</summary>
    public void Bug(Exception bug, IPAddress address) => Log.OutstationBug(logger, bug, address);
}
