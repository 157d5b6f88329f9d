using Edge.Contracts;
using Edge.Pipeline;

namespace Edge.Mqtt;

/// <summary>How far a historian is, for the state. Written by the feed, read by any thread.</summary>
internal sealed class HistorianReport(string name, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly FeedRate _rate = new();
    private readonly long _start = time.GetTimestamp();
    private long _acknowledged;
    private long? _clash;

    /// <summary>Takes over the present position.</summary>
    public void Update(FeedWindow window)
    {
        lock (_lock)
        {
            (_acknowledged, _clash) = (window.Acknowledged, window.Clash);
        }
    }

    /// <summary>The position beside the journal.</summary>
    public HistorianState State(in JournalStatus journal)
    {
        lock (_lock)
        {
            long backlog = journal.OldestSeq == 0 ? 0 : Math.Max(0, journal.LastSeq - Math.Max(_acknowledged, journal.OldestSeq - 1));
            _rate.Observe(time.GetElapsedTime(_start), _acknowledged, backlog);
            return new HistorianState
            {
                Name = name,
                AckedSeq = _acknowledged,
                Backlog = backlog,
                Rate = Math.Round(_rate.PerSecond, 1),
                DoneAt = _rate.Remaining is { } remaining ? time.GetUtcNow() + remaining : null,
                Clash = _clash,
            };
        }
    }
}
