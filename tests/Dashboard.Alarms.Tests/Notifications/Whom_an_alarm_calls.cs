using Dashboard.Alarms.Notifications;

namespace Dashboard.Alarms.Tests.Notifications;

/// <summary>Rules, rosters and their checks.</summary>
public sealed class Whom_an_alarm_calls
{
    private static readonly NotificationMember Ana = new() { Name = "Ana", Email = "ana@example.org", Zone = "America/Santiago" };

    [Theory]
    [InlineData(null, 1, null, null, true)]
    [InlineData("los-alamos", 4, AlarmClass.Protection, "protection", true)]
    [InlineData("otra", 4, null, null, false)]
    [InlineData(null, 4, AlarmClass.Plant, null, false)]
    [InlineData(null, 4, null, "input", false)]
    public void Every_filter_of_a_rule_must_match(string? site, int least, AlarmClass? of, string? condition, bool matches)
    {
        NotificationRule rule = new() { Name = "x", Site = site, LeastPriority = least, Class = of, Condition = condition };
        Assert.Equal(matches, rule.Matches(Alarm()));
        Assert.False((rule with { Enabled = false }).Matches(Alarm()));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(0, null, false)]
    [InlineData(0, 5L, true)]
    [InlineData(1, 5L, false)]
    [InlineData(31, 0x8000_0000L, true)]
    public void A_rule_can_be_of_an_action_of_the_workbook(int? action, long? asked, bool matches)
    {
        Alarm alarm = Alarm();
        alarm = alarm with { Event = alarm.Event with { Alarm = new Edge.Contracts.EventAlarm { Actions = asked } } };
        Assert.Equal(matches, new NotificationRule { Name = "x", LeastPriority = 4, Action = action }.Matches(alarm));
    }

    [Fact]
    public void A_rule_calls_its_priority_and_those_above()
    {
        NotificationRule rule = new() { Name = "x", LeastPriority = 2 };
        Assert.Equal(
            [true, true, false, false], Enumerable.Range(1, 4).Select(priority => rule.Matches(Alarm() with { Priority = priority })));
    }

    [Theory]
    [InlineData("2026-03-02T10:59:00Z", false)]
    [InlineData("2026-03-02T11:00:00Z", true)]
    [InlineData("2026-03-02T20:59:59Z", true)]
    [InlineData("2026-03-02T21:00:00Z", false)]
    [InlineData("2026-03-03T12:00:00Z", false)]
    public void A_time_of_duty_is_of_the_zone_of_the_person(string now, bool isOnDuty)
    {
        NotificationMember member = Ana with { Zone = "America/Montevideo", Roster = [new NotificationShift(1, "08:00", "18:00")] };
        Assert.Equal(isOnDuty, member.IsOnDuty(Time(now)));
    }

    [Theory]
    [InlineData("2026-03-01T21:59:00Z", false)]
    [InlineData("2026-03-01T22:00:00Z", true)]
    [InlineData("2026-03-02T00:00:00Z", true)]
    [InlineData("2026-03-02T05:59:00Z", true)]
    [InlineData("2026-03-02T06:00:00Z", false)]
    [InlineData("2026-03-01T05:00:00Z", false)]
    public void A_night_belongs_to_the_day_on_which_it_begins(string now, bool isOnDuty)
    {
        NotificationMember member = Ana with { Zone = "UTC", Roster = [new NotificationShift(7, "22:00", "06:00")] };
        Assert.Equal(isOnDuty, member.IsOnDuty(Time(now)));
    }

    [Theory]
    [InlineData("2026-04-04T23:30:00Z", "20:00", true)]
    [InlineData("2026-04-05T01:30:00Z", "22:00", true)]
    [InlineData("2026-04-05T02:30:00Z", "22:00", true)]
    [InlineData("2026-04-05T04:30:00Z", "22:00", false)]
    public void An_hour_that_comes_twice_is_duty_twice(string now, string from, bool isOnDuty)
    {
        // In Santiago the clocks go back from 24:00 to 23:00 at the end of Saturday.
        NotificationMember member = Ana with { Roster = [new NotificationShift(6, from, "00:00")] };
        Assert.Equal(isOnDuty, member.IsOnDuty(Time(now)));
    }

    [Fact]
    public void Without_a_roster_a_person_is_always_on_duty()
    {
        Assert.True(Ana.IsOnDuty(Time("2026-03-01T03:00:00Z")));
        NotificationMember lost = Ana with { Zone = "Nowhere/Land", Roster = [new NotificationShift(1, "08:00", "08:01")] };
        Assert.True(lost.IsOnDuty(Time("2026-03-01T03:00:00Z")));
        NotificationMember whole = Ana with { Zone = "UTC", Roster = [new NotificationShift(7, "00:00", "00:00")] };
        Assert.True(whole.IsOnDuty(Time("2026-03-01T23:59:59Z")));
        Assert.False(whole.IsOnDuty(Time("2026-03-02T00:00:00Z")));
    }

