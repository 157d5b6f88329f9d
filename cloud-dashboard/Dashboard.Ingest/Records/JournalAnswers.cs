using System.Text.Json;
using System.Threading.Channels;
using Dashboard.Historian.Journal;
using Edge.Contracts;
using Edge.Contracts.Journal;

namespace Dashboard.Ingest.Records;

/// <summary>
/// What gateways are to be answered: acknowledgements at most every 50 ms for a site, always the last one; requests for a replay at most
/// once a second. Safe for several threads.
/// </summary>
internal sealed class JournalAnswers(TimeProvider time)
{
    /// <summary>The shortest time between two acknowledgements of a site.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);

    /// <summary>The shortest time between two requests for a replay of a site.</summary>
    internal static readonly TimeSpan ReplayEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Channel<bool> _some = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Dictionary<string, Site> _sites = new(StringComparer.Ordinal);
    private readonly HashSet<string> _due = new(StringComparer.Ordinal);

    /// <summary>Publishes a message of a topic; the last parameter says whether it is retained.</summary>
    internal delegate Task Publish(string topic, byte[] payload, bool retain, CancellationToken cancellationToken);

    /// <summary>How many sites are known here.</summary>
    internal int Sites
    {
        get
        {
            lock (_lock)
            {
                return _sites.Count;
            }
        }
    }

    /// <summary>Whether anything of the journal of a site is stored or was asked for.</summary>
    internal bool IsKnown(string site)
    {
        lock (_lock)
        {
            return _sites.ContainsKey(site);
        }
    }

    /// <summary>How far the journal of an epoch is stored; null when it is not the present one.</summary>
    internal long? SeqOf(string site, string epoch)
    {
        lock (_lock)
        {
            return _sites.TryGetValue(site, out Site? known) && known.Ack is { } ack
                && JournalEpochs.BaseOf(ack.Epoch) == JournalEpochs.BaseOf(epoch)
                    ? ack.Seq
                    : null;
        }
    }

    /// <summary>Takes over what is stored of sites that are not known here.</summary>
    internal void Learn(IReadOnlyList<Watermark> watermarks)
    {
        lock (_lock)
        {
            foreach (Watermark stored in watermarks)
            {
                Of(stored.Site).Ack ??= new JournalAck { Epoch = stored.Epoch, Seq = stored.Seq };
            }
        }
    }

    /// <summary>
    /// Every acknowledgement is published again, and what is behind it asked for: the broker may have forgotten both, and the batches that
    /// were under way.
    /// </summary>
    internal void Again(IReadOnlyList<Watermark> watermarks)
    {
        Learn(watermarks);
        lock (_lock)
        {
            foreach ((string name, Site site) in _sites.Where(site => site.Value.Ack is not null))
            {
                site.HasAck = true;
                site.Replay = new JournalReplay { Epoch = site.Ack!.Epoch, AfterSeq = site.Ack.Seq };
                _due.Add(name);
            }
        }

        Wake();
    }

    /// <summary>Sites that another dashboard had: only what is stored counts.</summary>
    internal void TakeOver(IReadOnlyList<Watermark> watermarks)
    {
        foreach (Watermark stored in watermarks)
        {
            Acknowledge(stored.Site, stored.Epoch, stored.Seq);
            Replay(stored.Site, stored.Epoch, stored.Seq);
        }
    }

    /// <summary>Everything up to a seq is stored.</summary>
    internal void Acknowledge(string name, string epoch, long seq)
    {
        lock (_lock)
        {
            Site site = Of(name);
            site.Ack = new JournalAck { Epoch = epoch, Seq = seq };
            site.HasAck = true;
            if (site.Replay is { } replay && (replay.Epoch != epoch || replay.AfterSeq < seq))
            {
                // What was missing is there.
                site.Replay = null;
            }

            _due.Add(name);
        }

        Wake();
    }

    /// <summary>Everything behind a seq is missing.</summary>
    internal void Replay(string name, string epoch, long afterSeq)
    {
        lock (_lock)
        {
            Of(name).Replay = new JournalReplay { Epoch = epoch, AfterSeq = afterSeq };
            _due.Add(name);
        }

        Wake();
    }

    /// <summary>Publishes until cancelled. What fails is published with the next connection.</summary>
    internal async Task RunAsync(Publish publish, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                TimeSpan? wait = await SendAsync(publish, cancellationToken).ConfigureAwait(false);
                if (wait is { } some)
                {
                    await Task.Delay(some, time, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    _ = await _some.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                    await Task.Delay(Window, time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is not answered is answered by the next connection.
        }
    }

    // Returns how long to wait for what may not be sent yet; null when nothing is left.
    private async Task<TimeSpan?> SendAsync(Publish publish, CancellationToken cancellationToken)
    {
        string[] due;
        lock (_lock)
        {
            due = [.. _due];
            _due.Clear();
        }

        TimeSpan? wait = null;
        foreach (string name in due)
        {
            (JournalAck? ack, JournalReplay? replay, bool later) = Take(name);
            JournalTopics topics = new(name);
            if (ack is not null)
            {
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(ack, JournalJson.Default.JournalAck);
                await publish(topics.Acknowledgement, json, true, cancellationToken).ConfigureAwait(false);
            }

            if (replay is not null)
            {
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(replay, JournalJson.Default.JournalReplay);
                await publish(topics.Replay, json, false, cancellationToken).ConfigureAwait(false);
            }

            if (later)
            {
                wait = Window;
            }
        }

        return wait;
    }

    private (JournalAck? Ack, JournalReplay? Replay, bool Later) Take(string name)
    {
        lock (_lock)
        {
            Site site = Of(name);
            JournalAck? ack = site.HasAck ? site.Ack : null;
            site.HasAck = false;
            if (site.Replay is not { } replay)
            {
                return (ack, null, false);
            }

            if (site.ReplayedAt is { } at && time.GetElapsedTime(at) < ReplayEvery)
            {
                _due.Add(name);
                return (ack, null, true);
            }

            (site.Replay, site.ReplayedAt) = (null, time.GetTimestamp());
            return (ack, replay, false);
        }
    }

    private Site Of(string name)
    {
        if (!_sites.TryGetValue(name, out Site? site))
        {
            _sites[name] = site = new Site();
        }

        return site;
    }

    private void Wake() => _ = _some.Writer.TryWrite(true);

    private sealed class Site
    {
        internal JournalAck? Ack { get; set; }

        internal bool HasAck { get; set; }

        internal JournalReplay? Replay { get; set; }

        internal long? ReplayedAt { get; set; }
    }
}
