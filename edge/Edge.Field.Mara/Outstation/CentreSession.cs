namespace Edge.Field.Mara.Outstation;

/// <summary>
/// One control centre as the concentrator sees it, over its connections and over restarts of the gateway. It only puts the parts in order,
/// one question at a time: <see cref="CentreConnections"/> says which connection counts, <see cref="CentreCursor"/> how far the centre was
/// served, <see cref="CentreAnswers"/> makes the answers (ADR 0006).
/// </summary>
internal sealed class CentreSession(
    string name, CentreCursor cursor, EventFeed feed, CentreAnswers answers, TimeProvider time) : IDisposable
{
    /// <summary>So many records that are no events of a centre are worth a write that passes them.</summary>
    public const int WorthAWrite = 1000;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly long _since = time.GetTimestamp();
    private long _settled;
    private long _lastAsked;

    /// <summary>The centre, for a person.</summary>
    public string Name => name;

    /// <summary>Its connections.</summary>
    public CentreConnections Connections { get; } = new(time);

    /// <summary>Whether the configuration does not name it.</summary>
    public bool IsGuest => cursor.Guest.Length > 0;

    /// <summary>How many records of the journal stand before it has everything; 0: it has everything.</summary>
    public long Behind => Math.Max(0, feed.Newest - Interlocked.Read(ref _settled));

    /// <summary>When it last asked, as a timestamp of the clock; 0: never.</summary>
    public long LastAsked => Interlocked.Read(ref _lastAsked);

    /// <summary>For how long it has asked nothing in this run.</summary>
    public TimeSpan Idle => time.GetElapsedTime(Math.Max(LastAsked, _since));

    /// <summary>Continues where the journal says, or begins with what happens from now on.</summary>
    /// <param name="guest">Who an unknown centre is; empty for a known one.</param>
    /// <returns>False where the journal could not be written: try again later.</returns>
    public bool Register(string guest = "")
    {
        if (cursor.IsRegistered)
        {
            return true;
        }

        if (!cursor.Register(guest))
        {
            return false;
        }

        answers.Resume();
        UpdateSettled();
        return true;
    }

    /// <summary>Answers a question, one at a time.</summary>
    /// <param name="connection">Where it came from; a newer connection of the same centre takes the place of an older one.</param>
    /// <param name="question">The question; not a broadcast.</param>
    /// <param name="answer">Room for the longest frame.</param>
    /// <param name="stop">The stop of the service; a connection that breaks stops nothing that has begun.</param>
    /// <returns>How long the answer is; 0: there is none.</returns>
    public async ValueTask<int> AnswerAsync(
        OutstationConnection connection, Question question, Memory<byte> answer, CancellationToken stop)
    {
        await _turn.WaitAsync(connection.Closing).ConfigureAwait(false);
        try
        {
            if (!Connections.TryOwn(connection) || !Register(cursor.Guest))
            {
                return 0;
            }

            Interlocked.Exchange(ref _lastAsked, time.GetTimestamp());
            int length = await answers.AnswerAsync(question, answer, stop).ConfigureAwait(false);
            UpdateSettled();
            return length;
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>
    /// Moves the cursor over records that are no events of this centre, so that the journal may drop them. Does nothing while it asks.
    /// </summary>
    public void Upkeep()
    {
        if (!_turn.Wait(0))
        {
            return;
        }

        try
        {
            if (!Register(cursor.Guest) || cursor.Note.Outstanding != Outstanding.Nothing)
            {
                return;
            }

            _ = feed.Fill(1);
            long settled = feed.Settled(cursor.Position);
            if (settled - cursor.Position >= WorthAWrite)
            {
                _ = cursor.TryKeep(settled, cursor.Note);
            }

            UpdateSettled();
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Another guest takes its place. It must have no connection.</summary>
    /// <returns>False where it has one, or is asking just now.</returns>
    public bool Retire()
    {
        if (Connections.Any || !_turn.Wait(0))
        {
            return false;
        }

        Connections.Retire();
        _ = _turn.Release();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private void UpdateSettled() => Interlocked.Exchange(ref _settled, feed.Settled(cursor.Position));
}
