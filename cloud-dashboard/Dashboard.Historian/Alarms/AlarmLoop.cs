using System.Collections.Immutable;
using Dashboard.Alarms;
using Microsoft.Extensions.Logging;

namespace Dashboard.Historian.Alarms;

/// <summary>What is new of the alarms.</summary>
/// <param name="Changed">Those that changed, each as it is now; at most <see cref="AlarmLoop.MostOfNews"/> of them.</param>
/// <param name="IsAll">Whether <paramref name="Changed"/> has all of them.</param>
/// <param name="Summary">The open alarms, counted.</param>
public sealed record AlarmNews(ImmutableArray<Alarm> Changed, bool IsAll, AlarmSummary Summary);

/// <summary>
/// Applies the events that wait to the alarms, at once when there is something and else each second, and tells what changed: also what
/// another dashboard on the same database changed, at once where its notices are heard.
/// </summary>
public sealed class AlarmLoop : IDisposable
{
    /// <summary>The most alarms of one piece of news.</summary>
    public const int MostOfNews = 200;

    private const int AtOnce = 200;

    /// <summary>How long what another dashboard changed may be unknown here.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    // A storm is shown in steps that an eye can follow, and that cost a page little.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private readonly IAlarmStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<AlarmLoop> _logger;
    private readonly IChangeNotices? _notices;
    private readonly SemaphoreSlim _nudged = new(0, 1);
    private long? _told;
    private long _looked;
    private int _isNews = 1;
    private bool _failed;

    /// <param name="store">Where the alarms are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="notices">Says what other dashboards changed; null: it is looked up each second.</param>
    public AlarmLoop(IAlarmStore store, TimeProvider time, ILogger<AlarmLoop> logger, IChangeNotices? notices = null)
    {
        (_store, _time, _logger, _notices) = (store, time, logger, notices);
        if (notices is not null)
        {
            notices.AlarmsChanged += Nudge;
        }
    }

    /// <summary>Raised after something changed, by the thread of the loop: it must not be blocked.</summary>
    public event Action<AlarmNews>? Changed;

    /// <summary>There may be something new.</summary>
    public void Nudge()
    {
        Volatile.Write(ref _isNews, 1);
        try
        {
            _ = _nudged.CurrentCount == 0 ? _nudged.Release() : 0;
        }
        catch (SemaphoreFullException)
        {
            // Another thread was a moment quicker.
        }
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Run(Advance, CancellationToken.None).ConfigureAwait(false);
            await Task.Delay(Shortest, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Applies what waits, and tells what changed since the last time.</summary>
    internal void Advance()
    {
        try
        {
            _told ??= _store.LastChange();
            bool looks = Interlocked.Exchange(ref _isNews, 0) == 1 || _failed || _notices is not { IsHeard: true }
                || _time.GetElapsedTime(_looked) >= IChangeNotices.SafetyNet;
            int applied;
            do
            {
                applied = _store.Advance(_time.GetUtcNow(), AtOnce);
                if (looks || applied > 0)
                {
                    _looked = _time.GetTimestamp();
                    Tell();
                }
            }
            while (applied == AtOnce);

            if (_failed)
            {
                Log.AlarmsAdvanceAgain(_logger);
            }

            _failed = false;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            if (!_failed)
            {
                Log.AlarmsDoNotAdvance(_logger, exception.Message);
            }

            _failed = true;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_notices is not null)
        {
            _notices.AlarmsChanged -= Nudge;
        }

        _nudged.Dispose();
    }

    private void Tell()
    {
        ImmutableArray<Alarm> changed = _store.ChangedSince(_told!.Value, MostOfNews + 1);
        if (changed.IsEmpty)
        {
            return;
        }

        AlarmSummary summary = _store.Summary();
        bool isAll = changed.Length <= MostOfNews;
        Changed?.Invoke(new AlarmNews(isAll ? changed : changed[..MostOfNews], isAll, summary));
        _told = isAll ? changed[^1].Change : summary.Change;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task nudged = _nudged.WaitAsync(over.Token);
        Task longest = Task.Delay(Longest, _time, over.Token);
        _ = await Task.WhenAny(nudged, longest).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await nudged.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await longest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
