namespace Edge.Mqtt.Tests;

public sealed class The_pace_of_a_historian
{
    [Fact]
    public void Is_that_of_the_last_minute()
    {
        FeedRate rate = new();
        for (int second = 0; second <= 200; second++)
        {
            // 100 records a second are acknowledged, 20 come.
            rate.Observe(TimeSpan.FromSeconds(second), second * 100, 100_000 - (second * 80));
        }

        Assert.Equal(100, rate.PerSecond, 3);
        Assert.Equal((100_000 - 16_000) / 80.0, rate.Remaining!.Value.TotalSeconds, 3);
    }

    [Fact]
    public void Has_no_end_while_the_backlog_grows()
    {
        FeedRate rate = new();
        rate.Observe(TimeSpan.Zero, 0, 10_000);
        rate.Observe(TimeSpan.FromSeconds(10), 100, 10_500);
        Assert.Equal((10, null), (rate.PerSecond, rate.Remaining));
    }

    [Fact]
    public void Has_no_end_where_there_is_hardly_a_backlog()
    {
        FeedRate rate = new();
        rate.Observe(TimeSpan.Zero, 0, 900);
        rate.Observe(TimeSpan.FromSeconds(10), 600, FeedRate.SmallestBacklog - 1);
        Assert.Null(rate.Remaining);
    }

    [Fact]
    public void Is_not_known_at_first_and_after_a_rewind()
    {
        FeedRate rate = new();
        rate.Observe(TimeSpan.Zero, 500, 10_000);
        Assert.Equal((0, null), (rate.PerSecond, rate.Remaining));
        rate.Observe(TimeSpan.FromSeconds(10), 700, 9_800);
        Assert.Equal(20, rate.PerSecond, 3);
        rate.Observe(TimeSpan.FromSeconds(11), 100, 10_400);
        Assert.Equal((0, null), (rate.PerSecond, rate.Remaining));
    }

    [Fact]
    public void Says_no_end_beyond_a_year()
    {
        FeedRate rate = new();
        rate.Observe(TimeSpan.Zero, 0, 1_000_000_000);
        rate.Observe(TimeSpan.FromSeconds(10), 1, 999_999_999);
        Assert.Null(rate.Remaining);
    }
}
