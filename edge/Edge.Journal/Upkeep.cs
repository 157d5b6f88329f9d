using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Edge.Journal;

/// <summary>Keeps a journal within its bounds, a little with each append.</summary>
internal sealed class Upkeep(JournalOptions options, TimeProvider clock, ILogger logger)
{
    private const int BatchesAnAppend = 4;
    private static readonly TimeSpan s_ageCheck = TimeSpan.FromMinutes(1);

    // Each check costs a page of the disk, also of a journal that gets no record.
    private static readonly TimeSpan s_ageCheckAtRest = TimeSpan.FromMinutes(10);

    // Time that has run: a clock that is set does not change it.
    private long _lastAgeCheck = clock.GetTimestamp();
    private bool _first = true;
    private long _lastSeq;
    private bool _dropsByAge;
    private bool _makingRoom;

    /// <summary>Drops what is too old or has no room.</summary>
    /// <exception cref="SqliteException">The file fails.</exception>
    public void Run(JournalWriter writer)
    {
        DateTimeOffset now = clock.GetUtcNow();
        TimeSpan elapsed = clock.GetElapsedTime(_lastAgeCheck);
        if (_first || elapsed >= (_dropsByAge || writer.LastSeq != _lastSeq ? s_ageCheck : s_ageCheckAtRest))
        {
            Drop aged = writer.Retention.DropByAge(now.UtcTicks, elapsed, options.MaximumAge);
            LogLoss(aged, "older than the maximum age", writer);
            _dropsByAge = aged.Removed > 0;
            _lastSeq = writer.LastSeq;
            _lastAgeCheck += (long)(elapsed.TotalSeconds * clock.TimestampFrequency);
            _first = false;
        }

        // Several small batches: together more than any scan brings, so that the bound holds, and few enough not to delay the field.
        for (int batch = 0; batch < BatchesAnAppend && IsTooFull(writer); batch++)
        {
            LogLoss(writer.Retention.DropForRoom(now.UtcTicks), "the journal is full", writer);
            writer.Retention.Shrink();
        }
    }

    // Once full it makes a little more room than it needs, so that it does not drop at every scan.
    private bool IsTooFull(JournalWriter writer)
    {
        long bound = _makingRoom ? options.MaximumBytes - (options.MaximumBytes / 32) : options.MaximumBytes;
        _makingRoom = writer.Retention.UsedBytes > bound;
        return _makingRoom;
    }

    private void LogLoss(Drop drop, string why, JournalWriter writer)
    {
        if (drop.Lost > 0)
        {
            Log.Dropped(logger, drop.Lost, drop.LostEvents, why, writer.Books.Dropped);
        }
    }
}
