namespace Edge.Field.Mara.Outstation;

/// <summary>
/// One control centre, over its connections and over restarts of the gateway. It coordinates its parts, one question at a time:
/// <see cref="CentreConnections"/> decides which connection is valid, <see cref="CentreCursor"/> stores how far the centre was served,
/// <see cref="CentreAnswers"/> creates the answers (ADR 0006).
/// </summary>
internal sealed class CentreSession(
    string name, CentreCursor cursor, EventFeed feed, CentreAnswers answers, TimeProvider time) : IDisposable
{
    /// <summary>After this many records that are not events of a centre, its cursor is written.</summary>
    public const int WorthAWrite = 1000;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly long _since = time.GetTimestamp();
    private long _settled;
    private long _lastAsked;

    /// <summary>The name of the centre in logs.</summary>
    public string Name => name;

    /// <summary>Its connections.</summary>
    public CentreConnections Connections { get; } = new(time);

    /// <summary>Whether it is not in the configuration.</summary>
    public bool IsUnknown => cursor.UnknownIdentity.Length > 0;

    /// <summary>How many records of the journal it has not read yet; 0: it has everything.</summary>
    public long Behind => Math.Max(0, feed.Newest - Interlocked.Read(ref _settled));

    /// <summary>The time of its last question, as a timestamp of the clock; 0: never.</summary>
    public long LastAsked => Interlocked.Read(ref _lastAsked);

    /// <summary>The time since its last question, or since the start.</summary>
    public TimeSpan Idle => time.GetElapsedTime(Math.Max(LastAsked, _since));

    /// <summary>Continues from the position in the journal, or starts with new records.</summary>
    /// <param name="identity">The identity of an unknown centre; empty for a known one.</param>
    /// <returns>False where the journal could not be written: try again later.</returns>
    public bool Register(string identity = "")
    {
        if (cursor.IsRegistered)
        {
            return true;
        }

        if (!cursor.Register(identity))
        {
            return false;
        }

        answers.Resume();
        UpdateSettled();
        return true;
    }

    /// <summary>Answers a question, one at a time.</summary>
    /// <param name="connection">Its connection; a newer connection of the same centre replaces an older one.</param>
    /// <param name="question">The question; not a broadcast.</param>
    /// <param name="answer">A buffer for the longest frame.</param>
    /// <param name="stop">The stop of the service; a lost connection does not cancel a question that has begun.</param>
    /// <returns>The length of the answer; 0: no answer.</returns>
    public async ValueTask<int> AnswerAsync(
        OutstationConnection connection, Question question, Memory<byte> answer, CancellationToken stop)
    {
        await _turn.WaitAsync(connection.Closing).ConfigureAwait(false);
        try
        {
            if (!Connections.TryOwn(connection) || !Register(cursor.UnknownIdentity))
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
    /// Moves the cursor over records that are not events of this centre, so that the journal may drop them. Does nothing during a question.
    /// </summary>
    public void Upkeep()
    {
        if (!_turn.Wait(0))
        {
            return;
        }

        try
        {
            if (!Register(cursor.UnknownIdentity) || cursor.Note.Outstanding != Outstanding.Nothing)
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

    /// <summary>Ends the session, so that another unknown centre can use its place. It must have no connection.</summary>
    /// <returns>False if it has a connection or a question is being answered.</returns>
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
