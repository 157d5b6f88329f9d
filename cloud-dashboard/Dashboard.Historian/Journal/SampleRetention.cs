using Dashboard.Historian.Series;
using Microsoft.Extensions.Logging;

namespace Dashboard.Historian.Journal;

/// <summary>Deletes samples that are older than is configured, a few at a time, so that what arrives is not held up.</summary>
/// <param name="store">Where from.</param>
/// <param name="rollUps">The steps into which they are rolled up.</param>
/// <param name="keep">How long they are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed class SampleRetention(
    IJournalStore store, IRollUpStore rollUps, SeriesKeep keep, TimeProvider time, ILogger<SampleRetention> logger)
{
    /// <summary>About how many rows one step deletes.</summary>
    public const int Step = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private bool _failed;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan wait = await Task.Run(DropSome, CancellationToken.None).ConfigureAwait(false) ? Pause : Idle;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Deletes some.</summary>
    /// <returns>Whether there may be more.</returns>
    internal bool DropSome()
    {
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            bool more = store.DropOld(now - keep.Samples, Step) > 0;
            foreach (RollUpStep step in RollUpStep.All)
            {
                more |= keep.Of(step) is { } kept && rollUps.DropOld(step, now - kept, Step) > 0;
            }

            _failed = false;
            return more;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (!_failed)
            {
                Log.OldNotDropped(logger, exception.Message);
            }

            _failed = true;
            return false;
        }
    }
}
