using System.Net;
using Dashboard.Web.Users;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Users;

public sealed class LogInGuardTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly LogInGuard _guard;

    public LogInGuardTests() => _guard = new LogInGuard(_time, 10);

    [Fact]
    public void Many_wrong_ones_from_many_places_slow_a_name_down()
    {
        for (int i = 0; i < LogInGuard.WrongUntilSlow; i++)
        {
            Assert.Equal(TimeSpan.Zero, Wrong("ANA", $"10.0.0.{i}").Wait);
        }

        double[] waits = [.. Enumerable.Range(20, 6).Select(i => Wrong("ANA", $"10.0.0.{i}").Wait.TotalSeconds)];
        Assert.Equal([0.25, 0.5, 1, 2, 4, 4], waits);
        Assert.Equal(TimeSpan.Zero, Wrong("EVA", "10.0.0.99").Wait);
        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(TimeSpan.Zero, Wrong("ANA", "10.0.0.98").Wait);
    }

    [Fact]
    public void A_user_is_not_slowed_down_where_the_log_in_worked_before()
    {
        Wrong("ANA", "10.9.9.9");
        _guard.Succeeded("ANA", "10.9.9.9");
        for (int i = 0; i < 30; i++)
        {
            Wrong("ANA", $"10.0.0.{i}");
        }

        Assert.Equal(new Verdict(null, TimeSpan.Zero), Wrong("ANA", "10.9.9.9"));
    }

    [Fact]
    public void A_place_has_so_many_a_minute_and_more_for_who_is_known_there()
    {
        Wrong("ANA", "10.0.0.1");
        _guard.Succeeded("ANA", "10.0.0.1");
        for (int i = 0; i < 10; i++)
        {
            Assert.Null(Wrong($"USER{i}", "10.0.0.1").Code);
        }

        Assert.Equal("tooMany", Wrong("EVA", "10.0.0.1").Code);
        Assert.Null(Wrong("EVA", "10.0.0.2").Code);
        Assert.Null(Wrong("ANA", "10.0.0.1").Code);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("tooMany", Wrong("EVA", "10.0.0.1").Code);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Wrong("EVA", "10.0.0.1").Code);
    }

    [Fact]
    public void A_name_is_locked_for_five_minutes_at_the_place_of_the_guesses()
    {
        for (int i = 0; i < LogInGuard.WrongUntilLocked; i++)
        {
            Assert.Null(Wrong("ANA", "10.0.0.1").Code);
        }

        Assert.Equal("lockedOut", Wrong("ANA", "10.0.0.1").Code);
        Assert.Null(Wrong("ANA", "10.0.0.2").Code);
        Assert.Null(Wrong("EVA", "10.0.0.1").Code);
        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal("lockedOut", Wrong("ANA", "10.0.0.1").Code);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Wrong("ANA", "10.0.0.1").Code);
    }

    [Fact]
    public void Right_passwords_do_not_count_against_a_place()
    {
        for (int i = 0; i < 50; i++)
        {
            Assert.Null(Wrong($"USER{i}", "10.0.0.1").Code);
            _guard.Succeeded($"USER{i}", "10.0.0.1");
        }
    }

    [Fact]
    public void At_most_so_many_wait_and_the_next_is_told_to_come_back()
    {
        for (int i = 0; i < 40; i++)
        {
            Wrong("ANA", $"10.0.0.{i}");
        }

        Task[] waiting = [.. Enumerable.Range(0, 64).Select(i => _guard.WaitAsync(Wrong("ANA", $"10.1.0.{i}"), CancellationToken.None))];
        Assert.Equal("busy", Wrong("ANA", "10.2.0.1").Code);
        _time.Advance(LogInGuard.Slowest);
        Assert.All(waiting, task => Assert.True(task.IsCompletedSuccessfully));
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_the_newest_stay()
    {
        for (int i = 0; i < LogInGuard.MaximumKept + 100; i++)
        {
            Wrong($"USER{i}", $"place{i}");
        }

        Assert.InRange(_guard.Kept, 1, LogInGuard.MaximumKept);
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void A_place_is_what_one_subscriber_has(string address, string place) =>
        Assert.Equal(place, LogInGuard.PlaceOf(IPAddress.Parse(address)));

    private Verdict Wrong(string name, string place) => _guard.Begin(name, place, unlocked: null);
}
