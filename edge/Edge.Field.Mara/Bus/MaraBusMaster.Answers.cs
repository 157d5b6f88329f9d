using Edge.Domain;
using Edge.Field.Bus;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

// What an answer brings.
internal sealed partial class MaraBusMaster
{
    private static readonly TimeSpan s_timeWantedAgain = TimeSpan.FromMinutes(5);

    private void Take(MaraBusIed ied, in MaraFrame frame, bool old, long begin, long now)
    {
        if (frame.Command != MaraCommand.Poll)
        {
            TakeWithoutEvents(ied, frame.Sequence, now);
            return;
        }

        if (!MaraPollAnswer.TryParse(frame.Data, out MaraPollAnswer answer, out MaraPollAnswerError error))
        {
            TakeMalformed(ied, frame, error.Describe(MaraFrame.HeaderLength), begin, now);
            return;
        }

        bool back;
        lock (_gathering.Gate)
        {
            DateTimeOffset utc = _clock.GetUtcNow();
            MaraSystemVariables? variables = answer.SystemVariables.Count > 0 ? answer.SystemVariables[0] : null;
            int repeated = Repeated(ied, answer, variables);
            Begin(ied, frame.Sequence, now, utc);
            back = TakeBack(ied, utc);
            ied.Checkpoint.Events = (byte)answer.Events.Count;
            ied.Checkpoint.Check = MaraBusCheckpoint.CheckOf(answer.EventBytes);
            if (variables is { } known)
            {
                (ied.Checkpoint.Restarts, ied.Checkpoint.UartRestarts) = (known.Restarts, known.UartRestarts);
                TakeVariables(ied, known, old, utc, now);
            }

            if (!old)
            {
                ied.Map.Map(answer, ied.Last);
                _gathering.Filling.Add(ied.Index, ied.Last);
                (ied.Fresh, ied.EverRead, ied.MissesSinceFresh) = (true, true, 0);
            }

            TakeEvents(ied, answer.Events, repeated, variables, utc);
        }

        (ied.Misses, ied.Malformed) = (0, 0);
        NoteAnswer(ied);
        ied.WantsMore = old || answer.Events.Count > 0 || answer.MoreWaiting;
        CheckShape(ied, answer);
        if (!old)
        {
            ied.Keep(answer);
            Show(ied);
        }

        if (back)
        {
            Log.IedBack(_logger, _options.Device, ied.Name);
        }
    }

    // From here on this answer must be journaled before the IED is asked its next sequence. Only with the gate.
    private void Begin(MaraBusIed ied, byte sequence, long now, DateTimeOffset utc)
    {
        ied.Checkpoint.Sequence = sequence;
        ied.Checkpoint.Events = 0;
        ied.SetFlag(MaraIedFlags.Known, true);
        ied.Place = AnswerPlace.Gathered;
        _gathering.Filling.Touch(now, utc);
        _gathering.Filling.Answered();
    }

    private bool TakeBack(MaraBusIed ied, DateTimeOffset utc)
    {
        TellHealth(ied, true);
        if (!ied.Dead)
        {
            return false;
        }

        ied.SetFlag(MaraIedFlags.Dead, false);
        ForgetMisses(ied);
        _gathering.Filling.Events.Add(ied.Map.Link(MaraCommunicationsCode.MotiveBack, utc));
        _gathering.Filling.Urgent = true;
        return true;
    }

    // An answer to a question that was passed through: it came late, to the poll with the same sequence, or now.
    private void TakeWithoutEvents(MaraBusIed ied, byte sequence, long now)
    {
        bool back;
        lock (_gathering.Gate)
        {
            DateTimeOffset utc = _clock.GetUtcNow();
            Begin(ied, sequence, now, utc);
            back = TakeBack(ied, utc);
        }

        (ied.Misses, ied.WantsMore) = (0, true);
        if (back)
        {
            Log.IedBack(_logger, _options.Device, ied.Name);
        }
    }

    // The same sequence brings the same bytes again, for ever: after some repeats the answer is given up, or the IED would stay unread.
    private void TakeMalformed(MaraBusIed ied, in MaraFrame frame, string fault, long begin, long now)
    {
        if (++ied.Malformed <= MostMalformed)
        {
            Miss(ied, BusOutcome.Answered, $"an answer came whose sections break the rules: {fault}", begin, now);
            return;
        }

        Log.AnswerGivenUp(_logger, $"{_options.Device}, {ied.Name}", frame.Sequence, fault, Convert.ToHexString(frame.Data));
        ied.Malformed = 0;
        lock (_gathering.Gate)
        {
            DateTimeOffset utc = _clock.GetUtcNow();
            Begin(ied, frame.Sequence, now, utc);
            _gathering.Filling.Events.Add(ied.Map.Finding(GatewayFinding.EventsLost, utc));
            _gathering.Filling.Urgent = true;
        }
    }

