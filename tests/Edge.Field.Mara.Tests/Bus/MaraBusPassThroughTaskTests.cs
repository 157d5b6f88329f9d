using System.Collections.Immutable;
using Edge.Field.Mara.Bus;
using Edge.Field.Mara.Outstation;
using Edge.Field.Time;
using Edge.Protocols.Mara;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>A question of a control centre is sent once, and its answer goes its way (Mara 1.4 §3; ADR 0005).</summary>
public sealed class MaraBusPassThroughTaskTests : IDisposable
{
    private readonly BusParts _parts = new();
    private readonly ScriptedIed _ied = new(7);
    private readonly ScriptedBus _bus;
    private readonly MaraBusTurns _turns;
    private readonly MaraBusPassThrough _waiting;
    private readonly MaraBusPassThroughTask _task;

    public MaraBusPassThroughTaskTests()
    {
        MaraBusOptions options = BusRig.Options with
        {
            Outputs = ImmutableDictionary<(byte Port, byte Bit), MaraOutput>.Empty.Add((2, 5), new MaraOutput(7, 2, 5)),
        };
        _bus = new ScriptedBus(_parts.Clock, _ied) { Added = TimeSpan.Zero };
        _turns = new MaraBusTurns(_parts.Ieds, TimeSpan.Zero, _parts.Clock);
        _waiting = new MaraBusPassThrough(options, _parts.Ieds, _parts.Clock);
        var station = new StationClock(Station.Zone, _parts.Clock);
        var time = new MaraBusClock(options, _bus, station, _parts.Clock, _parts.Notes);
        var exchange = new MaraBusExchange(_bus, TimeSpan.FromMilliseconds(100), _parts.Ieds.Length, _parts.Late, _parts.Clock);
        _task = new MaraBusPassThroughTask(
            exchange, _parts.Intake, _turns, time, _parts.Failures, _parts.Gathering, _parts.Clock);
    }

    public void Dispose() => _bus.Dispose();

    [Fact]
    public async Task An_order_becomes_the_IEDs_own_and_is_confirmed()
    {
        PassThroughAnswer answer = await ExecuteAsync(Order());
        Assert.Equal([Convert.FromHexString("FE0C0701000B00020501F5E4")], _ied.Others); // Mara 1.4 §3
        Assert.Equal(PassThroughOutcome.Answered, answer.Outcome);
        Assert.Equal([2, 5, 1], answer.Data.ToArray());
    }

    [Fact]
    public async Task The_RAM_of_an_IED_is_read()
    {
        PassThroughQuestion question = _waiting.Enqueue(0x36, [7, 0x20, 0x01, 4], out _)!;
        PassThroughAnswer answer = await ExecuteAsync(question);
        Assert.Equal([0xFE, 0x0B, 0x07, 0x01, 0x00, 0x06, 0x01, 0x20, 0x04], Assert.Single(_ied.Others)[..9]);
        Assert.Equal([0x20, 0x21, 0x22, 0x23], answer.Data.ToArray());
    }

    [Fact]
    public async Task An_answer_uses_up_its_sequence_and_the_IED_is_polled_again_soon()
    {
        _ = await ExecuteAsync(Order());
        Assert.Equal((AnswerPlace.Gathered, 0x80), (_parts.Ied(7).Place, _parts.Ied(7).NextSequence));
        Assert.Equal(0, _parts.Journal().Readings.Length);
        Assert.Equal(_parts.Ied(7), _turns.Choose(_parts.Clock.GetTimestamp(), out _));
    }

    [Fact]
    public async Task A_question_without_an_answer_is_not_sent_again()
    {
        _bus.Next = _ => Fault.AnswerLost;
        PassThroughAnswer answer = await ExecuteAsync(Order());
        Assert.Equal(
            PassThroughAnswer.Failed(PassThroughOutcome.TimedOut, "IED 7 (Alimentador 7): no answer in time."), answer);
        Assert.Single(_bus.Asked);
        Assert.Equal((AnswerPlace.Journaled, 0x00, true), (_parts.Ied(7).Place, _parts.Ied(7).NextSequence, _parts.Ied(7).AskedBefore));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_port_that_fails_sent_nothing(bool order)
    {
        _bus.Next = _ => Fault.PortFails;
        PassThroughAnswer answer = await ExecuteAsync(order ? Order() : SetTime(new DateTime(2026, 8, 14, 17, 0, 0)));
        Assert.Equal(PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, "it was unplugged"), answer);
        Assert.NotEqual(0, _parts.Failures.PortRestsUntil);
    }

    [Fact]
    public async Task A_set_time_is_a_broadcast_with_the_time_of_its_end()
    {
        DateTime said = new(2026, 8, 14, 17, 42, 9, 250);
        PassThroughAnswer answer = await ExecuteAsync(SetTime(said - (17 * _bus.ByteTime)));
        Assert.Equal(PassThroughAnswer.Of(default), answer);
        Assert.Equal("FE11FF01BB121A080E112A09002005F099", Convert.ToHexString(Assert.Single(_bus.Broadcasts).Frame)); // Mara 1.4 §3.1
    }

    [Fact]
    public async Task A_question_that_was_given_up_meanwhile_keeps_its_answer()
    {
        PassThroughQuestion question = Order();
        var stopped = PassThroughAnswer.Failed(PassThroughOutcome.LinkDown, "the gateway stops");
        Assert.True(question.Answer.TrySetResult(stopped));
        Assert.Equal(stopped, await ExecuteAsync(question));
    }

    private PassThroughQuestion Order() =>
        _waiting.EnqueueOrder(new MaraControl(2, 5, true), _parts.Clock.GetUtcNow().AddSeconds(1), out _)!;

    private PassThroughQuestion SetTime(DateTime local) => _waiting.EnqueueTime(local, out _)!;

    private Task<PassThroughAnswer> ExecuteAsync(PassThroughQuestion question)
    {
        _task.Execute(question);
        Assert.True(question.Answer.Task.IsCompleted);
        return question.Answer.Task;
    }
}
