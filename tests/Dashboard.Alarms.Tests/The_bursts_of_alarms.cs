using Edge.Contracts;

namespace Dashboard.Alarms.Tests;

/// <summary>Which raisings are of one burst, and which of them was first.</summary>
public sealed class The_bursts_of_alarms
{
    [Theory]
    [InlineData(-5, true)]
    [InlineData(-5.001, false)]
    [InlineData(8, true)]
    [InlineData(8.001, false)]
    public void What_is_within_the_gap_of_it_belongs_to_it(double seconds, bool belongs)
    {
        AlarmBurst burst = AlarmBurst.Of(1, Raising(1, 0)).With(2, Raising(2, 3), isOfIt: false);

        Assert.Equal(belongs, burst.Takes(Signals.Start.AddSeconds(seconds)));
    }

    [Fact]
    public void The_earliest_is_first_also_where_it_came_late()
    {
        AlarmBurst burst = AlarmBurst.Of(1, Raising(5, 2)).With(2, Raising(6, 3), isOfIt: false).With(3, Raising(2, 0), isOfIt: false);

        Assert.Equal((3L, 3, 0d, 3d), (burst.First, burst.Alarms, Since(burst.Began), Since(burst.Ended)));
        Assert.Equal(2, burst.Cause.Seq);
    }

    [Fact]
    public void Of_one_time_the_order_of_the_gateway_counts()
    {
        AlarmBurst burst = AlarmBurst.Of(1, Raising(7, 0)).With(2, Raising(6, 0), isOfIt: false);

        Assert.Equal(2, burst.First);
        Assert.Equal(2, burst.With(3, Raising(1, 0) with { Epoch = "other.1" }, isOfIt: false).First);
    }

    [Fact]
    public void A_clock_that_is_not_right_leads_only_where_none_is()
    {
        EventMessage doubted = Raising(1, -2) with { Clock = ClockState.Unsynchronised };
        AlarmBurst burst = AlarmBurst.Of(1, doubted);
        Assert.True(burst.IsDoubtful);
        Assert.Equal(1, burst.With(2, Raising(2, 0) with { Clock = ClockState.Ambiguous }, isOfIt: false).First);

        AlarmBurst right = burst.With(2, Raising(2, 0), isOfIt: false);
        Assert.Equal((2L, false, -2d), (right.First, right.IsDoubtful, Since(right.Began)));
        Assert.Equal(2, right.With(3, doubted, isOfIt: false).First);
    }

    [Fact]
    public void Chatter_of_one_alarm_makes_it_neither_longer_nor_larger()
    {
        AlarmBurst burst = AlarmBurst.Of(1, Raising(1, 0)).With(2, Raising(2, 1), isOfIt: false);

        AlarmBurst again = burst.With(1, Raising(3, 4), isOfIt: true).With(2, Raising(4, 5), isOfIt: true);

        Assert.Equal((2, 1d, 1L), (again.Alarms, Since(again.Ended), again.First));
    }

    [Fact]
    public void Two_that_one_in_between_joins_are_one()
    {
        AlarmBurst before = AlarmBurst.Of(1, Raising(1, 0));
        AlarmBurst behind = AlarmBurst.Of(2, Raising(2, 8)).With(3, Raising(3, 9), isOfIt: false);

        AlarmBurst one = before.With(4, Raising(4, 4), isOfIt: false).And(behind);

        Assert.Equal((1L, 4, 0d, 9d), (one.First, one.Alarms, Since(one.Began), Since(one.Ended)));
    }

    private static EventMessage Raising(long seq, double seconds) => Signals.Event(seq) with { Time = Signals.Start.AddSeconds(seconds) };

    private static double Since(DateTimeOffset time) => (time - Signals.Start).TotalSeconds;
}
