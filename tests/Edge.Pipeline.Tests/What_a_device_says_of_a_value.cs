using Edge.Domain;
using Edge.Pipeline.Live;

namespace Edge.Pipeline.Tests;

public sealed class What_a_device_says_of_a_value
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TagTable _table = new(Plant.Profile);

    [Theory]
    [InlineData(QualityFlags.None, Quality.Good)]
    [InlineData(QualityFlags.Substituted, Quality.Good)]
    [InlineData(QualityFlags.Blocked, Quality.Good)]
    [InlineData(QualityFlags.RemoteForced, Quality.Good)]
    [InlineData(QualityFlags.LocalForced, Quality.Good)]
    [InlineData(QualityFlags.ChatterFilter, Quality.Good)]
    [InlineData(QualityFlags.Rollover, Quality.Good)]
    [InlineData(QualityFlags.Discontinuity, Quality.Good)]
    [InlineData(QualityFlags.NotTopical, Quality.Stale)]
    [InlineData(QualityFlags.Restart, Quality.Stale)]
    [InlineData(QualityFlags.Invalid, Quality.Bad)]
    [InlineData(QualityFlags.CommLost, Quality.Bad)]
    [InlineData(QualityFlags.Overflow, Quality.Bad)]
    [InlineData(QualityFlags.OverRange, Quality.Bad)]
    [InlineData(QualityFlags.ReferenceError, Quality.Bad)]
    [InlineData(QualityFlags.NotTopical | QualityFlags.Invalid, Quality.Bad)]
    [InlineData(QualityFlags.Substituted | QualityFlags.NotTopical, Quality.Stale)]
    public void Makes_it_good_stale_or_bad_and_stays_beside_it(QualityFlags flags, Quality expected)
    {
        QualityState state = QualityState.Of(flags);
        Assert.Equal(expected, state.Level);
        Assert.Equal(flags, state.Flags);
        Assert.Equal(expected == Quality.Good ? QualityReason.None : QualityReason.MarkedByDevice, state.Reason);
    }

    [Fact]
    public void Has_a_rule_for_every_flag() =>
        Assert.All(Enum.GetValues<QualityFlags>(), flag => Assert.Equal(flag, QualityState.Of(flag).Flags));

    [Fact]
    public void Is_a_change_although_the_value_is_the_same()
    {
        _table.Apply(new Reading(Plant.Power, PointValue.Whole(5), QualityState.Good), Noon);
        Reading forced = new(Plant.Power, PointValue.Whole(5), QualityState.Of(QualityFlags.LocalForced));
        Assert.True(_table.Apply(forced, Noon));
        Assert.False(_table.Apply(forced, Noon.AddSeconds(1)));
        Assert.Equal(0, _table.FormulaQuality(Plant.Power));
    }

    [Fact]
    public void Is_kept_when_the_link_fails()
    {
        _table.Apply(new Reading(Plant.Power, PointValue.Whole(5), QualityState.Of(QualityFlags.Substituted)), Noon);
        Assert.True(_table.MarkLinkDown(Plant.Power));
        Assert.False(_table.MarkLinkDown(Plant.Power));
        Assert.Equal(new QualityState(Quality.Stale, QualityReason.LinkDown, QualityFlags.Substituted), _table[Plant.Power].Quality);
    }

    [Fact]
    public void Is_no_change_when_NaN_is_repeated()
    {
        Reading none = new(Plant.Power, PointValue.Real(double.NaN), QualityState.Of(QualityFlags.Invalid));
        Assert.True(_table.Apply(none, Noon));
        Assert.False(_table.Apply(none, Noon.AddSeconds(1)));
    }
}
