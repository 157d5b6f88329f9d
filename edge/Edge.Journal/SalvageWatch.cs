using Edge.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Edge.Journal;

/// <summary>
/// Notices a damaged file and has it salvaged on a thread of its own (ADR 0018). While it runs nothing is written and nothing is read: both
/// would wait, and a pipeline that waits looks dead to the watchdog.
/// </summary>
/// <param name="options">The journal.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where damage is logged.</param>
/// <param name="salvage">Salvages the file, with nobody else at it; gets what SQLite said.</param>
/// <param name="report">Gets each new state of the salvage, but the last: that is known by <paramref name="salvage"/>.</param>
internal sealed class SalvageWatch(
    JournalOptions options, TimeProvider clock, ILogger logger, Action<string, CancellationToken> salvage, Action<JournalSalvage> report)
    : IAsyncDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _running;
    private bool _stopped;
    private Task _salvage = Task.CompletedTask;

    public bool IsRunning => _running;

    public void ThrowIfRunning()
    {
        if (_running)
        {
            throw new JournalWriteException(
                $"The journal {options.Path} is damaged and being salvaged; it is written again when that is done.")
            {
                Damaged = true,
            };
        }
    }

    /// <summary>Begins a salvage where the file is damaged. On any thread.</summary>
    /// <param name="exception">What SQLite said.</param>
    /// <returns>Whether the file is damaged.</returns>
    public bool Suspect(SqliteException exception)
    {
        if (!JournalFile.IsDamage(exception))
        {
            return false;
        }

        lock (_lock)
        {
            if (_running || _stopped)
            {
                return true;
            }

            _running = true;
            Log.DamageFound(logger, options.Path, exception.Message, exception);
            WriteDown(exception.Message);
            CancellationToken stop = _stop.Token;
            _salvage = Task.Run(() => RunAsync(exception.Message, stop), CancellationToken.None);
        }

        return true;
    }

    /// <summary>Ends a salvage that is under way; the next start does it.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _salvage.ConfigureAwait(false);
        _stop.Dispose();
    }

    // For the next start, if this run ends before the salvage is complete.
    private void WriteDown(string reason)
    {
        try
        {
            File.WriteAllText(JournalFile.SuspicionOf(options.Path), reason);
        }
        catch (IOException unwritten)
        {
            Log.JournalWriteFailed(logger, JournalFile.SuspicionOf(options.Path), unwritten.Message, unwritten);
        }
    }

    // Never waits for a person: a disk that is full now may have room later.
    private async Task RunAsync(string reason, CancellationToken stop)
    {
        JournalSalvage state = new() { Status = JournalSalvageStatus.Running, Since = clock.GetUtcNow() };
        report(state);
        string? logged = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                salvage(reason, stop);
                _running = false;
                report(state with { Status = JournalSalvageStatus.Done });
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, it is logged, reported and tried again: else nothing would be read or written any more.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                if (failure.Message != logged)
                {
                    Log.SalvageFailed(logger, options.Path, failure.Message, s_again.TotalSeconds, failure);
                    logged = failure.Message;
                }

                report(state with { Status = JournalSalvageStatus.Failed, Detail = failure.Message });
            }

            await Task.Delay(s_again, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
