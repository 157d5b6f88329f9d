using System.Globalization;
using Edge.Field.Mara.Layout;
using Edge.Field.Time;

namespace Edge.Field.Mara.Tests.Layout;

/// <summary>When the clocks of devices may be set.</summary>
public sealed class SetTimeRuleTests
{
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(100);

    private readonly StationClock _station = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid"), TimeProvider.System);

    [Theory]
    [InlineData(2024, false)]
    [InlineData(2025, true)]
    [InlineData(2099, true)]
    [InlineData(2100, false)]
    public void A_clock_is_plausible_from_2025_to_2099(int year, bool believed) =>
        Assert.Equal(believed, SetTimeRule.IsBelievable(new DateTimeOffset(year, 6, 1, 0, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("2026-10-25T00:59:59.999Z", false)]
    [InlineData("2026-10-25T01:00:00.000Z", true)]
    [InlineData("2026-10-25T01:00:00.099Z", true)]
    [InlineData("2026-10-25T01:00:00.100Z", false)]
    [InlineData("2026-03-29T01:00:00.050Z", true)]
    [InlineData("2026-03-29T02:00:00.050Z", false)]
    public void A_change_lasts_as_long_as_a_clock_may_be_slow(string now, bool changing)
    {
        DateTimeOffset at = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        Assert.Equal(changing, SetTimeRule.IsChanging(_station, at, at, s_slow));
    }

    [Fact]
    public void A_frame_that_ends_behind_the_change_waits_too()
    {
        DateTimeOffset before = new(2026, 10, 25, 0, 59, 59, 995, TimeSpan.Zero);
        Assert.True(SetTimeRule.IsChanging(_station, before, before.AddMilliseconds(18), s_slow));
    }
}
