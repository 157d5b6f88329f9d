using Microsoft.Extensions.Logging;

namespace Dashboard.Historian.Series;

/// <summary>
/// Rolls values up while the dashboard runs, in portions. While batches wait it takes a tenth of the time: a gateway keeps its backlog
/// until it is stored, and a query rolls up what is due itself.
/// </summary>
/// <param name="store">Where.</param>
/// <param name="isBusy">Whether batches wait to be stored.</param>
/// <param name="keep">How long values are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed class RollUpLoop(
    IRollUpStore store, Func<bool> isBusy, SeriesKeep keep, TimeProvider time, ILogger<RollUpLoop> logger)
{
    private const int Share = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private bool _failed;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            long begin = time.GetTimestamp();
            bool more = await Task.Run(RollSome, CancellationToken.None).ConfigureAwait(false);
            TimeSpan wait = more ? PauseAfter(time.GetElapsedTime(begin), isBusy()) : Idle;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How long to wait after a portion.</summary>
    /// <param name="portion">How long it took.</param>
    /// <param name="isBusy">Whether batches wait to be stored.</param>
    internal static TimeSpan PauseAfter(TimeSpan portion, bool isBusy) =>
        isBusy && portion * (Share - 1) is var rest && rest > Pause ? rest : Pause;

    /// <summary>Rolls some up.</summary>
    /// <returns>Whether there may be more.</returns>
    internal bool RollSome()
    {
        try
        {
            bool more = store.RollSome(time.GetUtcNow() - keep.Samples);
            _failed = false;
            return more;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (!_failed)
            {
                Log.NotRolledUp(logger, exception.Message);
            }

            _failed = true;
            return false;
        }
    }
}
