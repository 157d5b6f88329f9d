using System.Globalization;
using Dashboard.Alarms;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Ingest.Tests.Sites;

/// <summary>What a gateway says of its clock and its backlog is judged without haste, and only while it is online.</summary>
public sealed class GatewayJudgementTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SiteStore _sites;

    public GatewayJudgementTests()
    {
        _sites = new SiteStore(new IngestLimits(), _time);
        _sites.LinkUp();
    }

    [Fact]
    public async Task A_clock_that_differs_for_a_minute_is_off_until_it_is_right_for_one()
    {
        Send(60, apart: 12);
        Assert.Null(await ClockAsync());
        Send(10, apart: 12);
        Assert.Equal(new ClockSaid(true, "gatewayClockOff", "+12 s"), await ClockAsync());
        Send(120, apart: 4);
        Assert.Null(await ClockAsync());
        Send(70, apart: 1);
        Assert.Equal(false, (await ClockAsync())?.IsThere);
        Send(70, apart: -3600);
        Assert.Equal("−3600 s", (await ClockAsync())?.Text);
    }

    [Fact]
    public async Task One_state_that_came_late_is_no_clock_that_is_off()
    {
        for (int i = 0; i < 5; i++)
        {
            Send(50, apart: -30);
            Send(10, apart: 0);
        }

        Assert.Null(await ClockAsync());
    }

    [Theory]
    [InlineData("unsynchronised")]
    [InlineData("notSet")]
    public async Task A_clock_that_nothing_keeps_right_has_ten_minutes(string word)
    {
        Send(600, clock: word);
        Assert.Null(await ClockAsync());
        Send(10, clock: word);
        Assert.Equal(new ClockSaid(true, "gatewayClockUnsynchronised", null), await ClockAsync());
        Send(60, clock: "synchronised");
        Assert.Equal(false, (await ClockAsync())?.IsThere);
    }

    [Fact]
    public async Task A_backlog_that_does_not_shrink_is_stuck_after_ten_minutes()
    {
        Send(600, backlog: i => 5000 + i);
        Assert.Null((await BacklogAsync())?.IsThere);
        Send(20, backlog: i => 5100 + i);
        Assert.Equal((true, "5101"), ((await BacklogAsync())!.IsThere, (await BacklogAsync())!.Text));
        Send(900, backlog: i => 5000 - (i * 40));
        Assert.False((await BacklogAsync())!.IsThere);
    }

    [Fact]
    public async Task A_backlog_that_is_worked_off_is_none()
    {
        // It grew within a minute, as after an outage of the historian, and goes down over hours.
        Send(60, backlog: i => 2000 + (i * 10_000));
        for (int hour = 0; hour < 60; hour++)
        {
            Send(60, backlog: i => 60_000 - (hour * 900) - (i * 150));
            Assert.NotEqual(true, (await BacklogAsync())?.IsThere);
        }
    }

    [Fact]
    public async Task A_small_backlog_is_none_and_one_that_is_configured_no_longer_returns()
    {
        Send(1200, backlog: _ => 999);
        Assert.False((await BacklogAsync())!.IsThere);
        Send(10);
        Assert.Null(await BacklogAsync());
        Assert.False((await BacklogAsync(Stands("backlogStuck", "central")))!.IsThere);
    }

    [Fact]
    public async Task Of_a_gateway_that_is_away_nothing_is_said()
    {
        Send(700, backlog: _ => 5000, apart: 60);
        Assert.True((await BacklogAsync())!.IsThere);
        _sites.Send("state", Payloads.State("offline"));
        Assert.Empty(await LookAsync(Stands("backlogStuck", "central")));

        // What the broker repeats is of an unknown time.
        _sites.Send("state", Payloads.State(), retained: true);
        Assert.Empty(await LookAsync(Stands("backlogStuck", "central")));
        Send(500, backlog: _ => 5000, apart: 0);
        Assert.Null(await BacklogAsync());
    }

    private static Alarm Stands(string condition, string name) => new()
    {
        Source = new AlarmSource(Payloads.Site, condition, name),
        Priority = 3,
        IsActive = true,
        IsAcknowledged = false,
        Raises = 1,
        Event = PayloadReader.Event(System.Text.Encoding.UTF8.GetBytes(Payloads.Event(1))).Message,
        FirstRaised = default,
        Arrival = 1,
    };

    private void Send(int seconds, double apart = 0, string? clock = null, Func<int, long>? backlog = null)
    {
        for (int i = 0; i < seconds / 10; i++)
        {
            string time = _time.GetUtcNow().AddSeconds(apart).ToString("O", CultureInfo.InvariantCulture);
            string more = clock is null ? "" : $",\"clock\":\"{clock}\"";
            if (backlog is not null)
            {
                string historian = $$"""{"name":"central","ackedSeq":1,"backlog":{{backlog(i)}},"rate":0}""";
                more += ",\"journal\":{\"oldestSeq\":1,\"lastSeq\":9,\"publishedSeq\":9,\"bytes\":1,\"dropped\":0,\"historians\":["
                    + historian + "]}";
            }

            _sites.Send("state", Payloads.State(time: time).TrimEnd()[..^1] + more + "}");
            _time.Advance(TimeSpan.FromSeconds(10));
            _sites.UpdateStatus();
        }
    }

    private Task<IReadOnlyList<CentreFault>> LookAsync(params Alarm[] standing) =>
        new GatewayProbe(_sites).LookAsync(standing, TestContext.Current.CancellationToken);

    private async Task<CentreFault?> BacklogAsync(params Alarm[] standing) =>
        (await LookAsync(standing)).SingleOrDefault(fault => fault.Source.Condition == "backlogStuck");

    private async Task<ClockSaid?> ClockAsync() =>
        (await LookAsync()).SingleOrDefault(fault => fault.Source.Condition == "gatewayClockOff") is { } fault
            ? new ClockSaid(fault.IsThere, fault.Finding, fault.Text) : null;

    private sealed record ClockSaid(bool IsThere, string Finding, string? Text);
}
