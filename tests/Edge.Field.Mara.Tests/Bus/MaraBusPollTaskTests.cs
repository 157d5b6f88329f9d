using Edge.Field.Mara.Bus;
using Edge.Pipeline;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>One poll: each thing that can come of it reaches the part that it concerns (ADR 0005).</summary>
public sealed class MaraBusPollTaskTests : IDisposable
{
    private readonly BusParts _parts = new();
    private readonly ScriptedIed[] _ieds = [.. Enumerable.Range(2, 11).Select(address => new ScriptedIed(address))];
    private readonly ScriptedBus _bus;
    private readonly MaraBusTurns _turns;
    private readonly MaraBusPollTask _task;

    public MaraBusPollTaskTests()
    {
        _bus = new ScriptedBus(_parts.Clock, _ieds);
        _turns = new MaraBusTurns(_parts.Ieds, TimeSpan.Zero, _parts.Clock);
        var exchange = new MaraBusExchange(_bus, TimeSpan.FromMilliseconds(100), _parts.Ieds.Length, _parts.Late, _parts.Clock);
        _task = new MaraBusPollTask(
            exchange, _parts.Intake, _parts.Health, _turns, _parts.Failures, _parts.Gathering, _parts.Clock);
    }

    public void Dispose() => _bus.Dispose();

    [Fact]
    public void The_first_answer_may_be_old_and_the_second_brings_values()
    {
        Poll(5);
        Assert.Equal(0, _parts.Journal().Readings.Length);
        Poll(5);
        Assert.Equal(3, _parts.Journal().Readings.Length);
        Assert.Equal([0x00, 0x80], Scripted(5).Sequences);
    }

    [Fact]
    public void A_poll_without_an_answer_asks_the_same_sequence_again()
    {
        _bus.Next = _ => Fault.AnswerLost;
        Poll(5);
        Poll(5);
        _bus.Next = _ => Fault.None;
        Poll(5);
        Assert.Equal([0x00, 0x00, 0x00], Scripted(5).Sequences);
        Assert.Equal(AnswerPlace.Gathered, _parts.Ied(5).Place);
    }

    [Fact]
    public void The_fifth_poll_without_an_answer_makes_the_IED_lost()
    {
        _bus.Next = _ => Fault.Garbled;
        for (int i = 1; i <= 5; i++)
        {
            Assert.False(_parts.Ied(5).IsLost);
            Poll(5);
        }

        Assert.True(_parts.Ied(5).IsLost);
        (_, int id, string text) = Assert.Single(_parts.Notes.All);
        Assert.Equal(1150, id);
        Assert.Contains("no whole frame with a correct block check", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_that_break_the_rules_are_a_missed_poll()
    {
        Scripted(5).Sections = [9];
        Poll(5);
        Assert.Equal((AnswerPlace.Journaled, 0x00), (_parts.Ied(5).Place, _parts.Ied(5).NextSequence));
        Assert.False(_parts.Gathering.TryTake(out _));
    }

    [Fact]
    public void An_IED_with_events_is_asked_again_before_its_turn()
    {
        Scripted(9).Happen(2);
        Poll(9);
        Assert.Equal(2, _parts.Journal().Events.Length);
        Assert.Equal(_parts.Ied(9), _turns.Choose(_parts.Clock.GetTimestamp(), out _));
    }

    [Fact]
    public void A_port_that_fails_is_no_miss_of_the_IED()
    {
        _bus.Next = _ => Fault.PortFails;
        for (int i = 0; i < 10; i++)
        {
            Poll(5);
        }

        Assert.False(_parts.Ied(5).IsLost);
        Assert.Empty(Scripted(5).Sequences);
        Assert.True(_parts.Gathering.TryTake(out PollResult result));
        Assert.Equal(new FieldFailure(FieldFailureKind.LinkDown, "it was unplugged"), result.Failure);
    }

    [Fact]
    public void The_last_IED_that_is_lost_makes_it_a_failure_of_the_bus()
    {
        Array.ForEach(_parts.Ieds, ied => ied.SetFlag(MaraIedFlags.Lost, true));
        _bus.Next = _ => Fault.AnswerLost;
        Poll(5);
        Assert.True(_parts.Gathering.TryTake(out PollResult result));
        Assert.Equal(new FieldFailure(FieldFailureKind.TimedOut, "None of the 11 IEDs on ttyTest answers."), result.Failure);
    }

    [Fact]
    public void A_lost_IED_pauses_the_questions_to_those_that_are_lost()
    {
        _parts.Ied(5).SetFlag(MaraIedFlags.Lost, true);
        _bus.Next = _ => Fault.AnswerLost;
        Poll(5);
        Assert.False(_parts.Gathering.TryTake(out _));
        Assert.NotEqual(_parts.Ied(5), _turns.Choose(_parts.Clock.GetTimestamp(), out long next));
        Assert.InRange(next, _parts.Clock.GetTimestamp() + TimeSpan.TicksPerSecond, long.MaxValue - 1);
    }

    [Fact]
    public void A_scan_is_handed_over_when_half_of_the_IEDs_answered()
    {
        foreach (int address in Enumerable.Range(2, 5))
        {
            Poll(address);
            Assert.False(_parts.Gathering.TryTake(out _));
        }

        Poll(7);
        Assert.True(_parts.Gathering.TryTake(out PollResult result));
        Assert.NotNull(result.Scan);
    }

    private void Poll(int address) => _task.Execute(_parts.Ied(address));

    private ScriptedIed Scripted(int address) => _ieds[address - 2];
}
