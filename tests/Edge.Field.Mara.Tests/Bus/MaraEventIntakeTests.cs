using System.Collections.Immutable;
using Edge.Domain;
using Edge.Field.Inputs;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>Every event gets its point and its time; a chattering input is left out and counted (Mara 1.4 §5, §7).</summary>
public sealed class MaraEventIntakeTests
{
    [Fact]
    public void Events_of_a_clock_that_is_off_are_marked()
    {
        var rig = new BusRig();
        (rig.Ied(5).Status, rig.Ied(6).Status) = (0x07, 0xC7);
        Array.ForEach(rig.Ieds, i => i.Happen());
        rig.Run(TimeSpan.FromSeconds(2));
        ImmutableArray<FieldEvent> digital = [.. rig.Journal.Where(e => e.Kind == FieldEventKind.State).OrderBy(e => e.IedAddress)];
        Assert.Equal(
            [TimeMarks.None, TimeMarks.None, TimeMarks.None, TimeMarks.Unsynchronised, TimeMarks.Unsynchronised, TimeMarks.None],
            digital.Take(6).Select(e => e.Marks));
    }

    [Fact]
    public void A_chattering_input_is_masked_and_counted_and_its_value_stays_live()
    {
        var rig = new BusRig(BusRig.Options with { Mask = new InputMaskOptions { Events = 6, Duration = TimeSpan.FromSeconds(20) } });
        rig.Run(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 30; i++)
        {
            rig.Ied(5).Happen(1);
            rig.Ied(5).Digitals = (ushort)(i % 2);
            rig.Run(TimeSpan.FromMilliseconds(400));
        }

        rig.Ied(5).Push([0x45, 0x00, 26, 7, 1, 8, 15, 0, 1, 0]); // an energy is never masked
        rig.Ied(5).Digitals = 1;
        Assert.True(rig.RunUntil(() => rig.Journal.Any(e => e.Finding == GatewayFinding.InputUnmasked), TimeSpan.FromMinutes(2)));
        Assert.Equal([0, 1, 2, 3, 4, 5], rig.Numbers(5));
        FieldEvent masked = Assert.Single(rig.Journal, e => e is { Kind: FieldEventKind.Finding, Finding: GatewayFinding.InputMasked });
        FieldEvent unmasked = Assert.Single(
            rig.Journal, e => e is { Kind: FieldEventKind.Finding, Finding: GatewayFinding.InputUnmasked });
        Assert.Equal(("B5", 5, 0, 0), (masked.Tag, masked.IedAddress, masked.Port, masked.Bit));
        Assert.Equal(("B5", 24), (unmasked.Tag, unmasked.Count));
        Assert.Single(rig.Journal, e => e.Kind == FieldEventKind.Energy);
        Assert.Equal(0, rig.Ied(5).Waiting);
        Assert.Equal(1, rig.Image.Shown[5].Digitals[0]);
        Assert.True(rig.Quality("B5").IsGood);
        rig.Ied(5).Happen(1);
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.Equal([0, 1, 2, 3, 4, 5, 30], rig.Numbers(5));
        Assert.Equal((1, 1), (rig.Notes.Count(1155), rig.Notes.Count(1156)));
    }

    [Fact]
    public void An_event_keeps_its_ten_bytes_and_gets_the_tag_of_the_profile()
    {
        var rig = new BusRig();
        rig.Ied(5).Push([0x05, 0x80, 26, 7, 1, 8, 59, 34, 0x00, 0x14]);
        rig.Run(TimeSpan.FromSeconds(1));
        FieldEvent happened = Assert.Single(rig.Journal);
        Assert.Equal(
            ("B5", 1, "CERRADO", "05801A0701083B220014"),
            (happened.Tag, happened.State, happened.Text, happened.Bytes.ToString()));
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 11, 59, 34, TimeSpan.Zero).AddTicks(1_562_500), happened.Time);
    }

    [Theory]
    [InlineData(0x06, 0x80, "B6")]    // names another IED of the bus
    [InlineData(0x1E, 0x95, null)]    // names one that the bus does not know
    [InlineData(0x05, 0xBF, null)]    // a bit that the profile does not know
    public void An_event_that_names_something_else_is_kept_as_it_is(byte head, byte body, string? tag)
    {
        var rig = new BusRig();
        rig.Ied(5).Push([head, body, 26, 7, 1, 8, 59, 0, 0, 0]);
        rig.Run(TimeSpan.FromSeconds(1));
        FieldEvent happened = Assert.Single(rig.Journal);
        Assert.Equal((head & 0x1F, tag, body >> 4 & 7, body & 15), (happened.IedAddress, happened.Tag, happened.Port, happened.Bit));
    }
}
