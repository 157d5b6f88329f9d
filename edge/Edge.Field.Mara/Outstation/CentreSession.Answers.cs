using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Outstation;

/// <content>Making the answers, and what must be on the disk before they leave.</content>
internal sealed partial class CentreSession
{
    /// <summary>A new sequence: what was outstanding has arrived.</summary>
    private async ValueTask<bool> MakeAsync(Question question, CancellationToken stop)
    {
        long released = _kept.Outstanding == Outstanding.Events ? Math.Max(_cursor, _kept.Reach) : _cursor;
        if (question.Command == MaraCommand.Poll && question.Data.IsEmpty)
        {
            return MakePoll(question, released);
        }

        bool order = _desk.IsOrder(question);
        ReaderNote note = order ? new ReaderNote(Outstanding.Order, question.Sequence, 0) : ReaderNote.None;
        if ((order || _kept.Outstanding != Outstanding.Nothing) && !TryKeep(released, note))
        {
            return false;
        }

        _feed.Release(released);
        int length = await _desk.AnswerAsync(question, Name, _data, stop).ConfigureAwait(false);
        Buffer(question, question.Command, length);
        return true;
    }

    private bool MakePoll(Question question, long released)
    {
        int room = (_data.Length - _image.Length - 1) / EventFeed.EventLength;
        _ = _feed.Fill(2 * room);
        int count = _feed.CopyTo(_data.AsSpan(_image.Length + 1), released, long.MaxValue, out long reach);
        ReaderNote note = count > 0 ? new ReaderNote(Outstanding.Events, question.Sequence, reach) : ReaderNote.None;

        // The cursor may as well pass what is no event of this centre's; alone that is not worth a write.
        if (note != _kept && !TryKeep(_feed.Settled(released), note))
        {
            return false;
        }

        _feed.Release(released);
        Finish(question, count);
        return true;
    }

    /// <summary>The same sequence after a restart of the gateway: the same events once more, or an order that is not given twice.</summary>
    private bool MakeAgain(Question question)
    {
        if (_kept.Outstanding == Outstanding.Order)
        {
            Buffer(question, question.Command, _desk.RefuseAgain(question, Name, _data));
            return true;
        }

        if (!_feed.FillUpTo(_kept.Reach))
        {
            return false;
        }

        // A new profile may leave less room, or the journal may have dropped some: then the answer reaches less far.
        int count = _feed.CopyTo(_data.AsSpan(_image.Length + 1), _cursor, _kept.Reach, out long reach);
        ReaderNote note = count > 0 ? _kept with { Reach = reach } : ReaderNote.None;
        if (note != _kept && !TryKeep(_cursor, note))
        {
            return false;
        }

        Finish(question, count);
        return true;
    }

    private void Finish(Question question, int count)
    {
        int events = count * EventFeed.EventLength;
        _image.CopyTo(_data);
        _data[_image.Length] = (byte)(events + 1);
        Buffer(question, MaraCommand.Poll, _image.Length + 1 + events);
    }

    private void Buffer(Question question, byte command, int length)
    {
        (_asked, _sequence, _forgotten) = (true, question.Sequence, false);
        _answerLength = length == CommandDesk.NoAnswer
            ? 0
            : MaraFrame.Write(_answer, question.Source, _address, question.Sequence, command, _data.AsSpan(0, length));
    }

    private bool TryKeep(long cursor, in ReaderNote note)
    {
        int length = note.Write(_note, _guest);
        try
        {
            _journal.MoveCursor(_reader, cursor, _note.AsSpan(0, length));
        }
        catch (JournalWriteException failure)
        {
            NotKept(failure);
            return false;
        }

        _writeFails = false;
        (_cursor, _kept) = (cursor, note);
        return true;
    }

    private void NotKept(JournalWriteException failure)
    {
        if (!_writeFails)
        {
            Log.NorthNotKept(_logger, Name, failure.Message);
        }

        _writeFails = true;
    }
}