    // An IED that restarted forgets which answer it gave last, and may begin again with the events that it could not release. Without a restart
    // the sequence tells, and equal bytes are news.
    private int Repeated(MaraBusIed ied, in MaraPollAnswer answer, MaraSystemVariables? variables)
    {
        int count = ied.Checkpoint.Events;
        bool restarted = variables is { } now && (now.Restarts != ied.Checkpoint.Restarts || now.UartRestarts != ied.Checkpoint.UartRestarts);
        if (!restarted || count == 0 || answer.Events.Count < count
            || MaraBusCheckpoint.CheckOf(answer.EventBytes[..(count * MaraEvent.Length)]) != ied.Checkpoint.Check)
        {
            return 0;
        }

        Log.RepeatedEventsLeftOut(_logger, $"{_options.Device}, {ied.Name}", count);
        return count;
    }

    private void TakeVariables(MaraBusIed ied, in MaraSystemVariables variables, bool old, DateTimeOffset utc, long now)
    {
        bool overflowed = variables.EventsOverflowed;
        if (overflowed && (ied.Checkpoint.Flags & MaraIedFlags.Overflowed) == 0)
        {
            Log.EventsOverflowed(_logger, _options.Device, ied.Name);
            Find(ied, GatewayFinding.EventsLost, utc);
        }

        ied.SetFlag(MaraIedFlags.Overflowed, overflowed);
        if (old)
        {
            return;
        }

        if (variables.Skew is { } skew)
        {
            TakeSkew(ied, skew, utc);
        }

        bool wants = !variables.TimeSet || Math.Abs((int)(variables.Skew ?? 0)) > MaraSystemVariables.SkewUnitsPerSecond / 2;
        if (wants && (ied.TimeWantedAt is not { } before || _clock.GetElapsedTime(before, now) >= s_timeWantedAgain))
        {
            ied.TimeWantedAt = now;
            _time.WantTime();
        }
        else if (!wants)
        {
            ied.TimeWantedAt = null;
        }
    }

    private void TakeSkew(MaraBusIed ied, short skew, DateTimeOffset utc)
    {
        double milliseconds = skew * 1000.0 / MaraSystemVariables.SkewUnitsPerSecond;
        if (ied.ToldSkew != skew)
        {
            ied.ToldSkew = skew;
            _gathering.Filling.Add(ied.Index, new DeviceFigure(ied.Address.Value, ClockLimit.Figure, milliseconds));
        }

        bool told = (ied.Checkpoint.Flags & MaraIedFlags.ClockOff) != 0;
        if (ClockLimit.Judge(told, milliseconds, _options.SkewLimit) is not { } finding)
        {
            return;
        }

        if (finding == GatewayFinding.ClockOff)
        {
            Log.IedClockOff(_logger, _options.Device, ied.Name, milliseconds, _options.SkewLimit.TotalMilliseconds);
        }
        else
        {
            Log.IedClockRight(_logger, _options.Device, ied.Name, milliseconds);
        }

        ied.SetFlag(MaraIedFlags.ClockOff, !told);
        Find(ied, finding, utc);
    }

    private void Find(MaraBusIed ied, GatewayFinding finding, DateTimeOffset utc)
    {
        _gathering.Filling.Events.Add(ied.Map.Finding(finding, utc));
        _gathering.Filling.Urgent = true;
    }

    // Told again only when the size of the answer changes.
    private void CheckShape(MaraBusIed ied, in MaraPollAnswer answer)
    {
        (int, int, int) shape = (answer.SystemVariables.Count, answer.Digitals.Count, answer.Analogs.Count);
        if (shape == ied.Shape)
        {
            return;
        }

        ied.Shape = shape;
        IedDefinition expected = ied.Map.Ied;
        int variables = expected.SystemVariableBytes / MaraSystemVariables.Length;
        if (shape != (variables, expected.DigitalWords, expected.AnalogWords))
        {
            Log.AnswerDiffersFromProfile(_logger, $"{_options.Device}, {ied.Name}",
                shape.Item1, shape.Item2, shape.Item3, variables, expected.DigitalWords, expected.AnalogWords);
        }
    }
}
