using CsCheck;
using Edge.Contracts;
using Xunit.Sdk;

namespace Dashboard.Alarms.Tests;

/// <summary>
/// The states and transitions of ISA-18.2 for an alarm that must be acknowledged; ActiveState and AckedState of an
/// AcknowledgeableConditionType and AlarmConditionType of OPC 10000-9.
/// </summary>
public sealed class The_life_of_an_alarm
{
    /// <summary>Each state, what happens to it, and the state after it.</summary>
    [Theory]
    [InlineData("normal", "raised", "unacknowledged")]
    [InlineData("normal", "returned", "normal")]
    [InlineData("normal", "acknowledged", "normal")]
    [InlineData("unacknowledged", "raised", "unacknowledged")]
    [InlineData("unacknowledged", "returned", "returned unacknowledged")]
    [InlineData("unacknowledged", "acknowledged", "acknowledged")]
    [InlineData("acknowledged", "raised", "unacknowledged")]
    [InlineData("acknowledged", "returned", "normal")]
    [InlineData("acknowledged", "acknowledged", "acknowledged")]
    [InlineData("returned unacknowledged", "raised", "unacknowledged")]
    [InlineData("returned unacknowledged", "returned", "returned unacknowledged")]
    [InlineData("returned unacknowledged", "acknowledged", "normal")]
    public void Is_the_table_of_the_standard(string before, string happens, string after)
    {
        OneSource source = new();
        switch (before)
        {
            case "unacknowledged":
                source.Apply(Signals.Raised(1));
                break;
            case "acknowledged":
                source.Apply(Signals.Raised(1)).Acknowledge();
                break;
            case "returned unacknowledged":
                source.Apply(Signals.Raised(1), Signals.Returned(2));
                break;
        }

        Assert.Equal(before, source.State);
        if (happens == "acknowledged")
        {
            source.Acknowledge();
        }
        else
        {
            source.Apply(happens == "raised" ? Signals.Raised(9) : Signals.Returned(9));
        }

        Assert.Equal(after, source.State);
    }

    [Fact]
    public void What_the_centre_says_again_calls_nobody_again()
    {
        OneSource source = new OneSource().Apply(Signals.Raised(1, "certificateEnds"));
        source.Acknowledge();
        source.Apply(Signals.Raised(2, "certificateEnds"));
        Assert.Equal(("acknowledged", 1), (source.State, source.Open!.Raises));

        // It became more urgent.
        AlarmSignal urgent = Signals.Raised(3, "certificateEnds");
        source.Apply(urgent with { Event = urgent.Event with { Alarm = new EventAlarm { Priority = 3 } } });
        Assert.Equal(("unacknowledged", 2, 3), (source.State, source.Open!.Raises, source.Open.Priority));
        source.Apply(Signals.Returned(4, "certificateEnds"), Signals.Raised(5, "certificateEnds"));
        Assert.Equal(("unacknowledged", 3), (source.State, source.Open!.Raises));
    }

    [Fact]
    public void What_is_no_longer_there_has_returned_whatever_its_gateway_said_last()
    {
        OneSource source = new OneSource().Apply(Signals.Raised(900));
        AlarmSignal gone = Signals.Returned(1, epoch: "centre") with { IsGone = true };
        source.Apply(gone, gone);
        Assert.Equal("returned unacknowledged", source.State);
        Assert.Equal([AlarmChangeKind.Raised, AlarmChangeKind.Returned], source.Changes);
        source.Acknowledge();
        Assert.Equal("normal", source.State);
        Assert.Equal("normal", new OneSource().Apply(gone).State);
    }

    [Fact]
    public void What_happens_once_stays_until_it_is_acknowledged()
    {
        OneSource source = new OneSource().Apply(Signals.Signal(1, SignalKind.Happened, "recordsLost"));
        Assert.Equal("returned unacknowledged", source.State);
        source.Apply(Signals.Signal(2, SignalKind.Happened, "recordsLost"));
        Assert.Equal(2, source.Open!.Raises);
        Assert.True(source.Acknowledge());
        Assert.Equal("normal", source.State);
    }

    [Fact]
    public void A_raising_that_nobody_saw_is_not_acknowledged()
    {
        OneSource source = new OneSource().Apply(Signals.Raised(1));
        int seen = source.Open!.Raises;
        source.Apply(Signals.Returned(2), Signals.Raised(3));
        Assert.False(source.Acknowledge(seen));
        Assert.Equal("unacknowledged", source.State);
        Assert.True(source.Acknowledge(2));
    }

