using Edge.Field.Bus;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Finds the answer to one question on a bus among noise, echoes and late answers of other IEDs: the first whole frame with a correct block
/// check from the asked IED to the concentrator that repeats the sequence (Mara 1.4 §2). A false start of frame does not delay it: the
/// answer behind it is found as soon as it is whole.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class MaraAnswerFinder(TimeProvider clock) : IFrameFinder
{
    private byte _ied;
    private byte _sequence;
    private byte _command;

    /// <summary>Whether a whole frame arrived that is not the answer.</summary>
    public bool SawOther { get; private set; }

    /// <summary>The source of that frame.</summary>
    public byte OtherSource { get; private set; }

    /// <summary>When it was found first, in timestamps of the clock.</summary>
    public long OtherAt { get; private set; }

    /// <summary>Sets the expected answer.</summary>
    /// <param name="ied">The address asked.</param>
    /// <param name="sequence">The sequence of the question.</param>
    /// <param name="command">Its command.</param>
    public void Expect(byte ied, byte sequence, byte command) =>
        (_ied, _sequence, _command, SawOther) = (ied, sequence, command, false);

    /// <inheritdoc/>
    public FrameProgress Find(ReadOnlySpan<byte> received, out int start, out int length)
    {
        for (start = 0; start + MaraFrame.MinimumLength <= received.Length; start++)
        {
            length = received[start + 1];
            if (received[start] != MaraFrame.StartOfFrame || length < MaraFrame.MinimumLength || length > received.Length - start
                || !MaraFrame.TryParse(received.Slice(start, length), out MaraFrame frame, out _))
            {
                continue;
            }

            if (Answers(frame))
            {
                return FrameProgress.Whole;
            }

            SawFrame(frame.Source);
            start += length - 1;
        }

        length = 0;
        return FrameProgress.NeedMore;
    }

    /// <inheritdoc/>
    public void Note(ReadOnlySpan<byte> received)
    {
        for (int start = 0; start + MaraFrame.MinimumLength <= received.Length; start++)
        {
            int length = received[start + 1];
            if (received[start] == MaraFrame.StartOfFrame && length >= MaraFrame.MinimumLength && length <= received.Length - start
                && MaraFrame.TryParse(received.Slice(start, length), out MaraFrame frame, out _))
            {
                SawFrame(frame.Source);
                start += length - 1;
            }
        }
    }

    private void SawFrame(byte source)
    {
        if (!SawOther || OtherSource != source)
        {
            (SawOther, OtherSource, OtherAt) = (true, source, clock.GetTimestamp());
        }
    }

    // A question that was passed through and was never answered may have reached the IED: its answer then comes to the poll with the same
    // sequence.
    private bool Answers(in MaraFrame frame) =>
        frame.Source == _ied && frame.Destination == MaraAddress.Concentrator.Value && frame.Sequence == _sequence
        && (frame.Command == _command || (_command == MaraCommand.Poll && IsPassThrough(frame.Command)));

    // Polls never use these commands.
    private static bool IsPassThrough(byte command) => command is MaraCommand.ReadRamPaged or MaraCommand.ControlPhysicalPort;
}
