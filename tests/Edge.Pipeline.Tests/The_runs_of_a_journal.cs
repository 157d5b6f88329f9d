namespace Edge.Pipeline.Tests;

/// <summary>Which record is of which run, and how far somebody is who knows an epoch.</summary>
public sealed class The_runs_of_a_journal
{
    private static readonly JournalRuns s_runs = new([new JournalRun(1, "a"), new JournalRun(11, "b"), new JournalRun(21, "c")]);

    [Theory]
    [InlineData(1, "a")]
    [InlineData(10, "a")]
    [InlineData(11, "b")]
    [InlineData(20, "b")]
    [InlineData(21, "c")]
    [InlineData(1000, "c")]
    public void A_record_is_of_the_run_that_wrote_it(long seq, string epoch) => Assert.Equal(epoch, s_runs.Of(seq).Epoch);

    [Fact]
    public void A_record_of_before_the_first_run_that_is_known_is_of_that_run() =>
        Assert.Equal("b", new JournalRuns([new JournalRun(11, "b"), new JournalRun(21, "c")]).Of(5).Epoch);

    [Fact]
    public void A_run_follows_the_one_before()
    {
        Assert.Equal("", s_runs.Former(s_runs.All[0]));
        Assert.Equal("a", s_runs.Former(s_runs.All[1]));
        Assert.Equal("b", s_runs.Former(s_runs.Present));
    }

    [Theory]
    [InlineData("a", 7, 7L)]
    [InlineData("a", 10, 10L)]
    [InlineData("a", 400, 10L)]
    [InlineData("c", 400, 400L)]
    [InlineData("c", 3, 3L)]
    [InlineData("d", 5, null)]
    public void Who_has_an_epoch_has_this_journal_up_to_the_end_of_the_run(string epoch, long seq, long? within) =>
        Assert.Equal(within, s_runs.Within(epoch, seq));

    [Fact]
    public void A_journal_has_at_least_one_run() => Assert.Throws<ArgumentOutOfRangeException>(() => new JournalRuns([]));
}
