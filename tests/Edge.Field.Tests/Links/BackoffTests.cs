using Edge.Field.Links;
using Microsoft.Extensions.Time.Testing;

namespace Edge.Field.Tests.Links;

public sealed class BackoffTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_wait_doubles_up_to_its_bound_and_begins_again_after_a_success()
    {
        Backoff backoff = Make(random: 0);
        Assert.Equal(TimeSpan.Zero, backoff.Remaining);
        foreach (int seconds in (int[])[1, 2, 4, 8, 10, 10, 10])
        {
            backoff.Failed();
            Assert.Equal(TimeSpan.FromSeconds(seconds), backoff.Remaining);
        }

        backoff.Succeeded();
        Assert.Equal(TimeSpan.Zero, backoff.Remaining);
        backoff.Failed();
        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Remaining);
    }

    [Fact]
    public void The_wait_passes_with_the_clock()
    {
        Backoff backoff = Make(random: 0);
        backoff.Failed();
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(TimeSpan.FromMilliseconds(600), backoff.Remaining);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, backoff.Remaining);
    }

    [Fact]
    public void Chance_leaves_out_up_to_a_half()
    {
        Backoff backoff = Make(random: 0.5);
        backoff.Failed();
        Assert.Equal(TimeSpan.FromMilliseconds(750), backoff.Remaining);
    }

    [Fact]
    public void Failing_for_years_does_not_overflow()
    {
        Backoff backoff = Make(random: 0);
        for (int i = 0; i < 10_000; i++)
        {
            backoff.Failed();
        }

        Assert.Equal(TimeSpan.FromSeconds(10), backoff.Remaining);
    }

    private Backoff Make(double random) => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), _clock, () => random);
}
