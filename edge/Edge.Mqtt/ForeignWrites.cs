using Edge.Contracts;
using Microsoft.Extensions.Logging;

namespace Edge.Mqtt;

/// <summary>What other clients have written under the topics of this gateway since it started.</summary>
internal sealed class ForeignWrites(TimeProvider time, ILogger logger)
{
    private volatile ForeignWriter? _now;

    /// <summary>As it stands in the state; null when there was none.</summary>
    public ForeignWriter? Now => _now;

    /// <summary>Counts messages, and writes it down.</summary>
    /// <param name="count">How many.</param>
    /// <param name="topic">The topic of the last.</param>
    public void Add(int count, string topic)
    {
        ForeignWriter now = new() { Count = count + (_now?.Count ?? 0), Last = time.GetUtcNow(), Topic = topic };
        _now = now;
        Log.ForeignWriter(logger, now.Count, topic);
    }
}
