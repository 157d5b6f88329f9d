using Edge.Field.Bus;
using Edge.Pipeline;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>What fails for the whole bus is reported as such, and of no IED.</summary>
public sealed class MaraBusFailuresTests
{
    [Fact]
    public void When_no_IED_answers_the_bus_fails_and_each_comes_back_at_once()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        Array.ForEach(rig.Ieds, i => i.Connected = false);
        rig.Run(TimeSpan.FromSeconds(30));
        FieldFailure failure = Assert.Single(rig.Failures.Distinct());
        Assert.Equal((FieldFailureKind.TimedOut, "None of the 11 IEDs on ttyS1 answers."), (failure.Kind, failure.Detail));
        Assert.InRange(rig.Failures.Count, 10, 31);
        Array.ForEach(rig.Ieds, i => i.Connected = true);
        rig.Run(TimeSpan.FromSeconds(65));
        Assert.All(rig.Ieds, ied => Assert.True(rig.Quality($"P{ied.Address}").IsGood));
        Assert.Equal(22, rig.Journal.Count);
    }

    [Fact]
    public void A_failed_port_is_a_failure_of_the_bus_and_not_of_its_IEDs()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        int asked = rig.Bus.Asked.Count;
        rig.Bus.Next = _ => Fault.PortFails;
        Assert.True(rig.RunUntil(() => rig.Failures.Count == 1, TimeSpan.FromSeconds(2)));
        int scans = rig.Scans;
        rig.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(scans, rig.Scans);
        Assert.InRange(rig.Bus.Asked.Count - asked, 50, 130);
        FieldFailure failure = Assert.Single(rig.Failures.Distinct());
        Assert.Equal((FieldFailureKind.LinkDown, "it was unplugged"), (failure.Kind, failure.Detail));
        Assert.Equal(1, rig.Image.TimesLost);
        rig.Bus.Next = _ => Fault.None;
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.Empty(rig.Journal);
        Assert.Equal(0, rig.Notes.Count(1150));
    }

    [Fact]
    public void A_failure_is_reported_at_once_and_then_once_a_second()
    {
        var parts = new BusParts();
        List<FieldFailure> reported = [];
        for (int i = 0; i < 25; i++)
        {
            parts.Failures.ReportNoAnswers(parts.Clock.GetTimestamp());
            if (parts.Gathering.TryTake(out PollResult result))
            {
                reported.Add(result.Failure!);
            }

            parts.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(3, reported.Count);
        Assert.Equal(new FieldFailure(FieldFailureKind.TimedOut, "None of the 11 IEDs on ttyTest answers."), reported[0]);
    }

    [Fact]
    public void A_port_that_fails_rests_and_control_centres_see_it_once()
    {
        var parts = new BusParts();
        Assert.True(parts.Failures.PortWorks(new BusResult(BusOutcome.Silent, 0, 0)));
        Assert.False(parts.Failures.PortWorks(new BusResult(BusOutcome.PortFailed, 0, 0)));
        Assert.False(parts.Failures.PortWorks(new BusResult(BusOutcome.PortFailed, 0, 0)));
        Assert.Equal(parts.Clock.GetTimestamp() + (250 * TimeSpan.TicksPerMillisecond), parts.Failures.PortRestsUntil);
        Assert.Equal(1, parts.Image.TimesLost);
        Assert.True(parts.Gathering.TryTake(out PollResult result));
        Assert.Equal(new FieldFailure(FieldFailureKind.LinkDown, "ttyTest: the port failed."), result.Failure);
    }

    [Fact]
    public void What_was_gathered_goes_before_the_failure()
    {
        var parts = new BusParts();
        _ = parts.Process(5, 0x00, BusParts.Sections(0));
        parts.Failures.ReportNoAnswers(parts.Clock.GetTimestamp());
        Assert.True(parts.Gathering.TryTake(out PollResult first));
        Assert.NotNull(first.Scan);
        parts.Gathering.Acknowledge();
        parts.Clock.Advance(TimeSpan.FromSeconds(1));
        parts.Failures.ReportNoAnswers(parts.Clock.GetTimestamp());
        Assert.True(parts.Gathering.TryTake(out PollResult second));
        Assert.NotNull(second.Failure);
    }
}
