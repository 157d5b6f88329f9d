using CsCheck;

namespace Edge.Field.LocalIo.Tests;

public sealed class DigitalFilterTests
{
    private static readonly DateTimeOffset s_begin = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_change_counts_after_the_filter_and_bears_the_time_of_its_edge()
    {
        DigitalFilter filter = new(Ms(400));
        Assert.False(filter.Edge(true, At(10), out _));
        Assert.False(filter.Settle(At(409), out _));
        Assert.True(filter.Settle(At(410), out FilteredChange change));
        Assert.Equal(new FilteredChange(true, At(10)), change);
        Assert.False(filter.Settle(At(1000), out _));
    }

    [Fact]
    public void A_bouncing_contact_bears_the_time_of_its_first_touch()
    {
        DigitalFilter filter = new(Ms(400));
        foreach ((bool level, int at) in new[] { (true, 10), (false, 12), (true, 13), (false, 20), (true, 24) })
        {
            Assert.False(filter.Edge(level, At(at), out _));
        }

        Assert.False(filter.Settle(At(423), out _));
        Assert.True(filter.Settle(At(424), out FilteredChange change));
        Assert.Equal(At(10), change.Time);
    }

    [Fact]
    public void An_input_that_flickers_for_long_is_not_dated_back_to_the_begin_of_it()
    {
        DigitalFilter filter = new(Ms(400));
        for (int at = 0; at < 60_000; at += 200)
        {
            Assert.False(filter.Edge(at / 200 % 2 == 0, At(at), out _));
        }

        Assert.False(filter.Edge(true, At(60_000), out _));
        Assert.True(filter.Settle(At(60_400), out FilteredChange change));
        Assert.Equal(At(60_000), change.Time);
    }

    [Fact]
    public void A_dip_shorter_than_the_filter_is_nothing()
    {
        DigitalFilter filter = new(Ms(400));
        filter.Reset(true);
        Assert.False(filter.Edge(false, At(0), out _));
        Assert.False(filter.Edge(true, At(399), out _));
        Assert.False(filter.Settle(At(5000), out _));
        Assert.True(filter.State);
    }

    [Fact]
    public void An_edge_read_late_still_finds_that_the_level_before_stood_long_enough()
    {
        DigitalFilter filter = new(Ms(400));
        Assert.False(filter.Edge(true, At(0), out _));
        Assert.True(filter.Edge(false, At(400), out FilteredChange change));
        Assert.Equal(new FilteredChange(true, At(0)), change);
        Assert.True(filter.Settle(At(800), out change));
        Assert.Equal(new FilteredChange(false, At(400)), change);
    }

    [Fact]
    public void Without_a_filter_each_edge_counts_at_once()
    {
        DigitalFilter filter = new(TimeSpan.Zero);
        Assert.True(filter.Edge(true, At(1), out FilteredChange change));
        Assert.Equal(new FilteredChange(true, At(1)), change);
        Assert.True(filter.Edge(false, At(2), out change));
        Assert.Equal(new FilteredChange(false, At(2)), change);
        Assert.False(filter.Edge(false, At(3), out _));
    }

    [Fact]
    public void A_clock_that_is_set_back_delays_a_change_by_no_more_than_the_filter()
    {
        DigitalFilter filter = new(Ms(400));
        Assert.False(filter.Edge(true, At(3_600_000), out _));
        Assert.False(filter.Settle(At(0), out _));
        Assert.False(filter.Settle(At(399), out _));
        Assert.True(filter.Settle(At(400), out FilteredChange change));
        Assert.True(change.State);
    }

    [Fact]
    public void It_agrees_with_a_naive_model_for_any_edges() =>
        Gen.Select(Gen.Int[0, 60].Select(Gen.Bool).Array[0, 40], Gen.Int[0, 90], Gen.Bool).Sample((edges, stable, initial) =>
        {
            List<(int At, bool Level)> input = [];
            int at = 100;
            bool level = initial;
            foreach ((int gap, bool flips) in edges)
            {
                at += 1 + gap;
                level ^= flips;
                input.Add((at, level));
            }

            DigitalFilter filter = new(Ms(stable));
            filter.Reset(initial);
            List<FilteredChange> found = [];
            foreach ((int when, bool to) in input)
            {
                if (filter.Edge(to, At(when), out FilteredChange change))
                {
                    found.Add(change);
                }
            }

            if (filter.Settle(At(at + 1000), out FilteredChange last))
            {
                found.Add(last);
            }

            Assert.Equal(Naive(input, stable, initial), found);
        });

    // Walks through the milliseconds: the level stands since its last edge; a movement is a chain of edges at most 20 ms apart.
    private static List<FilteredChange> Naive(List<(int At, bool Level)> edges, int stable, bool initial)
    {
        List<FilteredChange> changes = [];
        bool state = initial;
        int settledAt = 0;
        int end = (edges.Count == 0 ? 0 : edges[^1].At) + 1001;
        for (int now = 0; now < end; now++)
        {
            // What stood until now counts before an edge of this moment does; without a filter an edge counts in its own moment.
            (int At, bool Level)[] known = [.. edges.Where(e => stable == 0 ? e.At <= now : e.At < now)];
            if (known.Length == 0 || known[^1].Level == state || now - known[^1].At < stable)
            {
                continue;
            }

            int first = known.Length - 1;
            while (first > 0 && known[first].At - known[first - 1].At <= 20 && known[first - 1].At >= settledAt)
            {
                first--;
            }

            int time = known.Skip(first).First(e => e.Level != state && e.At >= settledAt).At;
            state = !state;
            settledAt = now;
            changes.Add(new FilteredChange(state, At(time)));
        }

        return changes;
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static DateTimeOffset At(int milliseconds) => s_begin.AddMilliseconds(milliseconds);
}
