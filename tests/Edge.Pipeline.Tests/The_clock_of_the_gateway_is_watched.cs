using Edge.Domain;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Logs;

namespace Edge.Pipeline.Tests;

public sealed class The_clock_of_the_gateway_is_watched
{
    private readonly FakeTimeProvider _steady = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly PlayedClock _clock;
    private readonly Notes _log = new();

    public The_clock_of_the_gateway_is_watched() => _clock = new PlayedClock(_steady);

    [Theory]
    [InlineData(true, GatewayClock.Synchronised, true, 0)]
    [InlineData(false, GatewayClock.NotSet, true, 2100)]
    [InlineData(null, GatewayClock.Synchronised, false, 2104)]
    public void At_the_start_it_is_what_the_system_says(bool? synchronised, GatewayClock state, bool isChecked, int line)
    {
        _clock.IsSynchronised = synchronised;
        ClockWatch watch = Watch();
        Assert.Equal((state, isChecked), (watch.State, watch.IsChecked));
        Assert.Equal(line == 0 ? [] : [line], _log.All.Select(note => note.Id));
    }

    [Theory]
    [InlineData(-56 * 365)]
    [InlineData(-240)]
    [InlineData(240)]
    public void When_it_is_set_a_finding_tells_by_how_much_and_marks_end(int days)
    {
        _clock.Offset = TimeSpan.FromDays(days);
        _clock.IsSynchronised = false;
        ClockWatch watch = Watch();
        Run(watch, 5);
        DateTimeOffset wrong = _clock.GetUtcNow();
        Assert.Equal((GatewayClock.NotSet, 0), (watch.Of(wrong), watch.Unwritten.Length));

        _steady.Advance(TimeSpan.FromMilliseconds(300));
        _clock.Set(TimeSpan.Zero);
        Assert.True(watch.Check());

        FieldEvent told = Assert.Single(watch.Unwritten);
        FieldFinding finding = told.Content.Finding!.Value;
        Assert.Equal((GatewayFinding.GatewayClockSet, -days * 86_400), (finding.Kind, finding.Count));
        Assert.Equal(
            $"{_clock.GetUtcNow().AddDays(days):yyyy-MM-dd}T12:00:05.300Z → 2026-03-01T12:00:05.300Z", finding.Text);
        Assert.Equal((TimeMarks.Gateway, _clock.GetUtcNow()), (told.Marks, told.Time));
        Assert.Equal([2100, 2103, 2101], _log.All.Select(note => note.Id));

        // What a driver stamped before, and what is handled only now.
        Assert.Equal(GatewayClock.NotSet, watch.Of(wrong));
        Assert.Equal(GatewayClock.Synchronised, watch.Of(_clock.GetUtcNow()));
        watch.ClearUnwritten();
        Run(watch, 600);
        Assert.Empty(watch.Unwritten);
    }

    [Theory]
    [InlineData(-56 * 365)]
    [InlineData(-240)]
    [InlineData(240)]
    public void Set_while_the_system_is_asked_no_wrong_time_goes_unmarked(int days)
    {
        _clock.Offset = TimeSpan.FromDays(days);
        _clock.IsSynchronised = false;
        SetMeanwhile system = new(_clock);
        ClockWatch watch = new(system, _clock, _log);
        Run(watch, 2);
        DateTimeOffset wrong = _clock.GetUtcNow();
        system.Sets = true;
        Run(watch, 1);
        Assert.Equal(GatewayClock.NotSet, watch.Of(wrong));
        Assert.Equal(GatewayClock.NotSet, watch.Of(wrong.AddSeconds(1)));

        _ = watch.Check();
        FieldEvent told = Assert.Single(watch.Unwritten);
        Assert.Equal((-days * 86_400, _clock.GetUtcNow(), TimeMarks.Gateway), (told.Content.Finding!.Value.Count, told.Time, told.Marks));
        Assert.Equal(GatewayClock.NotSet, watch.Of(wrong.AddSeconds(1)));
        Assert.Equal(GatewayClock.Synchronised, watch.Of(_clock.GetUtcNow()));
    }

    [Fact]
    public void A_clock_that_was_right_all_along_is_told_too()
    {
        _clock.IsSynchronised = false;
        ClockWatch watch = Watch();
        Run(watch, 3);
        _clock.IsSynchronised = true;
        Run(watch, 1);
        Assert.Equal(0, Assert.Single(watch.Unwritten).Content.Finding!.Value.Count);
        Assert.Equal(GatewayClock.Synchronised, watch.State);
    }

    [Fact]
    public void A_clock_that_lost_its_service_is_not_one_that_was_never_set()
    {
        ClockWatch watch = Watch();
        Run(watch, 2);
        _clock.IsSynchronised = false;
        Run(watch, 2);
        Assert.Equal(GatewayClock.Unsynchronised, watch.Of(_clock.GetUtcNow()));
        Assert.Equal([2102], _log.All.Select(note => note.Id));

        _clock.Set(TimeSpan.FromSeconds(-3));
        Run(watch, 1);
        Assert.Equal(-3, Assert.Single(watch.Unwritten).Content.Finding!.Value.Count);
        Assert.Equal([2102, 2103, 2101], _log.All.Select(note => note.Id));
    }

    [Fact]
    public void Each_step_of_a_clock_that_is_not_set_yet_is_told()
    {
        _clock.IsSynchronised = false;
        ClockWatch watch = Watch();
        _clock.Offset = TimeSpan.FromHours(1);
        Run(watch, 1);
        FieldEvent told = Assert.Single(watch.Unwritten);
        Assert.Equal(3600, told.Content.Finding!.Value.Count);
        Assert.Equal(TimeMarks.Gateway | TimeMarks.Unsynchronised, told.Marks);
        Assert.Equal(GatewayClock.NotSet, watch.State);
    }

    [Fact]
    public void The_ordinary_work_of_a_time_service_is_no_finding()
    {
        ClockWatch watch = Watch();
        for (int i = 0; i < 100; i++)
        {
            _clock.Offset += TimeSpan.FromMilliseconds(i % 2 == 0 ? 900 : -900);
            Run(watch, 2);
        }

        Assert.Empty(watch.Unwritten);
        Assert.Empty(_log.All);
    }

    [Fact]
    public void The_system_is_asked_once_a_second()
    {
        Asked asked = new();
        ClockWatch watch = new(asked, _clock, _log);
        for (int i = 0; i < 40; i++)
        {
            _steady.Advance(TimeSpan.FromMilliseconds(250));
            _ = watch.Check();
        }

        Assert.Equal(1 + 10, asked.Times);
    }

    private ClockWatch Watch() => new(_clock, _clock, _log);

    private void Run(ClockWatch watch, int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            _steady.Advance(TimeSpan.FromSeconds(1));
            _ = watch.Check();
        }
    }

    // The time service does its work just before the answer.
    private sealed class SetMeanwhile(PlayedClock clock) : ISystemClock
    {
        public bool Sets { get; set; }

        public bool? IsSynchronised
        {
            get
            {
                if (Sets)
                {
                    clock.Set(TimeSpan.Zero);
                }

                return clock.IsSynchronised;
            }
        }
    }

    private sealed class Asked : ISystemClock
    {
        public int Times { get; private set; }

        public bool? IsSynchronised => ++Times > 0;
    }
}
