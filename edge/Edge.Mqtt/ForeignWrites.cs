using Edge.Contracts;
using Microsoft.Extensions.Logging;

namespace Edge.Mqtt;

/// <summary>Counts the messages of other clients on the topics of this gateway since it started.</summary>
internal sealed class ForeignWrites(TimeProvider time, ILogger logger)
{
    private volatile ForeignWriter? _now;

    /// <summary>The count for the state message; null when there was none.</summary>
    public ForeignWriter? Now => _now;

    /// <summary>Counts messages, and logs the total.</summary>
    /// <param name="count">How many.</param>
    /// <param name="topic">The topic of the last.</param>
    public void Add(int count, string topic)
    {
        ForeignWriter now = new() { Count = count + (_now?.Count ?? 0), Last = time.GetUtcNow(), Topic = topic };
        _now = now;
        Log.ForeignWriter(logger, now.Count, topic);
    }
}
