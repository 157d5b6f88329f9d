using System.Globalization;
using Edge.Field.Bus;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>One question and its answer (Mara 1.4 §2). Used by the thread of the bus.</summary>
/// <param name="bus">The bus.</param>
/// <param name="timeout">From the end of a question to the first byte of its answer.</param>
/// <param name="ieds">How many IEDs the bus has.</param>
/// <param name="late">The answers that come later.</param>
/// <param name="clock">The clock.</param>
internal sealed class MaraBusExchange(IFieldBus bus, TimeSpan timeout, int ieds, MaraLateAnswers late, TimeProvider clock)
{
    private readonly MaraAnswerFinder _finder = new(clock);
    private readonly byte[] _question = new byte[MaraFrame.MaximumLength];
    private readonly byte[] _answer = new byte[MaraFrame.MaximumLength];

    // The duration of the last answered poll of each IED; 0: not known.
    private readonly long[] _durations = new long[ieds];
    private readonly long _longest = clock.Units(timeout + (bus.ByteTime * (MaraFrame.MaximumLength + MaraFrame.MinimumLength)));

    /// <summary>Whether the last question has no answer because of the late answer of another IED.</summary>
    public bool SpoiledByAnother => late.SpoiledByAnother;

    /// <summary>The expected longest duration of the next poll of an IED, in timestamps of the clock.</summary>
    public long Expected(MaraBusIed ied) =>
        _durations[ied.Index] is > 0 and var duration ? duration + (duration / 4) : _longest + clock.Units(late.Extra(ied));

    /// <summary>Polls an IED.</summary>
    public BusResult Poll(MaraBusIed ied, byte sequence)
    {
        long begin = clock.GetTimestamp();
        BusResult result = Ask(ied, sequence, MaraCommand.Poll, []);
        _durations[ied.Index] = result.Outcome == BusOutcome.Answered ? clock.GetTimestamp() - begin : 0;
        return result;
    }

    /// <summary>Sends another question to an IED.</summary>
    public BusResult Ask(MaraBusIed ied, byte sequence, byte command, ReadOnlySpan<byte> data)
    {
        int length = MaraFrame.Write(_question, ied.Address.Value, MaraAddress.Concentrator.Value, sequence, command, data);
        _finder.Expect(ied.Address.Value, sequence, command);
        BusResult result = bus.Ask(_question.AsSpan(0, length), _answer, _finder, timeout + late.Extra(ied));
        late.Record(ied, result, _finder.SawOther ? _finder.OtherSource : null, _finder.OtherAt);
        return result;
    }

    /// <summary>The answer, if there is one; it is valid until the next question.</summary>
    public bool TryRead(in BusResult result, out MaraFrame frame)
    {
        frame = default;
        return result.Outcome == BusOutcome.Answered && MaraFrame.TryParse(_answer.AsSpan(0, result.Length), out frame, out _);
    }

    /// <summary>Why there is no answer, as text for the log.</summary>
    public string WhyNot(BusOutcome outcome) => outcome switch
    {
        BusOutcome.Silent => "no answer in time",
        _ when _finder.SawOther =>
            string.Create(CultureInfo.InvariantCulture, $"a frame of address {_finder.OtherSource} arrived, but not the answer"),
        _ => "bytes arrived, but no whole frame with a correct block check",
    };
}
