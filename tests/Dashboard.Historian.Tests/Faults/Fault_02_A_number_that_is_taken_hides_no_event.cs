using Dashboard.Historian.Sqlite;
using Edge.Contracts;
using TestKit;

namespace Dashboard.Historian.Tests.Faults;

/// <summary>An event whose number is in use by another one already is kept beside it, once, and the caller is informed.</summary>
[Trait("Fault", "02")]
public sealed class Fault_02_A_number_that_is_taken_hides_no_event : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_trip_is_kept_beside_the_event_that_bears_its_number()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        EventRecord forged = Records.Event(7, 0, tag: null, type: EventType.Idle);
        EventRecord trip = Records.Event(7, 5, tag: "LA151_03");
        Assert.Equal([Stored.New], store.Store([forged]));
        Assert.Equal([Stored.Beside], store.Store([trip]));
        Assert.Equal([Stored.Known, Stored.Known], store.Store([trip, forged]));

        EventRecord[] kept = [.. store.QueryEvents(new RecordQuery()).Records];
        Assert.Equal(["LA151_03", null], kept.Select(record => record.Event.Tag));
        Assert.Equal([true, false], kept.Select(record => record.IsBeside));
        Assert.Equal(trip.Beside().Key, kept[0].Key);
        Assert.StartsWith("los-alamos/e1~", kept[0].Key, StringComparison.Ordinal);
        Assert.Equal(7, kept[0].Seq);
    }

    [Fact]
    public void An_energy_is_kept_beside_too()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        EnergyRecord first = Records.Energy(7, 15);
        Assert.Equal([Stored.New, Stored.Beside], store.Store([first, Records.Energy(7, 30)]));
        Assert.Equal(2, store.QueryEnergies(new RecordQuery()).Records.Length);
    }

    [Fact]
    public void Another_position_of_a_double_bit_is_another_event()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        EventRecord event7 = Records.Event(7, 0);
        EventRecord[] positions =
        [
            .. new[] { DoubleBitCode.Intermediate, DoubleBitCode.On }.Select(
                position => event7 with { Event = event7.Event with { State = null, DoubleBit = position } }),
        ];

        Assert.Equal([Stored.New, Stored.Beside, Stored.Known], store.Store([.. positions, positions[0]]));
        Assert.Equal(
            [DoubleBitCode.Intermediate, DoubleBitCode.On],
            store.QueryEvents(new RecordQuery()).Records.Select(record => record.Event.DoubleBit).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_event_in_the_words_of_a_newer_gateway_is_the_same()
    {
        using SqliteEventStore store = SqliteEventStore.Open(_directory.At("historian.db"));
        EventRecord sent = Records.Event(7, 0);
        store.Store([sent]);
        EventRecord reworded = sent with { Event = sent.Event with { Text = "abierto", Description = "Interruptor" } };
        Assert.Equal([Stored.Known], store.Store([reworded]));
        Assert.Single(store.QueryEvents(new RecordQuery()).Records);
    }
}
