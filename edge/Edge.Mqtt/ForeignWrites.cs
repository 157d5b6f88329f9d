using Edge.Contracts;
using Microsoft.Extensions.Logging;

namespace Edge.Mqtt;

/// <summary>Counts the messages of other clients on the topics of this gateway since it started.</summary>
internal sealed class ForeignWrites(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private volatile ForeignWriter? _now;
    private long? _logged;
    private int _connected;

    /// <summary>The count for the state message; null when there was none.</summary>
    public ForeignWriter? Now => _now;

    /// <summary>Notes a connection.</summary>
    /// <returns>Whether there was one before.</returns>
    public bool Connected() => Interlocked.Exchange(ref _connected, 1) != 0;

    /// <summary>Counts messages, and logs the total.</summary>
    /// <param name="count">How many.</param>
    /// <param name="topic">The topic of the last.</param>
    public void Add(int count, string topic)
    {
        Set(count, topic, _now?.Gateway);
        Log.ForeignWriter(logger, _now!.Count, topic);
    }

    /// <summary>Notes that a second gateway runs as this site.</summary>
    /// <param name="topic">The topic of the state.</param>
    /// <param name="epoch">The epoch that it announces.</param>
    public void AddGateway(string topic, string epoch)
    {
        Set(0, topic, epoch);
        lock (_lock)
        {
            if (_logged is { } at && time.GetElapsedTime(at) < LogEvery)
            {
                return;
            }

            _logged = time.GetTimestamp();
        }

        Log.SecondGateway(logger, epoch);
    }

    private void Set(int count, string topic, string? gateway)
    {
        lock (_lock)
        {
            _now = new ForeignWriter { Count = count + (_now?.Count ?? 0), Last = time.GetUtcNow(), Topic = topic, Gateway = gateway };
        }
    }
}
