using Edge.Contracts;

namespace Dashboard.Alarms.Tests;

public sealed class What_an_event_says_of_alarms
{
    [Theory]
    [InlineData(0, 1, "protection", SignalKind.Raised)]
    [InlineData(0, 0, "protection", SignalKind.Returned)]
    [InlineData(1, 1, "input", SignalKind.Raised)]
    [InlineData(1, 0, "input", SignalKind.Returned)]
    public void An_input_is_in_alarm_as_its_kind_says(int alarmKind, int state, string condition, SignalKind kind)
    {
        AlarmSignal signal = Assert.Single(AlarmSignals.Of("a", Signals.Event(7, alarmKind: alarmKind, state: state), 70));
        Assert.Equal((new AlarmSource("a", condition, "LA151_03"), kind, 70), (signal.Source, signal.Kind, signal.Arrival));
        Assert.Equal(("b.1", 7), (signal.Position.Epoch, signal.Position.Seq));
        Assert.True(AlarmSignals.Concern(signal.Event));
    }

    [Theory]
    [InlineData(2, 1, "LA152B03")]
    [InlineData(null, 1, "LA152B03")]
    [InlineData(0, null, "LA152B03")]
    [InlineData(0, 1, null)]
    public void Other_inputs_are_no_alarm(int? alarmKind, int? state, string? tag)
    {
        EventMessage message = Signals.Event(1, alarmKind: alarmKind, state: state, tag: tag);
        Assert.Empty(AlarmSignals.Of("a", message, 1));
        Assert.False(AlarmSignals.Concern(message));
    }

    [Theory]
    [InlineData(ConditionCode.LinkLost, "deviceLost", SignalKind.Raised)]
    [InlineData(ConditionCode.LinkRestored, "deviceLost", SignalKind.Returned)]
    [InlineData(ConditionCode.Restarted, "deviceRestarted", SignalKind.Happened)]
    [InlineData(ConditionCode.UartRestarted, "deviceRestarted", SignalKind.Happened)]
    [InlineData(ConditionCode.RamReturned, null, default(SignalKind))]
    [InlineData("aWordOfTomorrow", null, default(SignalKind))]
    public void A_report_of_a_device_is_one_alarm_of_the_device(string word, string? condition, SignalKind kind)
    {
        EventMessage message = Signals.Event(1, EventType.Comms) with { Device = "F3", Condition = word };
        IReadOnlyList<AlarmSignal> signals = AlarmSignals.Of("a", message, 1);
        Assert.Equal(
            condition is null ? [] : [(condition, "F3", kind)],
            signals.Select(one => (one.Source.Condition, one.Source.Name, one.Kind)));
    }

    [Theory]
    [InlineData(CentreFinding.GatewaySilent, "gatewayAway", "", SignalKind.Raised)]
    [InlineData(CentreFinding.GatewayOffline, "gatewayAway", "", SignalKind.Raised)]
    [InlineData(CentreFinding.GatewayBack, "gatewayAway", "", SignalKind.Returned)]
    [InlineData(CentreFinding.LinkDown, "linkDown", "COM", SignalKind.Raised)]
    [InlineData(CentreFinding.LinkUp, "linkDown", "COM", SignalKind.Returned)]
    [InlineData(CentreFinding.TwoGateways, "twoGateways", "", SignalKind.Happened)]
    [InlineData(CentreFinding.JournalTakenBack, "journalTakenBack", "", SignalKind.Happened)]
    [InlineData(FindingCode.ClockOff, "clockOff", "COM", SignalKind.Raised)]
    [InlineData(FindingCode.ClockRight, "clockOff", "COM", SignalKind.Returned)]
    [InlineData(FindingCode.InputMasked, "inputMasked", "LA151_03", SignalKind.Raised)]
    [InlineData(FindingCode.InputUnmasked, "inputMasked", "LA151_03", SignalKind.Returned)]
    [InlineData(FindingCode.EventsLost, "eventsLost", "COM", SignalKind.Happened)]
    [InlineData(FindingCode.EnergyMissing, "energyDoubtful", "LA151_03", SignalKind.Happened)]
    [InlineData("aWordOfTomorrow", "otherFinding", "COM", SignalKind.Happened)]
    public void A_finding_has_its_condition(string finding, string condition, string name, SignalKind kind)
    {
        string epoch = typeof(CentreFinding).GetFields().Any(word => Equals(word.GetValue(null), finding)) ? Centre.Epoch : "b.1";
        EventMessage message = Signals.Event(1, EventType.Gateway, epoch: epoch) with { Device = "COM", Finding = finding };
        AlarmSignal signal = Assert.Single(AlarmSignals.Of("a", message, 1));
        Assert.Equal((condition, name, kind), (signal.Source.Condition, signal.Source.Name, signal.Kind));
    }

