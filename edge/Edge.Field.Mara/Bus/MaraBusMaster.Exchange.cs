using System.Globalization;
using Edge.Field.Bus;
using Edge.Field.Mara.Layout;
using Edge.Field.Mara.Outstation;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

// Questions, and what becomes of an IED that does not answer them.
internal sealed partial class MaraBusMaster
{
    private void Poll(MaraBusIed ied)
    {
        bool old;
        byte sequence;
        lock (_gathering.Gate)
        {
            (old, ied.AskedBefore, sequence) = (ied.AskedBefore, true, ied.NextSequence);
        }

        int length = MaraRequest.WritePoll(_question, ied.Address, MaraAddress.Concentrator, sequence);
        long begin = _clock.GetTimestamp();
        BusResult result = Ask(ied, length, sequence, MaraCommand.Poll);
        if (!PortWorks(result))
        {
            return;
        }

        long now = _clock.GetTimestamp();
        if (result.Outcome == BusOutcome.Answered && MaraFrame.TryParse(_answer.AsSpan(0, result.Length), out MaraFrame frame, out _))
        {
            ied.Duration = now - begin;
            Take(ied, frame, old, begin, now);
        }
        else
        {
            Miss(ied, result.Outcome, WhyNot(result.Outcome), begin, now);
        }

        OfferIfDue(now);
    }

    private BusResult Ask(MaraBusIed ied, int length, byte sequence, byte command)
    {
        _finder.Expect(ied.Address.Value, sequence, command);
        return _bus.Ask(_question.AsSpan(0, length), _answer, _finder, _options.AnswerTimeout);
    }

    // Sent once. Its answer carries no events; the sequence is consumed all the same, and so goes the way of every answer (ADR 0005).
    private void PassThroughOne(PassThroughQuestion question)
    {
        if (question.Ied is not { } ied)
        {
            BusResult told = _time.Tell(question.Local, question.Asked);
            PassThroughAnswer gone = PortWorks(told) ? PassThroughAnswer.Of(default) : PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, told.Detail ?? "The port failed.");
            _ = question.Answer.TrySetResult(gone);
            return;
        }

        byte sequence;
        lock (_gathering.Gate)
        {
            (ied.AskedBefore, sequence) = (true, ied.NextSequence);
        }

