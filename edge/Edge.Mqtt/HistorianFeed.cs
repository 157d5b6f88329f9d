using Edge.Contracts;
using Edge.Contracts.Journal;
using Edge.Pipeline;
using Edge.Pipeline.Commands;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Edge.Mqtt;

/// <summary>
/// Sends the journal to one historian, and moves its cursor on its acknowledgement alone (ADR 0021). Live values go first: one batch at a
/// time waits for the broker, so a live value waits behind one batch at most, and backlog pauses while a live value is under way.
/// </summary>
internal sealed class HistorianFeed
{
    /// <summary>The pause before a batch of the backlog while a live value is under way.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private const string ContentType = "application/x-protobuf";

    private readonly IJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<long, CancellationToken, Task> _announce;
    private readonly Signal _signal;
    private readonly HistorianCursor _cursor;
    private readonly FeedReader _reader;
    private readonly HistorianReport _report;
    private readonly long _start;
    private readonly RetryDelay _nobody = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));
    private readonly RetryDelay _refused = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2));
    private FeedWindow _window;
    private string _epoch;
    private string? _left;
    private MqttSession? _session;
    private TimeSpan _notBefore;

    /// <summary>Makes the feed. From now on the journal keeps for the historian what it does not have.</summary>
    /// <param name="topics">Its topics, with its name.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="board">Signals new records.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs failures.</param>
    /// <param name="lag">How long the cursor in the journal lags behind the acknowledgements, at most.</param>
    /// <param name="announce">Publishes the state where it does not include a seq yet.</param>
    /// <exception cref="JournalWriteException">The journal cannot be read now.</exception>
    /// <remarks>Seven parameters: the feed creates its cursor and its reader itself, so it needs what each of them needs.</remarks>
    public HistorianFeed(
        JournalTopics topics, IJournal journal, LiveBoard board, TimeProvider time, ILogger logger,
        TimeSpan lag, Func<long, CancellationToken, Task> announce)
    {
        (Topics, _journal, _time, _logger, _announce) = (topics, journal, time, logger, announce);
        _start = time.GetTimestamp();
        _signal = board.WatchJournal();
        journal.SalvageChanged += _signal.Set;
        Mailbox = new HistorianMailbox(_signal);
        _cursor = new HistorianCursor(Name, journal, lag, logger);
        _reader = new FeedReader(Name, journal, logger);
        _epoch = journal.Status.Epoch;
        _window = _cursor.Open();
        _report = new HistorianReport(Name, time);
        _report.Update(_window);
    }

    /// <summary>The name of the historian, and of its cursor in the journal.</summary>
    public string Name => Topics.Historian;

    /// <summary>Its topics.</summary>
    public JournalTopics Topics { get; }

    /// <summary>What arrives from the historian.</summary>
    public HistorianMailbox Mailbox { get; }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>How far the historian is, for the state.</summary>
    /// <param name="journal">The status of the journal.</param>
    public HistorianState State(in JournalStatus journal) => _report.State(in journal);

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="stop">The stop.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        using CountedLine<string> problems = new(_time, (count, last) => Log.AnswersNotOfContract(_logger, count, Name, last));
        using CountedLine<string> epochs = new(_time, (count, last) => Log.AnswersOfOtherEpoch(_logger, count, Name, last));
        try
        {
            while (true)
            {
                Update(problems, epochs);
                if (Next() is { } batch && _session is { } session)
                {
                    await SendAsync(session, batch, stop).ConfigureAwait(false);
                }
                else
                {
                    await WaitAsync(stop).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _cursor.Store(_window.Acknowledged);
        }
    }

    /// <summary>Takes in what has changed: the epoch, answers, the time and the connection.</summary>
    private void Update(CountedLine<string> problems, CountedLine<string> epochs)
    {
        TimeSpan now = Now;
        JournalStatus status = _journal.Status;
        if (status.Epoch != _epoch && TryOpen())
        {
            _epoch = status.Epoch;
        }

        HistorianMailbox.Letters letters = Mailbox.Take();
        if (letters.Problem is { } problem)
        {
            problems.Add(problem);
        }

        foreach (HistorianAnswer? answer in new[] { letters.Ack, letters.Replay })
        {
            if (answer is { } other && status.Runs.Within(other.Epoch, other.Seq) is null)
            {
                epochs.Add(other.Epoch);
            }
        }

        if (letters.Ack is { } ack && status.Runs.Within(ack.Epoch, ack.Seq) is { } acknowledged)
        {
            if (acknowledged < ack.Seq && _left != ack.Epoch)
            {
                _left = ack.Epoch;
                Log.HistorianHasMore(_logger, Name, ack.Seq, ack.Epoch, acknowledged);
            }

            Acknowledge(acknowledged, status.LastSeq, now);
        }

        if (letters.Replay is { } replay && status.Runs.Within(replay.Epoch, replay.Seq) is { } after && _window.Replay(after, now))
        {
            Log.HistorianAsks(_logger, Name, after);
        }

        _ = _window.Elapse(now);
        if (Mailbox.Session is var session && session != _session)
        {
            (_session, _notBefore) = (session, TimeSpan.Zero);
            _window.Reconnect();
        }

        _cursor.StoreIfDue(_window.Acknowledged, now);
        _report.Update(_window);
    }

    private bool TryOpen()
    {
        try
        {
            _window = _cursor.Open();
            return true;
        }
        catch (JournalWriteException)
        {
            // It is being salvaged; its end is signalled.
            return false;
        }
    }

    private void Acknowledge(long seq, long lastSeq, TimeSpan now)
    {
        (long before, long? clash) = (_window.Acknowledged, _window.Clash);
        switch (_window.Acknowledge(seq, lastSeq, now))
        {
            case AckEffect.Clash:
                Log.HistorianClash(_logger, Name, seq, lastSeq, _epoch);
                break;
            case AckEffect.Rewound:
                Log.HistorianWentBack(_logger, Name, seq, before);
                break;
            default:
                break;
        }

        if (_window.Clash != clash)
        {
            _cursor.StoreClash(_epoch, _window.Clash);
        }
    }

    private Batch? Next()
    {
        if (_session is not { Lost.IsCancellationRequested: false } session || !_window.IsOpen || Now < _notBefore)
        {
            return null;
        }

        long room = Math.Min(JournalBatches.MaximumBytes, session.MaximumPayload(Topics.Records) ?? long.MaxValue);
        return _reader.Next(_epoch, _window.Sent, (int)Math.Max(0, room));
    }

    private async Task SendAsync(MqttSession session, Batch batch, CancellationToken stop)
    {
        if (batch.Historical && session.HasLive)
        {
            await Task.Delay(Pace, _time, stop).ConfigureAwait(false);
        }

        if (batch.Records.Any(record => record.Samples is null && record.Statistics is null))
        {
            // As for the topics of events and energies: no event comes before the state that includes its number.
            await _announce(batch.LastSeq, stop).ConfigureAwait(false);
        }

        MqttApplicationMessage message = MqttSession.Message(Topics.Records, batch.ToByteArray(), retain: false);
        message.ContentType = ContentType;
        switch (await session.SendRecordsAsync(message, stop).ConfigureAwait(false))
        {
            case Delivery.Accepted:
                _window.Add(batch.LastSeq, Now);
                _nobody.Reset();
                _refused.Reset();
                break;
            case Delivery.NoListener:
                _notBefore = Now + _nobody.Next();
                break;
            case Delivery.Refused or Delivery.TooLarge:
                _notBefore = Now + _refused.Next();
                break;
            default:
                break;
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        TimeSpan now = Now;
        TimeSpan?[] times =
        [
            _window.Due, _cursor.Due(_window.Acknowledged), _reader.Fails ? now + FeedReader.Pause : null,
            _session is not null && _notBefore > now ? _notBefore : null,
        ];
        TimeSpan? until = times.Min();
        if (until is null)
        {
            await _signal.WaitAsync(stop).ConfigureAwait(false);
            return;
        }

        using CancellationTokenSource due = new(until.Value > now ? until.Value - now : TimeSpan.Zero, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, due.Token);
        try
        {
            await _signal.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Something is due.
        }
    }
}