    [Theory]
    [InlineData(CentreFinding.GatewayBack)]
    [InlineData(CentreFinding.LinkUp)]
    [InlineData(CentreFinding.TwoGateways)]
    [InlineData(CentreFinding.JournalTakenBack)]
    [InlineData(CentreFinding.BacklogStuck)]
    [InlineData(CentreFinding.GatewayClockOff)]
    [InlineData(CentreFinding.CertificateEnds)]
    [InlineData(CentreFinding.HistorianDown)]
    [InlineData(CentreFinding.NotificationsFail)]
    [InlineData(CentreFinding.SourceGone)]
    public void What_only_the_centre_finds_is_not_believed_of_a_station(string finding)
    {
        EventMessage message = Signals.Event(1, EventType.Gateway) with
        {
            Device = "COM",
            Finding = finding,
            Count = 1,
            Condition = "protection",
        };
        AlarmSignal signal = Assert.Single(AlarmSignals.Of("a", message, 1));
        Assert.Equal(("otherFinding", false), (signal.Source.Condition, signal.IsGone));
    }

    [Theory]
    [InlineData(CentreFinding.BacklogStuck, "backlogStuck", "COM")]
    [InlineData(CentreFinding.GatewayClockOff, "gatewayClockOff", "")]
    [InlineData(CentreFinding.GatewayClockUnsynchronised, "gatewayClockOff", "")]
    [InlineData(CentreFinding.CertificateEnds, "certificateEnds", "COM")]
    [InlineData(CentreFinding.HistorianDown, "historianDown", "")]
    [InlineData(CentreFinding.NotificationsFail, "notificationsFail", "COM")]
    public void What_the_centre_judges_is_said_both_ways(string finding, string condition, string name)
    {
        EventMessage message = Signals.Event(1, EventType.Gateway, epoch: Centre.Epoch) with
        {
            Device = "COM",
            Finding = finding,
            Count = 1,
        };
        AlarmSignal signal = Assert.Single(AlarmSignals.Of(Centre.Site, message, 1));
        Assert.Equal((condition, name, SignalKind.Raised), (signal.Source.Condition, signal.Source.Name, signal.Kind));
        Assert.Equal(SignalKind.Returned, Assert.Single(AlarmSignals.Of(Centre.Site, message with { Count = 0 }, 1)).Kind);
        Assert.True(AlarmCondition.Of(condition).IsOfCentre);
    }

    [Fact]
    public void What_is_no_longer_there_ends_the_alarm_that_is_named()
    {
        EventMessage message = Signals.Event(1, EventType.Gateway, epoch: Centre.Epoch) with
        {
            Finding = CentreFinding.SourceGone,
            Condition = "aboveMaximum",
        };
        AlarmSignal signal = Assert.Single(AlarmSignals.Of("a", message, 1));
        Assert.Equal((new AlarmSource("a", "aboveMaximum", "LA151_03"), SignalKind.Returned), (signal.Source, signal.Kind));
        Assert.True(signal.IsGone);
        Assert.DoesNotContain(AlarmSignals.Of("a", message with { Condition = null }, 1), one => one.IsGone);
    }

    [Fact]
    public void A_loss_is_an_alarm_of_its_station()
    {
        AlarmSignal signal = Assert.Single(AlarmSignals.Of("a", Signals.Event(1, EventType.Loss) with { Dropped = 7 }, 1));
        Assert.Equal((new AlarmSource("a", "recordsLost", ""), SignalKind.Happened), (signal.Source, signal.Kind));
    }

    [Fact]
    public void A_change_without_an_event_is_of_whatever_the_input_is()
    {
        EventMessage message = Signals.Event(1, EventType.Gateway, state: null) with
        {
            Finding = FindingCode.ChangedWithoutEvent,
            Count = 0,
        };
        IReadOnlyList<AlarmSignal> signals = AlarmSignals.Of("a", message, 1);
        Assert.Equal(["protection", "input"], signals.Select(one => one.Source.Condition));
        Assert.All(signals, one => Assert.True(one is { OnlyIfKnown: true, Kind: SignalKind.Returned }));
    }

