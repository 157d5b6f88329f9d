using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// One control centre as the concentrator sees it: its sequence, its retry buffer and its queue of events, which outlive its connections and
/// the gateway. How that gives each event exactly once: ADR 0006. What it must remember is on the disk before an answer leaves; where it
/// cannot be written, the question stays unanswered and comes again.
/// </summary>
internal sealed partial class CentreSession : IDisposable
{
    /// <summary>So many records that are nothing to a centre are worth a write that passes them.</summary>
    public const int WorthAWrite = 1000;

    private static readonly TimeSpan s_betweenSayings = TimeSpan.FromMinutes(1);

    private readonly IJournal _journal;
    private readonly ConcentratorImage _image;
    private readonly CommandDesk _desk;
    private readonly EventFeed _feed;
    private readonly string _reader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly byte _address;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _data = new byte[MaraFrame.MaximumData];
    private readonly byte[] _note = new byte[IJournal.MaximumNote];
    private readonly byte[] _answer = new byte[MaraFrame.MaximumLength];

    private readonly Lock _saying = new();

    private readonly long _since;

    private bool _going;
    private long? _saidAt;
    private OutstationConnection? _owner;
    private OutstationConnection? _latest;
    private long _newest;
    private string _guest = "";
    private long _settled;
    private long _lastAsked;

    // What the journal holds for this reader.
    private long _cursor;
    private ReaderNote _kept;
    private bool _registered;
    private bool _retired;
    private bool _writeFails;

    // The retry buffer: the last sequence and its answer. No length where a restart forgot the bytes: they are made again.
    private bool _asked;
    private byte _sequence;
    private int _answerLength;
    private bool _forgotten;

    public CentreSession(
        string name, string reader, IJournal journal, ConcentratorImage image, CommandDesk desk, OutstationOptions options, TimeProvider time,
        ILogger logger)
    {
        Name = name;
        _reader = reader;
        _journal = journal;
        _image = image;
        _desk = desk;
        _time = time;
        _since = time.GetTimestamp();
        _logger = logger;
        _address = options.Address.Value;
        _feed = new EventFeed(journal, options.Comaster, name, logger);
    }

    /// <summary>The centre, for a person.</summary>
    public string Name { get; }

    /// <summary>Whether it is one that nobody knows beforehand.</summary>
    public bool IsGuest => _guest.Length > 0;

    /// <summary>Whether it has a connection.</summary>
    public bool IsConnected => Volatile.Read(ref _owner) is not null;

    /// <summary>How many records of the journal stand before it has everything; 0: it has everything.</summary>
    public long Behind => Math.Max(0, _journal.Status.LastSeq - Interlocked.Read(ref _settled));

    /// <summary>When it last asked, as a timestamp of the clock; 0: never.</summary>
    public long LastAsked => Interlocked.Read(ref _lastAsked);

    /// <summary>For how long it has asked nothing in this run.</summary>
    public TimeSpan Idle => _time.GetElapsedTime(Math.Max(LastAsked, _since));

    /// <summary>Takes up where the journal says, or begins with what comes from now on.</summary>
    /// <param name="guest">Who an unknown centre is; empty for a known one.</param>
    /// <returns>False where the journal could not be written: try again later.</returns>
    public bool Register(string guest = "")
    {
        if (_registered)
        {
            return true;
        }

        _guest = guest;
        try
        {
            if (_journal.GetNote(_reader) is { } kept && Resume(kept.Span))
            {
                _cursor = _journal.GetCursor(_reader);
            }
            else if (!TryKeep(_journal.Status.LastSeq, ReaderNote.None))
            {
                return false;
            }
        }
        catch (JournalWriteException failure)
        {
            NotKept(failure);
            return false;
        }

        _feed.Start(_cursor);
        _registered = true;
        Tell();
        return true;
    }

    /// <summary>Whether the note is this centre's: its cursor counts then, even where the rest of the note cannot be read.</summary>
    private bool Resume(ReadOnlySpan<byte> kept)
    {
        if (!ReaderNote.TryRead(kept, out ReaderNote note, out string guest))
        {
            Log.NorthNoteUnreadable(_logger, Name, kept.Length);
            return _guest.Length == 0;
        }

        if (guest != _guest)
        {
            return false;
        }

        _kept = note;
        (_asked, _sequence, _forgotten) = (note.Outstanding != Outstanding.Nothing, note.Sequence, true);
        return true;
    }

