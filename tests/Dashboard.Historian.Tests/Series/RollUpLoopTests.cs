using Dashboard.Historian.Series;

namespace Dashboard.Historian.Tests.Series;

/// <summary>What rolling up leaves to what arrives.</summary>
public sealed class RollUpLoopTests
{
    [Theory]
    [InlineData(100, true, 900)]
    [InlineData(1, true, 10)]
    [InlineData(100, false, 10)]
    public void While_batches_wait_it_takes_a_tenth_of_the_time(int portion, bool isBusy, int pause) =>
        Assert.Equal(TimeSpan.FromMilliseconds(pause), RollUpLoop.PauseAfter(TimeSpan.FromMilliseconds(portion), isBusy));
}