    [Fact]
    public void A_gateway_that_starts_again_has_half_a_minute()
    {
        EventMessage offline = Signals.Event(1, EventType.Gateway, epoch: Centre.Epoch) with
        {
            Finding = CentreFinding.GatewayOffline,
        };
        Assert.Equal(TimeSpan.FromSeconds(30), DelayOf(offline));
        Assert.Equal(TimeSpan.Zero, DelayOf(offline with { Finding = CentreFinding.GatewayBack }));
        Assert.Equal(TimeSpan.Zero, DelayOf(Signals.Event(1)));
    }

    [Fact]
    public void A_delay_of_the_workbook_is_bounded()
    {
        EventMessage trip = Signals.Event(1) with { Alarm = new EventAlarm { OnDelay = 5, OffDelay = 10 } };
        Assert.Equal(TimeSpan.FromSeconds(5), DelayOf(trip));
        Assert.Equal(TimeSpan.FromSeconds(10), DelayOf(trip with { State = 0 }));
        Assert.Equal(TimeSpan.FromHours(1), DelayOf(trip with { Alarm = new EventAlarm { OnDelay = int.MaxValue } }));
        Assert.Equal(TimeSpan.Zero, DelayOf(trip with { Alarm = new EventAlarm { OnDelay = -1 } }));
    }

    [Theory]
    [InlineData(2, 1, null, null)]
    [InlineData(2, 1, "on", SignalKind.Raised)]
    [InlineData(3, 0, "on", SignalKind.Returned)]
    [InlineData(2, 0, "off", SignalKind.Raised)]
    [InlineData(0, 1, "off", SignalKind.Returned)]
    [InlineData(1, 1, "aWordOfTomorrow", SignalKind.Raised)]
    public void The_workbook_says_which_state_is_the_alarm(int alarmKind, int state, string? trigger, SignalKind? kind)
    {
        EventMessage message = Signals.Event(1, alarmKind: alarmKind, state: state) with { Alarm = new EventAlarm { Trigger = trigger } };
        Assert.Equal(kind, AlarmSignals.Of("a", message, 1).SingleOrDefault()?.Kind);
        Assert.Equal(kind is not null, AlarmSignals.Concern(message));
    }

    [Theory]
    [InlineData(FindingCode.AboveMaximum, 1, SignalKind.Raised)]
    [InlineData(FindingCode.BelowMinimum, 0, SignalKind.Returned)]
    [InlineData(FindingCode.SteppedUp, null, SignalKind.Happened)]
    [InlineData(FindingCode.SteppedDown, 7, SignalKind.Happened)]
    public void A_limit_is_raised_and_returns_and_a_step_happens(string finding, int? count, SignalKind kind)
    {
        EventMessage message = Signals.Event(1, EventType.Gateway, state: null) with { Finding = finding, Count = count };
        AlarmSignal signal = Assert.Single(AlarmSignals.Of("a", message, 1));
        Assert.Equal((finding, "LA151_03", kind), (signal.Source.Condition, signal.Source.Name, signal.Kind));
    }

    [Theory]
    [InlineData(FindingCode.AlarmSuppressed, "protection input aboveMaximum belowMinimum steppedUp steppedDown")]
    [InlineData(FindingCode.AboveMaximumSuppressed, "aboveMaximum")]
    [InlineData(FindingCode.BelowMinimumSuppressed, "belowMinimum")]
    public void A_rule_raises_nothing_and_names_what_it_suppresses(string finding, string conditions)
    {
        EventMessage message = Signals.Event(1, EventType.Gateway, state: null) with { Finding = finding, Count = 1, Text = "LA152B01=0" };
        Assert.Empty(AlarmSignals.Of("a", message, 1));
        AlarmSuppression said = AlarmSignals.SuppressionOf(message)!;
        Assert.Equal(("LA151_03", true, "LA152B01=0"), (said.Tag, said.IsActive, said.Rule));
        Assert.Equal(conditions, string.Join(' ', said.Conditions.Select(condition => condition.Word)));
        Assert.Null(AlarmSignals.SuppressionOf(message with { Count = null }));
    }

    private static TimeSpan DelayOf(EventMessage message) => AlarmSignals.DelayOf(AlarmSignals.Of("a", message, 1)[0]);

    [Fact]
    public void Every_condition_has_a_word_of_its_own_and_a_priority()
    {
        Assert.Equal(AlarmCondition.All.Count, AlarmCondition.All.Select(one => one.Word).Distinct().Count());
        Assert.All(AlarmCondition.All, one => Assert.InRange(one.Priority, 1, 4));
        Assert.Same(AlarmCondition.OtherFinding, AlarmCondition.Of("aWordOfTomorrow"));
    }
}
