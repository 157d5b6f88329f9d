using Edge.Domain;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>The result of processing an answer.</summary>
/// <param name="Fault">Why it was refused, as text for the log: its sections are not valid. Null when it was accepted.</param>
/// <param name="AskAgain">Whether the IED is to be asked again before its turn.</param>
internal readonly record struct IntakeResult(string? Fault, bool AskAgain);

/// <summary>
/// Processes an answer: values, events and system variables of the IED (Mara 1.4 §4; ADR 0005). An answer to a question that may have been
/// asked before may be old: its events are used, its values are not. Events that are in the journal already are left out. Used by the
/// thread of the bus.
/// </summary>
internal sealed class MaraAnswerIntake
{
    private const int MostMalformed = 3;

    private readonly MaraBusGathering _gathering;
    private readonly MaraBusValues _values;
    private readonly MaraBusHealth _health;
    private readonly MaraEventIntake _events;
    private readonly MaraVariablesIntake _variables;
    private readonly ILogger _logger;
    private readonly Ied[] _ieds;

    /// <summary>Creates it from the types that process the parts of an answer.</summary>
    public MaraAnswerIntake(
        MaraBusGathering gathering, MaraBusValues values, MaraBusHealth health, MaraEventIntake events, MaraVariablesIntake variables,
        ILogger logger)
    {
        (_gathering, _values, _health, _events, _variables, _logger) = (gathering, values, health, events, variables, logger);
        _ieds = new Ied[gathering.Ieds.Length];
    }

    /// <summary>Processes the answer to a poll. Takes the gate.</summary>
    /// <param name="ied">The IED that answered.</param>
    /// <param name="frame">The answer.</param>
    /// <param name="mayBeOld">Whether it may be an old answer.</param>
    /// <param name="now">When it arrived, in timestamps of the clock.</param>
    /// <param name="utc">When it arrived.</param>
    public IntakeResult Process(MaraBusIed ied, in MaraFrame frame, bool mayBeOld, long now, DateTimeOffset utc)
    {
        if (frame.Command != MaraCommand.Poll)
        {
            return ProcessWithoutEvents(ied, frame.Sequence, now, utc);
        }

        if (!MaraPollAnswer.TryParse(frame.Data, out MaraPollAnswer answer, out MaraPollAnswerError error))
        {
            return ProcessMalformed(ied, frame, error.Describe(MaraFrame.HeaderLength), now, utc);
        }

        MaraSystemVariables? variables = answer.SystemVariables.Count > 0 ? answer.SystemVariables[0] : null;
        lock (_gathering.Gate)
        {
            int repeated = CountRepeated(ied, answer, variables);
            bool unsynchronised = HasRestarted(ied, variables);
            _gathering.StartAnswer(ied, frame.Sequence, now, utc);
            _health.Answered(ied, toPoll: true, utc);
            ied.Checkpoint.Events = (byte)answer.Events.Count;
            ied.Checkpoint.Check = MaraBusCheckpoint.CheckOf(answer.EventBytes);
            if (variables is { } known)
            {
                (ied.Checkpoint.Restarts, ied.Checkpoint.UartRestarts) = (known.Restarts, known.UartRestarts);
                unsynchronised |= _variables.Process(ied, known, mayBeOld, now, utc);
            }

            if (!mayBeOld)
            {
                _values.Update(ied, answer);
            }

            _events.Process(ied, answer.Events, repeated, unsynchronised, utc);
        }

        _ieds[ied.Index].Malformed = 0;
        CheckShape(ied, answer);
        if (!mayBeOld)
        {
            _values.UpdateImage(ied, answer);
        }

        return new IntakeResult(null, mayBeOld || answer.Events.Count > 0 || answer.MoreWaiting);
    }

    /// <summary>
    /// Processes the answer to a question that was passed through. It carries no events. It may also arrive late, at the poll with the same
    /// sequence. Takes the gate.
    /// </summary>
    public IntakeResult ProcessWithoutEvents(MaraBusIed ied, byte sequence, long now, DateTimeOffset utc)
    {
        lock (_gathering.Gate)
        {
            _gathering.StartAnswer(ied, sequence, now, utc);
            _health.Answered(ied, toPoll: false, utc);
        }

        return new IntakeResult(null, AskAgain: true);
    }

    // The same sequence always returns the same bytes. After three repeats the answer is skipped, because otherwise the IED could not be
    // read any more.
    private IntakeResult ProcessMalformed(MaraBusIed ied, in MaraFrame frame, string fault, long now, DateTimeOffset utc)
    {
        ref int malformed = ref _ieds[ied.Index].Malformed;
        if (++malformed <= MostMalformed)
        {
            return new IntakeResult($"the sections of an answer are not valid: {fault}", AskAgain: false);
        }

        malformed = 0;
        Log.AnswerGivenUp(_logger, $"{_gathering.Device}, {ied.Name}", frame.Sequence, fault, Convert.ToHexString(frame.Data));
        lock (_gathering.Gate)
        {
            _gathering.StartAnswer(ied, frame.Sequence, now, utc);
            _gathering.Filling.AddUrgent(ied.Map.Finding(GatewayFinding.EventsLost, utc));
        }

        return new IntakeResult(null, AskAgain: false);
    }

    // An IED that restarted does not know its last answer, and may send unacknowledged events again. Without a restart the sequence shows
    // what is new, and equal bytes are new events.
    private int CountRepeated(MaraBusIed ied, in MaraPollAnswer answer, MaraSystemVariables? variables)
    {
        int count = ied.Checkpoint.Events;
        bool restarted = variables is { } now
            && (now.Restarts != ied.Checkpoint.Restarts || now.UartRestarts != ied.Checkpoint.UartRestarts);
        if (!restarted || count == 0 || answer.Events.Count < count
            || MaraBusCheckpoint.CheckOf(answer.EventBytes[..(count * MaraEvent.Length)]) != ied.Checkpoint.Check)
        {
            return 0;
        }

        Log.RepeatedEventsLeftOut(_logger, $"{_gathering.Device}, {ied.Name}", count);
        return count;
    }

    // An IED that restarted had no time at first. Where several restart together, the set-time for the first one reaches the others before
    // they are asked: their events may then have been stamped before it.
    private static bool HasRestarted(MaraBusIed ied, MaraSystemVariables? variables) =>
        variables is { } now && (ied.Checkpoint.Flags & MaraIedFlags.Known) != 0 && now.Restarts != ied.Checkpoint.Restarts;

    // Logged again only when the size of the answer changes.
    private void CheckShape(MaraBusIed ied, in MaraPollAnswer answer)
    {
        (int Variables, int Digitals, int Analogs) shape = (answer.SystemVariables.Count, answer.Digitals.Count, answer.Analogs.Count);
        ref (int, int, int) before = ref _ieds[ied.Index].Shape;
        if (shape == before)
        {
            return;
        }

        before = shape;
        IedDefinition expected = ied.Map.Ied;
        int variables = expected.SystemVariableBytes / MaraSystemVariables.Length;
        if (shape != (variables, expected.DigitalWords, expected.AnalogWords))
        {
            Log.AnswerDiffersFromProfile(_logger, $"{_gathering.Device}, {ied.Name}",
                shape.Variables, shape.Digitals, shape.Analogs, variables, expected.DigitalWords, expected.AnalogWords);
        }
    }

    private struct Ied
    {
        public int Malformed;
        public (int Variables, int Digitals, int Analogs) Shape;
    }
}