    [Theory]
    [InlineData(0, "badSteps")]
    [InlineData(11, "badSteps")]
    [InlineData(2, null)]
    public void A_rule_has_a_few_steps(int steps, string? fault) => Assert.Equal(
        fault,
        NotificationChecks.Of(
            new NotificationRule { Name = "x", Steps = [.. Enumerable.Range(0, steps).Select(i => new NotificationStep(1, i * 5))] },
            [1L])?.Code);

    [Fact]
    public void What_is_wrong_with_a_rule_is_named()
    {
        NotificationRule rule = new() { Name = "x", Steps = [new NotificationStep(1, 0), new NotificationStep(2, 10)] };
        Assert.Null(NotificationChecks.Of(rule, [1L, 2L]));
        Assert.Equal("badGroup", NotificationChecks.Of(rule, [1L])!.Code);
        Assert.Equal("badName", NotificationChecks.Of(rule with { Name = " " }, [1L, 2L])!.Code);
        Assert.Equal("badPriority", NotificationChecks.Of(rule with { LeastPriority = 5 }, [1L, 2L])!.Code);
        Assert.Equal("badStation", NotificationChecks.Of(rule with { Site = "a/b" }, [1L, 2L])!.Code);
        Assert.Equal("badCondition", NotificationChecks.Of(rule with { Condition = "smoke" }, [1L, 2L])!.Code);
        Assert.Equal("badAction", NotificationChecks.Of(rule with { Action = 32 }, [1L, 2L])!.Code);
        Assert.Equal(
            "badMinutes",
            NotificationChecks.Of(rule with { Steps = [new NotificationStep(1, 10), new NotificationStep(2, 10)] }, [1L, 2L])!.Code);
    }

    [Theory]
    [InlineData("ana@example.org", null, "UTC", null)]
    [InlineData(null, "+59899123456", "America/Montevideo", null)]
    [InlineData(null, null, "UTC", "noAddress")]
    [InlineData("ana", null, "UTC", "badAddress")]
    [InlineData("Ana <ana@example.org>", null, "UTC", "badAddress")]
    [InlineData("ana@example.org\r\nBcc: eva@example.org", null, "UTC", "badAddress")]
    [InlineData(null, "099 123 456", "UTC", "badPhone")]
    [InlineData(null, "++59899123456", "UTC", "badPhone")]
    [InlineData("ana@example.org", null, "America/Montevido", "badZone")]
    public void What_is_wrong_with_a_person_is_named(string? mail, string? phone, string zone, string? fault) => Assert.Equal(
        fault,
        NotificationChecks.Of(
            new NotificationGroup { Name = "x", Members = [Ana with { Email = mail, Phone = phone, Zone = zone }] })?.Code);

    [Theory]
    [InlineData("https://example.org/hook", "0123456789abcdef", null)]
    [InlineData("http://127.0.0.1:8000/hook", "0123456789abcdef", null)]
    [InlineData("http://example.org/hook", "0123456789abcdef", "badUrl")]
    [InlineData("https://ana:clave@example.org/", "0123456789abcdef", "badUrl")]
    [InlineData("file:///etc/passwd", "0123456789abcdef", "badUrl")]
    [InlineData("https://example.org/hook", "short", "badSecret")]
    [InlineData("https://example.org/hook", null, "badSecret")]
    public void A_webhook_is_reached_safely_or_not_at_all(string url, string? secret, string? fault) => Assert.Equal(
        fault, NotificationChecks.Of(new NotificationGroup { Name = "x", Webhook = new NotificationWebhook(url, secret) })?.Code);

    [Fact]
    public void A_group_has_somebody_in_it()
    {
        Assert.Equal("emptyGroup", NotificationChecks.Of(new NotificationGroup { Name = "x" })!.Code);
        Assert.Equal(
            "tooManyMembers", NotificationChecks.Of(new NotificationGroup { Name = "x", Members = [.. Enumerable.Repeat(Ana, 51)] })!.Code);
        NotificationMember odd = Ana with { Roster = [new NotificationShift(8, "08:00", "18:00")] };
        Assert.Equal("badRoster", NotificationChecks.Of(new NotificationGroup { Name = "x", Members = [odd] })!.Code);
    }

    [Fact]
    public void A_flood_has_a_pause_between_its_messages()
    {
        NotificationPacing pacing = new(TimeSpan.FromSeconds(20));
        DateTimeOffset now = Signals.Start;
        Assert.False(pacing.IsDue(now.AddSeconds(-19), 0, null, now));
        Assert.True(pacing.IsDue(now.AddSeconds(-20), 0, null, now));
        Assert.True(pacing.IsDue(now.AddSeconds(-20), 10, now.AddSeconds(-30), now));
        Assert.False(pacing.IsDue(now.AddSeconds(-20), 11, now.AddSeconds(-30), now));
        Assert.True(pacing.IsDue(now.AddSeconds(-20), 11, now.AddMinutes(-2), now));
        Assert.Equal(
            [15, 30, 60, 120, 240, 300, 300],
            Enumerable.Range(1, 7).Select(tries => NotificationPacing.BackOff(tries).TotalSeconds));
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Alarm Alarm() => AlarmLife.Apply(null, null, Signals.Raised(1)).Alarm!;
}
