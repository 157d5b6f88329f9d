using Edge.Domain;
using Edge.Field.Mara.Tests.Bus;
using TestKit;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Faults;

/// <summary>
/// An IED that answered 3 ms behind the time-out spoke into the question to the next one, round after round: the healthy one was reported
/// as lost, was not read for 17 s, and its stack of five events overflowed. Noise did the same.
/// </summary>
[Trait("Category", "Slow")]
public sealed class Fault_68_What_one_IED_or_the_line_does_is_charged_to_no_other
{
    private const int Late = 5;
    private const int AnswersBadly = 1157;
    private const int AnswersLate = 1161;
    private const int AnswersInTime = 1162;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(103)]
    [InlineData(119)]
    [InlineData(140)]
    [InlineData(250)]
    public void A_late_answer_is_waited_out_and_used(int milliseconds)
    {
        (BusRig rig, CollidingBus bus) = Rig();
        rig.Run(TimeSpan.FromSeconds(5));
        bus.Delay(Late, TimeSpan.FromMilliseconds(milliseconds));
        RunWithEvents(rig, TimeSpan.FromMinutes(2));
        Assert.Empty(LostIeds(rig));
        AssertOnceEach(rig, Enumerable.Range(2, 11));
        Assert.Contains("IED 5 ", Assert.Single(rig.Notes.Of(AnswersLate)), StringComparison.Ordinal);
        Assert.Equal(0, rig.Notes.Count(AnswersBadly));
        Assert.True(rig.Quality("B5").IsGood && rig.Quality("B6").IsGood);

        // At most the first time: from then on nobody is asked before the late answer is there.
        Assert.InRange(bus.Spoiled, 0, 2);
        bus.Delay(Late, TimeSpan.FromMilliseconds(5));
        rig.Run(TimeSpan.FromMinutes(2));
        Assert.Equal(1, rig.Notes.Count(AnswersInTime));
    }

    [Fact]
    public void One_that_is_too_late_for_any_patience_takes_no_other_down()
    {
        (BusRig rig, CollidingBus bus) = Rig();
        rig.Run(TimeSpan.FromSeconds(5));
        bus.Delay(Late, TimeSpan.FromMilliseconds(900));
        RunWithEvents(rig, TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(LostIeds(rig), lost => lost != Late);
        AssertOnceEach(rig, Enumerable.Range(2, 11).Where(a => a != Late));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Noise_on_the_line_makes_no_IED_lost_and_costs_no_event(int seed)
    {
        (BusRig rig, CollidingBus bus) = Rig();
        rig.Run(TimeSpan.FromSeconds(5));
        Random random = new(seed);
        for (int i = 0; i < 100; i++)
        {
            byte[] burst = new byte[random.Next(1, 4)];
            random.NextBytes(burst);
            bus.Send(TimeSpan.FromMilliseconds((i * 100) + random.Next(100)), burst);
        }

        RunWithEvents(rig, TimeSpan.FromSeconds(20), 2.5);
        Assert.InRange(bus.Spoiled, 1, 100);
        Assert.Empty(LostIeds(rig));
        AssertOnceEach(rig, Enumerable.Range(2, 11));
    }

    [Fact]
    public void An_IED_that_is_really_gone_is_lost_in_the_noise_too()
    {
        (BusRig rig, CollidingBus bus) = Rig();
        rig.Run(TimeSpan.FromSeconds(5));
        Random random = new(1);
        for (int i = 0; i < 360; i++)
        {
            bus.Send(TimeSpan.FromMilliseconds((i * 333) + random.Next(333)), [0xFE, 0x12, 0x00]);
        }

        rig.Ied(9).Connected = false;
        rig.Run(TimeSpan.FromMinutes(2));
        Assert.Equal([9], LostIeds(rig));
    }

    // The late answer comes with the question to another one, which is not heard then: by the order of things, not by a time.
    [Fact]
    public async Task On_a_real_port_with_bytes_written_by_hand()
    {
        ScriptedIed[] ieds = [.. Enumerable.Range(2, 5).Select(a => new ScriptedIed(a))];
        byte[]? late = null;
        int spoiled = 0;
        int behind = 0;
        await using var field = new PtyField(
            question =>
            {
                if (late is { } bytes)
                {
                    late = null;
                    spoiled++;
                    return bytes;
                }

                ScriptedIed asked = ieds[question[2] - 2];
                byte[] answer = asked.Hear(question);
                if (asked.Address != Late)
                {
                    asked.Happen(asked.Waiting == 0 && spoiled < 30 ? 1 : 0);
                    behind += spoiled >= 5 ? 1 : 0;
                    return answer;
                }

                late = answer;
                return [];
            },
            BusRig.Options with { Ieds = [2, 3, 4, 5, 6] });
        await Eventually.TrueAsync(
            () => behind >= 20 && field.Events.Any(IsLost), "the late one is lost, and the others are asked on", Stop);
        Assert.Equal([Late], field.Events.Where(IsLost).Select(e => e.IedAddress));
        Assert.DoesNotContain(ieds, ied => ied.Overflowed);
        Assert.Equal(0, field.Notes.Count(AnswersBadly));
    }

    private static (BusRig Rig, CollidingBus Bus) Rig()
    {
        ScriptedIed[] ieds = [.. Enumerable.Range(2, 11).Select(a => new ScriptedIed(a))];
        CollidingBus? bus = null;
        var rig = new BusRig(port: (clock, passed) => bus = new CollidingBus(clock, passed, ieds));
        ieds.CopyTo(rig.Ieds, 0);
        return (rig, bus!);
    }

    // Each IED has an event every so many seconds, and keeps five of them.
    private static void RunWithEvents(BusRig rig, TimeSpan time, double seconds = 1.3)
    {
        TimeSpan every = TimeSpan.FromSeconds(seconds);
        for (TimeSpan gone = TimeSpan.Zero; gone < time; gone += every)
        {
            Array.ForEach(rig.Ieds, ied => ied.Happen());
            rig.Run(every);
        }

        rig.Run(TimeSpan.FromSeconds(3));
    }

    private static bool IsLost(FieldEvent happened) => happened is { Kind: FieldEventKind.Device, Code: 2, Motive: 0 };

    private static IEnumerable<int> LostIeds(BusRig rig) => rig.Journal.Where(IsLost).Select(e => e.IedAddress);

    private static void AssertOnceEach(BusRig rig, IEnumerable<int> addresses)
    {
        foreach (int address in addresses)
        {
            Assert.Equal(Enumerable.Range(0, rig.Ied(address).Kept.Count), rig.Numbers(address));
            Assert.False(rig.Ied(address).Overflowed);
            Assert.Equal(0, rig.Journal.Count(e => e.IedAddress == address && e.Finding == GatewayFinding.EventsLost));
        }
    }
}
