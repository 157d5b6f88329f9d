using Microsoft.Extensions.Logging;

namespace Dashboard.Historian.Series;

/// <summary>Rolls values up while the dashboard runs, in portions, so that what arrives is not held up.</summary>
/// <param name="store">Where.</param>
/// <param name="keep">How long values are kept.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed class RollUpLoop(IRollUpStore store, SeriesKeep keep, TimeProvider time, ILogger<RollUpLoop> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private bool _failed;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan wait = await Task.Run(RollSome, CancellationToken.None).ConfigureAwait(false) ? Pause : Idle;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

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
        catch (Exception exception) when (exception is HistorianException or ObjectDisposedException or InvalidOperationException)
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
