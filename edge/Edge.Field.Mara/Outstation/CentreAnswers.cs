using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// Answers the questions of one centre so that each event reaches it once (ADR 0006). The required state is on the disk before the answer
/// is sent. If it cannot be written there is no answer, and the centre asks again. Not for several threads.
/// </summary>
internal sealed class CentreAnswers(
    string centre, ConcentratorImage image, CommandHandler commands, CentreCursor cursor, EventFeed feed, RetryBuffer retry)
{
    private readonly byte[] _data = new byte[MaraFrame.MaximumData];

    /// <summary>Continues from the cursor, which must be registered.</summary>
    public void Resume()
    {
        feed.Start(cursor.Position);
        if (cursor.Note.Outstanding != Outstanding.Nothing)
        {
            retry.Restore(cursor.Note.Sequence);
        }
    }

    /// <summary>Answers a question. The same sequence gets the last answer, whatever the command (Mara 1.4 §2).</summary>
    /// <param name="question">The question; not a broadcast.</param>
    /// <param name="answer">A buffer for the longest frame.</param>
    /// <param name="stop">The stop of the service.</param>
    /// <returns>The length of the frame; 0: no answer.</returns>
    public async ValueTask<int> AnswerAsync(Question question, Memory<byte> answer, CancellationToken stop)
    {
        bool ready = retry.Find(question.Sequence) switch
        {
            RetryState.Kept => true,
            RetryState.Forgotten => MakeAgain(question),
            _ => await MakeAsync(question, stop).ConfigureAwait(false),
        };
        return ready ? retry.CopyTo(answer.Span) : 0;
    }

    // A new sequence acknowledges the outstanding answer.
    private async ValueTask<bool> MakeAsync(Question question, CancellationToken stop)
    {
        long released = cursor.PositionAfterRelease;
        if (question.Command == MaraCommand.Poll && question.Data.IsEmpty)
        {
            return MakePoll(question, released);
        }

        bool order = commands.IsOrder(question);
        ReaderNote note = order ? new ReaderNote(Outstanding.Order, question.Sequence, 0) : ReaderNote.None;
        if ((order || cursor.Note.Outstanding != Outstanding.Nothing) && !cursor.TryKeep(released, note))
        {
            return false;
        }

        feed.Release(released);
        Keep(question, await commands.AnswerAsync(question, centre, _data, stop).ConfigureAwait(false));
        return true;
    }

    private bool MakePoll(Question question, long released)
    {
        int room = (_data.Length - image.Length - 1) / EventFeed.EventLength;
        _ = feed.Fill(2 * room);
        int count = feed.CopyTo(_data.AsSpan(image.Length + 1), released, long.MaxValue, out long reach);
        ReaderNote note = count > 0 ? new ReaderNote(Outstanding.Events, question.Sequence, reach) : ReaderNote.None;

        // If it writes anyway, the cursor also moves over records that are not events of this centre.
        if (note != cursor.Note && !cursor.TryKeep(feed.Settled(released), note))
        {
            return false;
        }

        feed.Release(released);
        KeepPoll(question, count);
        return true;
    }

    // The same sequence after a restart of the gateway: the same events again, or an order that must not be given twice.
    private bool MakeAgain(Question question)
    {
        if (cursor.Note.Outstanding == Outstanding.Order)
        {
            Keep(question, commands.RefuseAgain(question, centre, _data));
            return true;
        }

        if (!feed.FillUpTo(cursor.Note.Reach))
        {
            return false;
        }

        // With a new profile fewer events may fit, or the journal may have dropped some: then the answer has fewer events.
        int count = feed.CopyTo(_data.AsSpan(image.Length + 1), cursor.Position, cursor.Note.Reach, out long reach);
        ReaderNote note = count > 0 ? cursor.Note with { Reach = reach } : ReaderNote.None;
        if (note != cursor.Note && !cursor.TryKeep(cursor.Position, note))
        {
            return false;
        }

        KeepPoll(question, count);
        return true;
    }

    private void KeepPoll(Question question, int count)
    {
        int events = count * EventFeed.EventLength;
        image.CopyTo(_data);
        _data[image.Length] = (byte)(events + 1);
        retry.Keep(question, MaraCommand.Poll, _data.AsSpan(0, image.Length + 1 + events));
    }

    private void Keep(Question question, int length)
    {
        if (length == CommandHandler.NoAnswer)
        {
            retry.KeepSilence(question);
        }
        else
        {
            retry.Keep(question, question.Command, _data.AsSpan(0, length));
        }
    }
}
