using Edge.Domain;
using Edge.Field.Mara.Bus;
using Edge.Pipeline;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>
/// An answer adds each event once and only new values; one that is not valid affects no other IED (Mara 1.4 §4; ADR 0005).
/// </summary>
public sealed class MaraAnswerIntakeTests
{
    [Theory]
    [InlineData("")]
    [InlineData("01 01 01")]
    [InlineData("07 47 01 00 00 00 00 03 01 00 05 64 00 00 40 0B 05 80")]   // an event is cut off
    [InlineData("07 47 01 00 00 00 00 03 01 00 05 64 00 00 40 05 05 80 1A 07")]
    public void Sections_that_break_the_rules_are_given_up_and_the_loss_is_an_event(string sections)
    {
        var rig = new BusRig();
        rig.Ied(5).Sections = Convert.FromHexString(sections.Replace(" ", "", StringComparison.Ordinal));
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.True(rig.RunUntil(() => rig.Journal.Count > 0, TimeSpan.FromSeconds(5)));
        FieldEvent lost = Assert.Single(rig.Journal);
        Assert.Equal((FieldEventKind.Finding, GatewayFinding.EventsLost, 5), (lost.Kind, lost.Finding, lost.IedAddress));
        Assert.Equal([0x00, 0x00, 0x00, 0x00], rig.Ied(5).Sequences.Take(4));
        rig.Ied(5).Sections = null;
        rig.Ied(5).Happen(1);
        rig.Run(TimeSpan.FromSeconds(20));
        Assert.Equal([0], rig.Numbers(5));
        Assert.True(rig.Quality("P5").IsGood);
    }

    [Fact]
    public void A_short_answer_makes_only_the_missing_points_bad_and_is_logged_once()
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
    public void Events_that_an_IED_sends_again_after_its_restart_are_left_out()
    {
        var rig = new BusRig();
        rig.Ied(7).Happen(3);
        Assert.True(rig.RunUntil(() => rig.Numbers(7).Any(), TimeSpan.FromSeconds(2)));
        rig.Ied(7).RestartUart();
        rig.Ied(7).Happen(1);
        rig.Run(TimeSpan.FromSeconds(3));
        Assert.Equal([0, 1, 2, 3], rig.Numbers(7));
        Assert.Equal(1, rig.Notes.Count(1006));
    }

    [Fact]
    public void Equal_events_without_a_restart_are_new_events()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(1));
        rig.Ied(7).Push(ScriptedIed.EventOf(7, 0), 0);
        rig.Run(TimeSpan.FromSeconds(1));
        rig.Ied(7).Push(ScriptedIed.EventOf(7, 0), 0);
        rig.Run(TimeSpan.FromSeconds(1));
        Assert.Equal([0, 0], rig.Numbers(7));
    }

    [Fact]
    public void An_answer_that_may_be_old_brings_its_events_and_no_values()
    {
        var parts = new BusParts();
        IntakeResult taken = parts.Process(5, 0x00, BusParts.Sections(0, ScriptedIed.EventOf(5, 0)), mayBeOld: true);
        Assert.Equal(new IntakeResult(null, AskAgain: true), taken);
        Scan scan = parts.Journal();
        Assert.Equal((1, 0), (scan.Events.Length, scan.Readings.Length));
        Assert.Empty(parts.Image.Shown);
        Assert.Equal(new IntakeResult(null, AskAgain: false), parts.Process(5, 0x80, BusParts.Sections(0)));
        Assert.Equal((0, 3), (parts.Journal().Events.Length, parts.Ied(5).Map.Count));
        Assert.Equal([5], parts.Image.Shown.Keys);
    }

    [Fact]
    public void An_answer_with_events_wants_its_IED_asked_again()
    {
        var parts = new BusParts();
        Assert.True(parts.Process(5, 0x00, BusParts.Sections(0, ScriptedIed.EventOf(5, 0))).AskAgain);
        Assert.False(parts.Process(6, 0x00, BusParts.Sections(0)).AskAgain);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    public void Only_after_a_restart_are_the_same_events_left_out(byte uartRestarts, int journaled)
    {
        var parts = new BusParts();
        _ = parts.Process(5, 0x00, BusParts.Sections(0, ScriptedIed.EventOf(5, 0)));
        Assert.Equal(1, parts.Journal().Events.Length);
        _ = parts.Process(5, 0x80, BusParts.Sections(uartRestarts, ScriptedIed.EventOf(5, 0), ScriptedIed.EventOf(5, 1)));
        Assert.Equal(journaled, parts.Journal().Events.Length);
    }

    [Fact]
    public void A_late_answer_to_a_question_passed_through_uses_up_its_sequence()
    {
        var parts = new BusParts();
        IntakeResult taken = parts.TakeFrame(5, Wire.Frame(0x01, 5, 0x00, 0x0B, [0, 0, 0, 1]));
        Assert.Equal(new IntakeResult(null, AskAgain: true), taken);
        Assert.Equal((0x80, AnswerPlace.Gathered), (parts.Ied(5).NextSequence, parts.Ied(5).Place));
        Assert.Equal(0, parts.Journal().Readings.Length);
    }

    [Fact]
    public void A_broken_answer_is_a_miss_three_times_and_then_given_up()
    {
        var parts = new BusParts();
        for (int i = 0; i < 3; i++)
        {
            Assert.StartsWith("the sections of an answer are not valid: ", parts.Process(5, 0x00, [9]).Fault, StringComparison.Ordinal);
            Assert.Equal(0x00, parts.Ied(5).NextSequence);
        }

        Assert.Null(parts.Process(5, 0x00, [9]).Fault);
        Assert.Equal(0x80, parts.Ied(5).NextSequence);
        Assert.Equal(GatewayFinding.EventsLost, Assert.Single(parts.Journal().Events).Finding);
        Assert.Equal(1, parts.Notes.Count(1005));
    }
}
