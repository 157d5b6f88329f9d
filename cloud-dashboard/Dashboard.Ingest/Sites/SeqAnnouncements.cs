using Edge.Contracts;

namespace Dashboard.Ingest.Sites;

/// <summary>
/// The last number that the state of each site has announced. A gateway publishes its state before a record with a new number, so a record
/// beyond it is not the gateway's, or its state is still on the way: the two arrive over different connections. Safe for several threads.
/// </summary>
public sealed class SeqAnnouncements(TimeProvider time)
{
    /// <summary>How long a record may wait for its announcement.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // Records of all sites are acknowledged in one order, so one that waits in vain holds up all of them: not often.
    private static readonly TimeSpan NoWaitAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Announcement> _sites = new(StringComparer.Ordinal);

    /// <summary>Raised after an announcement with the site, by the thread of the broker connection: it must not be blocked.</summary>
    internal event Action<string>? Announced;

    /// <summary>What is announced of a site; null where it is not known.</summary>
    internal (string Epoch, long LastSeq)? Of(string site)
    {
        lock (_lock)
        {
            return _sites.TryGetValue(site, out Announcement? held) ? (held.Epoch, held.LastSeq) : null;
        }
    }

    /// <summary>Whether the gateway has announced a number; waits a short time for it.</summary>
    /// <returns>True also where it cannot be known: no state has arrived over this connection, or the epoch is another one.</returns>
    internal Task<bool> IsAnnouncedAsync(string site, string epoch, long seq, CancellationToken cancellationToken) =>
        IsAnnouncedAsync(site, epoch, seq, otherEpoch: true, cancellationToken);

    /// <summary>
    /// The same for a batch of the journal. Its gateway sends none of another journal, so an epoch of another base is not its own.
    /// </summary>
    internal Task<bool> IsOwnAsync(string site, string epoch, long seq, CancellationToken cancellationToken) =>
        IsAnnouncedAsync(site, epoch, seq, otherEpoch: false, cancellationToken);

    private async Task<bool> IsAnnouncedAsync(
        string site, string epoch, long seq, bool otherEpoch, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (!_sites.TryGetValue(site, out Announcement? held)
                    || (JournalEpochs.BaseOf(held.Epoch) == JournalEpochs.BaseOf(epoch) ? seq <= held.LastSeq : otherEpoch))
                {
                    return true;
                }

                if (held.InVain is { } at && time.GetElapsedTime(at) < NoWaitAfter)
                {
                    return false;
                }

                if (time.GetElapsedTime(start) >= LongestWait)
                {
                    held.InVain = time.GetTimestamp();
                    return false;
                }

                changed = held.Changed.Task;
            }

            await changed.WaitAsync(LongestWait - time.GetElapsedTime(start), time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Takes the numbers of a state.</summary>
    internal void Announce(string site, StateMessage state)
    {
        // The broker writes "offline" for a gateway that is gone: it says nothing of the journal, and takes nothing back.
        if (state.Journal is not { } journal)
        {
            return;
        }

        Announcement? before;
        lock (_lock)
        {
            before = _sites.GetValueOrDefault(site);
            _sites[site] = new Announcement(state.Epoch, journal.LastSeq) { InVain = before?.InVain };
        }

        before?.Changed.TrySetResult();
        Announced?.Invoke(site);
    }

    /// <summary>What a site has announced is not known any more: then every number may be its own.</summary>
    internal void Forget(string site)
    {
        Announcement? gone;
        lock (_lock)
        {
            _ = _sites.Remove(site, out gone);
        }

        gone?.Changed.TrySetResult();
    }

    /// <summary>A connection is lost: nothing is known any more of its sites.</summary>
    /// <param name="isOfIt">Whether a site is one of them.</param>
    internal void ForgetAll(Func<string, bool> isOfIt)
    {
        string[] gone;
        lock (_lock)
        {
            gone = [.. _sites.Keys.Where(isOfIt)];
        }

        foreach (string site in gone)
        {
            Forget(site);
        }
    }

    private sealed class Announcement(string epoch, long lastSeq)
    {
        public string Epoch { get; } = epoch;

        public long LastSeq { get; } = lastSeq;

        /// <summary>When a record waited in vain.</summary>
        public long? InVain { get; set; }

        public TaskCompletionSource Changed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