        int length = MaraFrame.Write(
            _question, ied.Address.Value, MaraAddress.Concentrator.Value, sequence, question.Command, question.Data);
        BusResult result = Ask(ied, length, sequence, question.Command);
        if (!PortWorks(result))
        {
            _ = question.Answer.TrySetResult(PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, result.Detail ?? "The port failed."));
            return;
        }

        if (result.Outcome != BusOutcome.Answered || !MaraFrame.TryParse(_answer.AsSpan(0, result.Length), out MaraFrame frame, out _))
        {
            _ = question.Answer.TrySetResult(PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, $"{ied.Name}: {WhyNot(result.Outcome)}."));
            return;
        }

        TakeWithoutEvents(ied, sequence, _clock.GetTimestamp());
        _ = question.Answer.TrySetResult(question.Translate(frame.Data.ToArray()));
    }

    private string WhyNot(BusOutcome outcome) => outcome switch
    {
        BusOutcome.Silent => "no answer in time",
        _ when _finder.SawOther => string.Create(CultureInfo.InvariantCulture, $"a frame of address {_finder.OtherSource} came, but not the answer"),
        _ => "bytes came, but no whole frame with a right block check",
    };

    private void Miss(MaraBusIed ied, BusOutcome outcome, string why, long begin, long now)
    {
        ied.Misses++;
        ied.MissesSinceFresh++;
        NoteMiss(ied, outcome, why);
        bool lost = false;
        lock (_gathering.Gate)
        {
            DateTimeOffset utc = _clock.GetUtcNow();
            if (ied.Fresh && ied.MissesSinceFresh >= MissesUntilStale)
            {
                ied.Fresh = false;
                _gathering.Filling.Touch(now, utc);
                _gathering.Filling.Urgent = true;
                MakeStale(ied);
            }

            if (!ied.Dead && ied.Misses >= MissesUntilDead)
            {
                lost = true;
                ied.SetFlag(MaraIedFlags.Dead, true);
                _gathering.Filling.Touch(now, utc);
                _gathering.Filling.Events.Add(ied.Map.Link(MaraCommunicationsCode.MotiveLost, utc));
                TellHealth(ied, false);
            }
        }

        if (lost)
        {
            ForgetMisses(ied);
            Log.IedLost(_logger, _options.Device, ied.Name, MissesUntilDead, why);
            ied.ShowAnswers(false);
            Show(ied);
        }

        if (ied.Dead)
        {
            PaceTheDead(begin, now);
        }
    }

    private void MakeStale(MaraBusIed ied)
    {
        if (ied.EverRead)
        {
            MaraIedMap.MakeStale(ied.Last);
            _gathering.Filling.Add(ied.Index, ied.Last);
        }
    }

    // What a question to a dead IED cost is what sets the pause until the next one, to whichever of them: together they keep within their share.
    private void PaceTheDead(long begin, long now)
    {
        bool anyAlive = false;
        foreach (MaraBusIed ied in _ieds)
        {
            anyAlive |= !ied.Dead;
        }

        _deadNotBefore = now + (anyAlive ? (long)((now - begin) * ((1 / ShareOfTheDead) - 1)) : Units(s_allDeadPause));
        if (!anyAlive)
        {
            Fail(FieldFailureKind.TimedOut, string.Create(
                CultureInfo.InvariantCulture, $"None of the {_ieds.Length} IEDs on {_bus.Name} answers."), now);
        }
    }

    // Whether the port did its part; if not, the pair rests and the failure is handed over.
    private bool PortWorks(in BusResult result)
    {
        long now = _clock.GetTimestamp();
        if (result.Outcome == BusOutcome.PortFailed)
        {
            _portRestsUntil = now + Units(s_portPause);
            if (!_portFailed)
            {
                (_portFailed, _everFailed) = (true, false);
                _image?.Lost(_options.Comaster);
            }

            Fail(FieldFailureKind.LinkDown, result.Detail ?? $"{_bus.Name}: the port failed.", now);
            return false;
        }

        if (_portFailed)
        {
            _portFailed = false;
            lock (_gathering.Gate)
            {
                // The pipeline called everything old because of the port; of these it is the IED.
                _gathering.Filling.Touch(now, _clock.GetUtcNow());
                foreach (MaraBusIed ied in _ieds)
                {
                    if (!ied.Fresh)
                    {
                        MakeStale(ied);
                    }
                }
            }
        }

        return true;
    }

    private void Fail(FieldFailureKind kind, string detail, long now)
    {
        if (!_everFailed || _clock.GetElapsedTime(_failToldAt, now) >= s_failurePause)
        {
            (_everFailed, _failToldAt) = (true, now);

            // What was gathered before goes first: after the failure it would look like an answer.
            OfferWhatThereIs();
            _gathering.Fail(new FieldFailure(kind, detail));
            Ready();
        }
    }

    // Only with the gate.
    private void TellHealth(MaraBusIed ied, bool answers)
    {
        if (ied.ToldAnswers != answers)
        {
            _gathering.Filling.Urgent |= ied.ToldAnswers is not null || !answers;
            ied.ToldAnswers = answers;
            _gathering.Filling.Devices.Add(new FieldDeviceHealth(ied.DeviceId, answers, answers ? null : "it does not answer the gateway"));
        }
    }

    private void Show(MaraBusIed ied) =>
        _image?.Update(_options.Comaster, ied.Address.Value, ied.Variables, ied.DigitalBytes, ied.AnalogBytes);
}
