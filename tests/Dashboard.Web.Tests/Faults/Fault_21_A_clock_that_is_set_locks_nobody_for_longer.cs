using Dashboard.Web.Users;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>How long a name is locked is measured, and not read from a clock that somebody sets.</summary>
[Trait("Fault", "21")]
public sealed class Fault_21_A_clock_that_is_set_locks_nobody_for_longer
{
    private static readonly DateTimeOffset s_unlocked = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ServerClock _clock = new();
    private readonly LogInGuard _guard;

    public Fault_21_A_clock_that_is_set_locks_nobody_for_longer()
    {
        _guard = new LogInGuard(_clock, 10);
        for (int i = 0; i < LogInGuard.WrongUntilLocked; i++)
        {
            Assert.Null(Try().Code);
        }

        Assert.Equal(("lockedOut", LogInGuard.Locked), (Try().Code, Try().Wait));
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(3_600)]
    [InlineData(-31_536_000)]
    public void The_lock_lasts_as_long_as_it_should(int seconds)
    {
        _clock.Utc += TimeSpan.FromSeconds(seconds);
        Assert.Equal("lockedOut", Try().Code);
        _clock.Running += LogInGuard.Locked - TimeSpan.FromSeconds(1);
        Assert.Equal("lockedOut", Try().Code);
        _clock.Running += TimeSpan.FromSeconds(1);
        Assert.Null(Try().Code);
    }

    [Fact]
    public void Who_was_unlocked_comes_in_though_the_clock_was_set_back()
    {
        _clock.Utc -= TimeSpan.FromDays(365);
        Assert.Null(Try(_clock.Utc).Code);
    }

    private Verdict Try(DateTimeOffset? unlocked = null) => _guard.Begin("ANA", "10.0.0.1", unlocked ?? s_unlocked);
}
