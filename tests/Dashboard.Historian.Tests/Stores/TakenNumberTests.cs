using Edge.Contracts;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>An event whose number is in use by another one already is kept beside it, once, and the caller is informed.</summary>
/// <param name="database">The database of the test.</param>
public abstract class TakenNumberTests(StoreUnderTest database) : StoreTests(database)
{
    [Fact]
    public void A_trip_is_kept_beside_the_event_that_bears_its_number()
    {
        EventRecord forged = Records.Event(7, 0, tag: null, type: EventType.Idle);
        EventRecord trip = Records.Event(7, 5, tag: "LA151_03");
        Assert.Equal([Stored.New], Database.Events.Store([forged]));
        Assert.Equal([Stored.Beside], Database.Events.Store([trip]));
        Assert.Equal([Stored.Known, Stored.Known], Database.Events.Store([trip, forged]));

        EventRecord[] kept = [.. Database.Events.QueryEvents(new RecordQuery()).Records];
        Assert.Equal(["LA151_03", null], kept.Select(record => record.Event.Tag));
        Assert.Equal([true, false], kept.Select(record => record.IsBeside));
        Assert.Equal(trip.Beside().Key, kept[0].Key);
        Assert.StartsWith("los-alamos/e1~", kept[0].Key, StringComparison.Ordinal);
        Assert.Equal(7, kept[0].Seq);
    }

    [Fact]
    public void An_energy_is_kept_beside_too()
    {
        EnergyRecord first = Records.Energy(7, 15);
        Assert.Equal([Stored.New, Stored.Beside], Database.Events.Store([first, Records.Energy(7, 30)]));
        Assert.Equal(2, Database.Events.QueryEnergies(new RecordQuery()).Records.Length);
    }

    [Fact]
    public void Another_position_of_a_double_bit_is_another_event()
    {
        EventRecord event7 = Records.Event(7, 0);
        EventRecord[] positions =
        [
            .. new[] { DoubleBitCode.Intermediate, DoubleBitCode.On }.Select(
                position => event7 with { Event = event7.Event with { State = null, DoubleBit = position } }),
        ];

        Assert.Equal([Stored.New, Stored.Beside, Stored.Known], Database.Events.Store([.. positions, positions[0]]));
        Assert.Equal(
            [DoubleBitCode.Intermediate, DoubleBitCode.On],
            Database.Events.QueryEvents(new RecordQuery()).Records.Select(record => record.Event.DoubleBit).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_differs_in_one_field_alone_is_another_event()
    {
        EventMessage one = Records.Event(7, 0).Event with
        {
            Device = "3",
            Finding = "clockOff",
            Condition = "linkLost",
            Action = ElementActionName.Set,
            Value = 1,
            Count = 1,
            Who = "ana",
        };
        EventMessage[] others =
        [
            one with { Type = EventType.Comms }, one with { Time = one.Time.AddMilliseconds(1) }, one with { Tag = "LA152B04" },
            one with { State = 1 }, one with { DoubleBit = DoubleBitCode.On }, one with { Who = "eva" }, one with { Count = 2 },
            one with { Device = "4" }, one with { Finding = "clockRight" }, one with { Condition = "linkRestored" },
            one with { Action = ElementActionName.Acknowledge }, one with { Value = 2 },
        ];
        EventRecord[] all = [.. others.Prepend(one).Select(message => new EventRecord("los-alamos", message))];
        Assert.Equal([Stored.New, .. others.Select(_ => Stored.Beside)], Database.Events.Store(all));
        Assert.Equal(all.Length, Database.Events.QueryEvents(new RecordQuery()).Records.Length);
    }

    [Fact]
    public void An_energy_that_differs_in_one_field_alone_is_another_energy()
    {
        EnergyMessage one = Records.Energy(7, 0).Energy with { Device = "3" };
        EnergyMessage[] others =
        [
            one with { Kind = EnergyKind.Day }, one with { Time = one.Time.AddMinutes(15) }, one with { Tag = "LA1PA_04" },
            one with { Channel = 1 }, one with { Count = 2 }, one with { Device = "4" },
        ];
        EnergyRecord[] all = [.. others.Prepend(one).Select(message => new EnergyRecord("los-alamos", message))];
        Assert.Equal([Stored.New, .. others.Select(_ => Stored.Beside)], Database.Events.Store(all));
    }

    [Fact]
    public void A_field_that_an_older_gateway_did_not_send_makes_no_other_event()
    {
        EventRecord older = Records.Event(7, 0);
        Database.Events.Store([older]);
        EventRecord newer = older with { Event = older.Event with { Device = "3", Condition = "other" } };
        Assert.Equal([Stored.Known], Database.Events.Store([newer]));
    }

    [Fact]
    public void The_same_event_in_the_words_of_a_newer_gateway_is_the_same()
    {
        EventRecord sent = Records.Event(7, 0);
        Database.Events.Store([sent]);
        EventRecord reworded = sent with { Event = sent.Event with { Text = "abierto", Description = "Interruptor" } };
        Assert.Equal([Stored.Known], Database.Events.Store([reworded]));
        Assert.Single(Database.Events.QueryEvents(new RecordQuery()).Records);
    }
}