    [Fact]
    public void A_backlog_says_what_was_and_not_what_is()
    {
        // The return of now comes first, the trip of before behind it.
        OneSource late = new OneSource().Apply(Signals.Returned(8), Signals.Raised(5));
        Assert.Equal("returned unacknowledged", late.State);
        Assert.Equal([AlarmChangeKind.Raised, AlarmChangeKind.Returned], late.Changes);

        OneSource active = new OneSource().Apply(Signals.Raised(8), Signals.Returned(5));
        Assert.Equal("unacknowledged", active.State);
        active.Apply(Signals.Raised(4));
        Assert.Equal(("unacknowledged", 2), (active.State, active.Open!.Raises));
        Assert.Equal((8, Signals.Start.AddSeconds(4)), (active.Open.Event.Seq, active.Open.FirstRaised));
    }

    [Fact]
    public void The_return_of_a_latched_alarm_must_be_acknowledged_too()
    {
        OneSource source = new OneSource().Apply(Latched(Signals.Raised(1)));
        Assert.True(source.Acknowledge());
        Assert.Equal("returned unacknowledged", source.Apply(Latched(Signals.Returned(2))).State);
        Assert.True(source.Acknowledge());
        Assert.Equal("normal", source.State);

        // One that nobody has acknowledged before is acknowledged once.
        source.Apply(Latched(Signals.Raised(3)), Latched(Signals.Returned(4)));
        Assert.True(source.Acknowledge());
        Assert.Equal("normal", source.State);

        static AlarmSignal Latched(AlarmSignal signal) =>
            signal with { Event = signal.Event with { Alarm = new EventAlarm { Latched = true } } };
    }

    [Fact]
    public void The_priority_is_that_of_the_workbook_of_the_event()
    {
        AlarmSignal first = Signals.Raised(1);
        OneSource source = new OneSource().Apply(first with { Event = first.Event with { Alarm = new EventAlarm { Priority = 3 } } });
        Assert.Equal(3, source.Open!.Priority);
        AlarmSignal second = Signals.Raised(2);
        Assert.Equal(1, source.Apply(second).Open!.Priority);
        AlarmSignal wrong = Signals.Raised(3);
        source.Apply(wrong with { Event = wrong.Event with { Alarm = new EventAlarm { Priority = 9 } } });
        Assert.Equal(1, source.Open!.Priority);
    }

    [Fact]
    public void Another_journal_goes_on_by_the_time_of_its_gateway()
    {
        // Its numbers begin anew.
        OneSource source = new OneSource().Apply(Signals.Raised(1000), Signals.Returned(1001));
        AlarmSignal other = Signals.Raised(1, epoch: "c.1");
        source.Apply(other with { Position = other.Position with { Received = Signals.Start.AddHours(1) } });
        Assert.Equal("unacknowledged", source.State);
    }

    [Fact]
    public void A_change_without_an_event_counts_where_the_source_is_known()
    {
        OneSource source = new OneSource().Apply(Signals.Raised(1) with { OnlyIfKnown = true });
        Assert.Equal("normal", source.State);
        source.Apply(Signals.Raised(2), Signals.Returned(3) with { OnlyIfKnown = true });
        Assert.Equal("returned unacknowledged", source.State);
        source.Apply(Signals.Raised(4) with { OnlyIfKnown = true });
        Assert.Equal("unacknowledged", source.State);
        source.Apply(Signals.Raised(5) with { OnlyIfKnown = true });
        Assert.Equal(2, source.Open!.Raises);
    }

    /// <summary>In any order of arrival: none that raised is without an alarm, and the end is that of the gateway.</summary>
    [Fact]
    public void No_order_of_arrival_loses_an_alarm_or_leaves_a_false_one() => Gen.Select(
        Gen.Bool.Array[1, 12], Gen.Int[0, int.MaxValue]).Sample((states, seed) =>
    {
        AlarmSignal[] signals = [.. states.Select((raised, i) => raised ? Signals.Raised(i + 1) : Signals.Returned(i + 1))];
        AlarmSignal[] arriving = [.. signals];
        new Random(seed).Shuffle(arriving);
        OneSource source = new OneSource().Apply(arriving);
        int raises = states.Count(raised => raised);
        bool endsActive = states[^1];
        if (raises > 0 && source.Open is null)
        {
            throw new XunitException("A raising is without an alarm.");
        }

        Assert.Equal(raises, source.Open?.Raises ?? 0);
        Assert.Equal(endsActive, source.Open?.IsActive ?? false);
        Assert.Equal(endsActive, source.Last!.Value.IsActive);
    });
}
