using System.Buffers;
using System.Collections.Concurrent;
using Dashboard.Historian;
using Dashboard.Historian.Journal;
using Dashboard.Ingest.Sites;
using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest.Records;

/// <summary>
/// Accepts the batches of journals, whether from the subscription or from the embedded broker, and answers them: a batch that is on the
/// disk is acknowledged, and what is missing is asked for. The batches of a site are stored in the order in which they arrive.
/// </summary>
/// <remarks>
/// A batch with events or other records that people see, whose last number its gateway has not announced, is neither stored nor set aside:
/// the gateway is asked for it again, so one whose announcement is only late comes to its place. One of another journal than the announced
/// one is treated likewise. Numbers of values and statistics alone are not announced before they are sent: for a state a second would cost
/// more than they do. The roles of the broker keep other clients out, and a gateway notices an acknowledgement of what it has not written.
/// Seven parameters: each is a part that the host makes.
/// </remarks>
public sealed class JournalIntake
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(1);

    private readonly JournalWriter _writer;
    private readonly IngestLimits _limits;
    private readonly SeqAnnouncements _announcements;
    private readonly SiteShards _shards;
    private readonly JournalAnswers[] _answers;
    private readonly EventIntake _events;
    private readonly ILogger<JournalIntake> _logger;
    private readonly JournalTurns _turns = new();
    private readonly JournalTurns _taken = new();
    private readonly JournalLines _lines;
    private readonly ISiteLeases? _leases;

    // Asking holds a thread until the database answers: many sites would leave none to those that store.
    private readonly TaskFactory _oneAtATime = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, bool> _ofOthers = new(StringComparer.Ordinal);
    private volatile bool _learned;

    /// <summary>Makes the intake.</summary>
    /// <param name="writer">Where the batches are stored.</param>
    /// <param name="limits">The bounds of what is accepted.</param>
    /// <param name="sites">What the sites have announced.</param>
    /// <param name="events">Notifies of events that are new.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    /// <param name="leases">Where several dashboards share the sites; null: this one has all.</param>
    public JournalIntake(
        JournalWriter writer, IngestLimits limits, SiteStore sites, EventIntake events, TimeProvider time, ILogger<JournalIntake> logger,
        ISiteLeases? leases = null)
    {
        (_writer, _limits, _announcements, _events, _logger) = (writer, limits, sites.Announcements, events, logger);
        (_leases, _time, _shards) = (leases, time, sites.Shards);
        _lines = new JournalLines(time, logger);
        _answers = [.. Enumerable.Range(0, _shards.Brokers).Select(_ => new JournalAnswers(time))];
    }

    /// <summary>Records that could not be read since the start, kept as they came.</summary>
    public long SetAside => _lines.SetAside;

    /// <summary>Records of unknown kinds since the start, kept as they came.</summary>
    public long Unknown => _lines.Unknown;

    /// <summary>Batches since the start that were not announced.</summary>
    public long NotAnnounced => _lines.NotAnnounced;

    /// <summary>What is to be answered over a broker.</summary>
    /// <param name="broker">The number of the broker.</param>
    internal JournalAnswers AnswersOver(int broker) => _answers[broker];

    /// <summary>Why a broker may not speak for a site; null when it may.</summary>
    internal string? Refuse(string site, int broker) => _shards.Refuse(site, broker);

    /// <summary>A broker may have forgotten every answer.</summary>
    /// <param name="broker">The number of the broker.</param>
    /// <exception cref="HistorianException">The historian cannot be read.</exception>
    internal void Connected(int broker)
    {
        Watermark[] ofIt = [.. _writer.Watermarks().Where(stored => _shards.Of(stored.Site) == broker)];
        if (_leases is null)
        {
            _answers[broker].Again(ofIt);
            return;
        }

        foreach (Watermark stored in ofIt)
        {
            _ofOthers[stored.Site] = true;
        }
    }

    /// <summary>
    /// Takes the sites whose dashboard is gone, until cancelled: what it did not store is asked for, because its batches were left to it.
    /// </summary>
    internal async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!_ofOthers.IsEmpty)
                {
                    await Task.Run(() => TakeOver(_leases!), CancellationToken.None).ConfigureAwait(false);
                }
            }
            catch (HistorianException exception)
            {
                Log.LeasesNotRead(_logger, exception.Message);
            }

            await Task.Delay(s_lookEvery, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads a batch, stores it, and prepares the answer.</summary>
    /// <returns>Why it was refused, or null.</returns>
    /// <exception cref="HistorianException">It could not be stored: it must be sent again.</exception>
    public async Task<string?> AcceptAsync(string site, ReadOnlySequence<byte> payload, CancellationToken cancellationToken)
    {
        JournalBatch batch;
        try
        {
            batch = JournalBatchReader.Read(site, payload, _limits);
        }
        catch (RefusedException refused)
        {
            return refused.Message;
        }

        Task<JournalStored> stored;
        Task<JournalTurns.Turn> toTake;
        using (await _turns.TakeAsync(site, cancellationToken).ConfigureAwait(false))
        {
            if (await RefuseAsync(batch, cancellationToken).ConfigureAwait(false) is { } refusal)
            {
                return refusal.Error;
            }

            // Its place is taken now, so that several are stored together and are answered in the order in which they are stored.
            stored = await _writer.EnqueueAsync(batch, cancellationToken).ConfigureAwait(false);
            toTake = _taken.TakeAsync(site, CancellationToken.None);
        }

        try
        {
            JournalStored result = await stored.ConfigureAwait(false);
            using JournalTurns.Turn turn = await toTake.ConfigureAwait(false);
            Take(batch, result);
            return null;
        }
        catch
        {
            (await toTake.ConfigureAwait(false)).Dispose();
            throw;
        }
    }

    // Null: it is to be stored.
    private async Task<Refusal?> RefuseAsync(JournalBatch batch, CancellationToken cancellationToken)
    {
        string site = batch.Site;
        if (_leases is not null && !await _oneAtATime.StartNew(() => _leases.Holds(site), CancellationToken.None).ConfigureAwait(false))
        {
            _ofOthers[site] = true;
            return new Refusal(null);
        }

        JournalAnswers answers = AnswersTo(site);
        if (!answers.IsKnown(site) && !Knows(site, answers))
        {
            return new Refusal($"{_limits.Sites} sites have a journal here already");
        }

        if (batch.Entries.Any(entry => entry.Record is not null || entry.Elements is not null || entry.IsUnknown)
            && !await _announcements.IsOwnAsync(site, batch.Epoch, batch.LastSeq, cancellationToken).ConfigureAwait(false))
        {
            _lines.NoteUnannounced(site, batch);
            answers.Replay(site, batch.Epoch, answers.SeqOf(site, batch.Epoch) ?? batch.AfterSeq);
            return new Refusal(null);
        }

        return null;
    }

    private void TakeOver(ISiteLeases leases)
    {
        string[] taken = [.. _ofOthers.Keys.Where(leases.Holds)];
        if (taken.Length > 0)
        {
            foreach (IGrouping<JournalAnswers, Watermark> stored in _writer.Watermarks()
                .Where(stored => taken.Contains(stored.Site)).GroupBy(stored => AnswersTo(stored.Site)))
            {
                stored.Key.TakeOver([.. stored]);
            }

            foreach (string site in taken)
            {
                _ = _ofOthers.TryRemove(site, out _);
                Log.SiteTaken(_logger, site);
            }
        }
    }

    // A site that is new here may be in the store, or there is room for one more.
    private bool Knows(string site, JournalAnswers answers)
    {
        if (!_learned)
        {
            foreach (IGrouping<int?, Watermark> stored in _writer.Watermarks().GroupBy(stored => _shards.Of(stored.Site)))
            {
                _answers[stored.Key ?? 0].Learn([.. stored]);
            }

            _learned = true;
        }

        return answers.IsKnown(site) || _answers.Sum(one => one.Sites) < _limits.Sites;
    }

    private JournalAnswers AnswersTo(string site) => _answers[_shards.Of(site) ?? 0];

    private void Take(JournalBatch batch, JournalStored stored)
    {
        foreach (KeptRecord kept in stored.Records)
        {
            _events.Passed(kept.Record, kept.Became, kept.Record.Arrival);
        }

        _lines.Note(batch, stored);
        if (stored.HasWatermark && (stored.Place != BatchPlace.Missing || stored.Gone is not null))
        {
            AnswersTo(batch.Site).Acknowledge(batch.Site, batch.Epoch, stored.Watermark);
        }

        if (stored.Place == BatchPlace.Missing)
        {
            Log.ReplayRequested(_logger, batch.Site, stored.Watermark, batch.AfterSeq);
            AnswersTo(batch.Site).Replay(batch.Site, batch.Epoch, stored.Watermark);
        }
    }

    // A batch that is not to be stored; the error, if it is one of the gateway.
    private readonly record struct Refusal(string? Error);
}
