using Edge.Domain;
using Edge.Pipeline.Live;

namespace Edge.Pipeline.Tests;

public sealed class The_tag_table
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TagTable _table = new(Plant.Profile);

    [Fact]
    public void Has_digitals_first_and_nothing_read_at_the_start()
    {
        Assert.Equal(["LA152B03", "LA1PA_03"], _table.Points.Select(p => p.Tag));
        Assert.Equal(1, _table.DigitalCount);
        Assert.Equal(new PointState(false, default, 0, QualityState.NotYetRead, null), _table[Plant.Power]);
    }

    [Fact]
    public void Does_not_report_a_newer_time_as_a_change()
    {
        Assert.True(_table.Apply(new Reading(Plant.Power, PointValue.Whole(5), QualityState.Good), Noon));
        Assert.False(_table.Apply(new Reading(Plant.Power, PointValue.Whole(5), QualityState.Good), Noon.AddSeconds(1)));
        Assert.Equal(Noon.AddSeconds(1), _table[Plant.Power].Time);
    }

    [Fact]
    public void Keeps_the_time_of_a_value_that_a_stale_reading_repeats()
    {
        _table.Apply(new Reading(Plant.Power, PointValue.Whole(5), QualityState.Good), Noon);
        QualityState stale = new(Quality.Stale, QualityReason.NoAnswer);
        _table.Apply(new Reading(Plant.Power, PointValue.Whole(5), stale), Noon.AddSeconds(1));
        Assert.Equal(Noon, _table[Plant.Power].Time);
    }

    [Fact]
    public void Keeps_the_last_value_of_a_point_that_the_answer_does_not_hold()
    {
        _table.Apply(new Reading(Plant.Power, PointValue.Whole(5), QualityState.Good), Noon);
        QualityState absent = new(Quality.Bad, QualityReason.NotInAnswer);
        Assert.True(_table.Apply(new Reading(Plant.Power, PointValue.Whole(0), absent), Noon.AddSeconds(1)));
        Assert.Equal((10d, Noon), (_table[Plant.Power].Value, _table[Plant.Power].Time));
    }

    [Fact]
    public void Gives_formulas_a_q_that_is_zero_only_when_good()
    {
        Assert.Equal(1, _table.FormulaQuality(Plant.Power));
        _table.Apply(new Reading(Plant.Power, PointValue.Whole(5), QualityState.Good), Noon);
        Assert.Equal(0, _table.FormulaQuality(Plant.Power));
        _table.Apply(new Reading(Plant.Power, PointValue.Whole(0), new QualityState(Quality.Bad, QualityReason.NoPulses)), Noon);
        Assert.Equal(1, _table.FormulaQuality(Plant.Power));
        _table.Apply(new Reading(Plant.Power, PointValue.Whole(0), new QualityState(Quality.Bad, QualityReason.MarkedByDevice)), Noon);
        Assert.Equal(2, _table.FormulaQuality(Plant.Power));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Refuses_a_point_that_it_does_not_have(int point) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _table.Apply(new Reading(point, PointValue.Whole(0), QualityState.Good), Noon));

    [Theory]
    [InlineData(1234.5, "1234.50")]
    [InlineData(-0.001, "0.00")]
    [InlineData(-0.006, "-0.01")]
    [InlineData(1e7, "10000000.00")]
    public void Numbers_are_shown_with_two_decimals_and_a_point(double value, string text) =>
        Assert.Equal(text, DisplayRule.NumberText(value));
}
