using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// Answers the questions of one centre so that each event reaches it once (ADR 0006). What must be remembered is on the disk before the
/// answer leaves. Where it cannot be written there is no answer, and the centre asks again. Not for several threads at once.
/// </summary>
internal sealed class CentreAnswers(
    string centre, ConcentratorImage image, CommandDesk desk, CentreCursor cursor, EventFeed feed, RetryBuffer retry)
{
    private readonly byte[] _data = new byte[MaraFrame.MaximumData];

    /// <summary>Begins where the cursor stands, which must be registered.</summary>
    public void Resume()
    {
        feed.Start(cursor.Position);
        if (cursor.Note.Outstanding != Outstanding.Nothing)
        {
            retry.Restore(cursor.Note.Sequence);
        }
    }

    /// <summary>Answers a question. The same sequence brings the last answer, whatever it asks for (Mara 1.4 §2).</summary>
    /// <param name="question">The question; not a broadcast.</param>
    /// <param name="answer">Room for the longest frame.</param>
    /// <param name="stop">The stop of the service.</param>
    /// <returns>The length of the frame; 0: there is none.</returns>
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

    // A new sequence: what was outstanding has arrived.
    private async ValueTask<bool> MakeAsync(Question question, CancellationToken stop)
    {
        long released = cursor.PositionAfterRelease;
        if (question.Command == MaraCommand.Poll && question.Data.IsEmpty)
        {
            return MakePoll(question, released);
        }

        bool order = desk.IsOrder(question);
        ReaderNote note = order ? new ReaderNote(Outstanding.Order, question.Sequence, 0) : ReaderNote.None;
        if ((order || cursor.Note.Outstanding != Outstanding.Nothing) && !cursor.TryKeep(released, note))
        {
            return false;
        }

        feed.Release(released);
        Keep(question, await desk.AnswerAsync(question, centre, _data, stop).ConfigureAwait(false));
        return true;
    }

    private bool MakePoll(Question question, long released)
    {
        int room = (_data.Length - image.Length - 1) / EventFeed.EventLength;
        _ = feed.Fill(2 * room);
        int count = feed.CopyTo(_data.AsSpan(image.Length + 1), released, long.MaxValue, out long reach);
        ReaderNote note = count > 0 ? new ReaderNote(Outstanding.Events, question.Sequence, reach) : ReaderNote.None;

        // Where there is a write anyway, the cursor also passes the records that are no events of this centre.
        if (note != cursor.Note && !cursor.TryKeep(feed.Settled(released), note))
        {
            return false;
        }

        feed.Release(released);
        KeepPoll(question, count);
        return true;
    }

    // The same sequence after a restart of the gateway: the same events again, or an order that is not given twice.
    private bool MakeAgain(Question question)
    {
        if (cursor.Note.Outstanding == Outstanding.Order)
        {
            Keep(question, desk.RefuseAgain(question, centre, _data));
            return true;
        }

        if (!feed.FillUpTo(cursor.Note.Reach))
        {
            return false;
        }

        // A new profile may leave less room, or the journal may have dropped some: then the answer reaches less far.
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
        if (length == CommandDesk.NoAnswer)
        {
            retry.KeepSilence(question);
        }
        else
        {
            retry.Keep(question, question.Command, _data.AsSpan(0, length));
        }
    }
}