    /// <summary>Answers a question, one at a time.</summary>
    /// <param name="connection">Where it came from; a newer connection of the same centre takes the place of an older one.</param>
    /// <param name="question">The question; not a broadcast.</param>
    /// <param name="answer">Room for the longest frame.</param>
    /// <param name="stop">The stop of the service; a connection that breaks stops nothing that has begun.</param>
    /// <returns>How long the answer is; 0: there is none.</returns>
    public async ValueTask<int> AnswerAsync(OutstationConnection connection, Question question, Memory<byte> answer, CancellationToken stop)
    {
        await _turn.WaitAsync(connection.Closing).ConfigureAwait(false);
        try
        {
            if (!Own(connection) || !Register(_guest))
            {
                return 0;
            }

            Interlocked.Exchange(ref _lastAsked, _time.GetTimestamp());

            // The same sequence brings the last answer, whatever the question (Mara 1.4 §2).
            bool known = _asked && question.Sequence == _sequence
                ? !_forgotten || MakeAgain(question)
                : await MakeAsync(question, stop).ConfigureAwait(false);
            Tell();
            if (!known)
            {
                return 0;
            }

            _answer.AsSpan(0, _answerLength).CopyTo(answer.Span);
            return _answerLength;
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Whether its coming is worth a line in the log: one that comes and goes all the time is told of once a minute.</summary>
    public bool SaysComing()
    {
        lock (_saying)
        {
            bool said = _saidAt is not { } at || _time.GetElapsedTime(at) >= s_betweenSayings;
            _going = said;
            _saidAt = said ? _time.GetTimestamp() : _saidAt;
            return said;
        }
    }

    /// <summary>Whether its going is worth a line: where its coming was.</summary>
    public bool SaysGoing()
    {
        lock (_saying)
        {
            (bool said, _going) = (_going, false);
            return said;
        }
    }

    /// <summary>
    /// A connection turns out to be this centre's. Of several the last one counts; the others are closed at once and not when their turn has come, or
    /// a centre that connects again and again while the field is slow would hold every place.
    /// </summary>
    public void Arrive(OutstationConnection connection)
    {
        OutstationConnection? older = connection;
        lock (_saying)
        {
            if (_latest is null || _latest.Number < connection.Number)
            {
                (older, _latest) = (_latest, connection);
            }
        }

        older?.Close(ConnectionEnd.TakenOver);
    }

    /// <summary>A connection is over.</summary>
    public void Leave(OutstationConnection connection)
    {
        _ = Interlocked.CompareExchange(ref _owner, null, connection);
        lock (_saying)
        {
            _latest = ReferenceEquals(_latest, connection) ? null : _latest;
        }
    }

    /// <summary>Moves the cursor over what is none of this centre's, so that the journal may forget it. Skips a turn where the centre is busy.</summary>
    public void Upkeep()
    {
        if (!_turn.Wait(0))
        {
            return;
        }

        try
        {
            if (!Register(_guest) || _kept.Outstanding != Outstanding.Nothing)
            {
                return;
            }

            _ = _feed.Fill(1);
            long settled = _feed.Settled(_cursor);
            if (settled - _cursor >= WorthAWrite)
            {
                _ = TryKeep(settled, _kept);
            }

            Tell();
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Another guest takes its place; it must have no connection.</summary>
    /// <returns>False where it is just being asked.</returns>
    public bool Retire()
    {
        if (IsConnected || !_turn.Wait(0))
        {
            return false;
        }

        _retired = true;
        _ = _turn.Release();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void Tell() => Interlocked.Exchange(ref _settled, _feed.Settled(_cursor));

    // Under the turn, so that nothing of an older connection can come behind what the newer one has asked.
    private bool Own(OutstationConnection connection)
    {
        if (_retired || connection.Number < _newest)
        {
            connection.Close(ConnectionEnd.TakenOver);
            return false;
        }

        OutstationConnection? before = Interlocked.Exchange(ref _owner, connection);
        if (!ReferenceEquals(before, connection))
        {
            _newest = connection.Number;
            before?.Close(ConnectionEnd.TakenOver);
        }

        return true;
    }
}
