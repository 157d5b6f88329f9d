using Edge.Domain;
using Edge.Field.Inputs;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>IEDs that break the rules, chatter or overflow harm nobody else, and what is lost is visible.</summary>
public sealed class HostileIedTests
{
    [Theory]
    [InlineData(nameof(Fault.NoiseBefore))]
    [InlineData(nameof(Fault.LateAnswerOfAnother))]
    public void The_answer_is_found_behind_what_is_none(string fault)
    {
        var rig = new BusRig();
        rig.Bus.Next = a => a == 5 ? Enum.Parse<Fault>(fault) : Fault.None;
        rig.Ied(5).Happen(2);
        rig.Run(TimeSpan.FromSeconds(5));
        Assert.Equal([0, 1], rig.Numbers(5));
        Assert.True(rig.Quality("P5").IsGood);
    }

    [Theory]
    [InlineData(nameof(Fault.OnlyAnotherAnswers), "a frame of address 62 came")]
    [InlineData(nameof(Fault.WrongSequence), "a frame of address 5 came")]
    [InlineData(nameof(Fault.WrongCommand), "a frame of address 5 came")]
    [InlineData(nameof(Fault.Garbled), "no whole frame with a right block check")]
    [InlineData(nameof(Fault.AnswerLost), "no answer in time")]
    public void What_never_answers_rightly_is_marked_with_its_reason_and_the_others_keep_their_rhythm(string fault, string reason)
    {
        var rig = new BusRig();
        rig.Bus.Next = a => a == 5 ? Enum.Parse<Fault>(fault) : Fault.None;
        rig.Ied(5).Happen(2);
        rig.Run(TimeSpan.FromMinutes(1));
        Assert.Empty(rig.Numbers(5));
        (_, int id, string text) = Assert.Single(rig.Notes.All);
        Assert.Equal(1150, id);
        Assert.Contains(reason, text, StringComparison.Ordinal);
        Assert.Contains("IED 5 (Alimentador 5)", text, StringComparison.Ordinal);
        Assert.InRange(rig.Polls(6), 60 / 0.42 * 0.9, 200);
        rig.Bus.Next = _ => Fault.None;
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.Equal([0, 1], rig.Numbers(5));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01 01 01")]
    [InlineData("07 47 01 00 00 00 00 03 01 00 05 64 00 00 40 0B 05 80")]   // an event is cut off
    [InlineData("07 47 01 00 00 00 00 03 01 00 05 64 00 00 40 05 05 80 1A 07")]
    public void Sections_that_break_the_rules_are_given_up_after_repeats_and_the_loss_is_an_event(string sections)
    {
        var rig = new BusRig();
        rig.Ied(5).Sections = Convert.FromHexString(sections.Replace(" ", "", StringComparison.Ordinal));
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.True(rig.RunUntil(() => rig.Journal.Count > 0, TimeSpan.FromSeconds(5)));
        FieldEvent lost = Assert.Single(rig.Journal);
        Assert.Equal((FieldEventKind.Gateway, (int)GatewayFinding.EventsLost, 5), (lost.Kind, lost.Code, lost.IedAddress));
        Assert.Equal([0x00, 0x00, 0x00, 0x00], rig.Ied(5).Sequences.Take(4));
        rig.Ied(5).Sections = null;
        rig.Ied(5).Happen(1);
        rig.Run(TimeSpan.FromSeconds(20));
        Assert.Equal([0], rig.Numbers(5));
        Assert.True(rig.Quality("P5").IsGood);
    }

    [Fact]
    public void An_answer_that_is_shorter_than_the_profile_makes_only_its_own_missing_points_bad_and_is_told_once()
    {
        var rig = new BusRig();
        rig.Ied(5).Sections = Wire.Answer([0x47, 1, 0, 0, 0, 0], [1, 0], [100, 0]);
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(new QualityState(Quality.Bad, QualityReason.NotInAnswer), rig.Quality("Q5"));
        Assert.True(rig.Quality("P5").IsGood);
        Assert.True(rig.Quality("Q6").Reason == QualityReason.NoPulses);
        Assert.Equal(1, rig.Notes.Count(1004));
    }

    [Fact]
    public void A_stack_that_overflowed_is_told_once_for_each_time()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(1));
        rig.Ied(5).Happen(9);
        rig.Run(TimeSpan.FromSeconds(3));
        FieldEvent lost = Assert.Single(rig.Journal, e => e.Kind == FieldEventKind.Gateway);
        Assert.Equal(((int)GatewayFinding.EventsLost, 5, "Alimentador 5"), (lost.Code, lost.IedAddress, lost.Description));
        Assert.Equal([0, 1, 2, 3, 4], rig.Numbers(5));
        rig.Ied(5).Happen(9);
        rig.Run(TimeSpan.FromSeconds(3));
        Assert.Equal(2, rig.Journal.Count(e => e.Kind == FieldEventKind.Gateway));
        Assert.Equal(2, rig.Notes.Count(1152));
    }

    [Fact]
    public void A_chattering_input_is_masked_acknowledged_and_counted_and_its_value_stays_live()
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
        Assert.True(rig.RunUntil(() => rig.Journal.Any(e => e.Code == (int)GatewayFinding.InputUnmasked), TimeSpan.FromMinutes(2)));
        Assert.Equal([0, 1, 2, 3, 4, 5], rig.Numbers(5));
        FieldEvent masked = Assert.Single(rig.Journal, e => e is { Kind: FieldEventKind.Gateway, Code: (int)GatewayFinding.InputMasked });
        FieldEvent unmasked = Assert.Single(rig.Journal, e => e is { Kind: FieldEventKind.Gateway, Code: (int)GatewayFinding.InputUnmasked });
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
        Assert.Equal(("B5", 1, "CERRADO", "05801A0701083B220014"), (happened.Tag, happened.State, happened.StateText, happened.Native.ToString()));
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 11, 59, 34, TimeSpan.Zero).AddTicks(1_562_500), happened.Time);
    }

    [Theory]
    [InlineData(0x06, 0x80, "B6")]    // names another IED of the pair
    [InlineData(0x1E, 0x95, null)]    // names one that the pair does not know
    [InlineData(0x05, 0xBF, null)]    // a bit that the profile does not know
    public void An_event_of_something_else_is_kept_as_it_is(byte head, byte body, string? tag)
    {
        var rig = new BusRig();
        rig.Ied(5).Push([head, body, 26, 7, 1, 8, 59, 0, 0, 0]);
        rig.Run(TimeSpan.FromSeconds(1));
        FieldEvent happened = Assert.Single(rig.Journal);
        Assert.Equal((head & 0x1F, tag, body >> 4 & 7, body & 15), (happened.IedAddress, happened.Tag, happened.Port, happened.Bit));
    }

    [Fact]
    public void The_image_has_the_sections_as_they_stood_on_the_wire_without_the_bit_that_is_the_concentrators()
    {
        var rig = new BusRig();
        (rig.Ied(5).Status, rig.Ied(5).Digitals, rig.Ied(5).Power) = (0x57, 0x8001, 0x1234);
        rig.Run(TimeSpan.FromSeconds(2));
        (byte[] variables, byte[] digitals, byte[] analogs) = rig.Image.Shown[5];
        Assert.Equal([0x47, 1, 0, 0, 0, 0], variables);
        Assert.Equal([0x01, 0x80], digitals);
        Assert.Equal([0x34, 0x12, 0x00, 0x40], analogs);
        Assert.Equal(11, rig.Image.Shown.Count);
    }
}
