using Edge.Domain;
using Edge.Field.Bus;
using Edge.Pipeline;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>What is reported of an IED that stops answering and answers again (Mara 1.4 §6, §7).</summary>
public sealed class MaraBusHealthTests
{
    private static readonly QualityState s_noAnswer = new(Quality.Stale, QualityReason.NoAnswer);

    [Fact]
    public void Values_are_stale_after_two_misses_and_after_five_the_IED_is_lost()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.True(rig.Quality("P5").IsGood);
        rig.Ied(5).Connected = false;
        int asked = rig.Polls(5);
        Assert.True(rig.RunUntil(() => rig.Quality("P5") == s_noAnswer, TimeSpan.FromSeconds(5)));
        Assert.InRange(rig.Polls(5) - asked, 2, 3);
        Assert.Equal(s_noAnswer, rig.Quality("B5"));
        Assert.True(rig.Quality("P6").IsGood);
        Assert.Equal(0x47, rig.Image.Shown[5].Variables[0]);

        Assert.True(rig.RunUntil(() => rig.Journal.Count > 0, TimeSpan.FromSeconds(5)));
        Assert.InRange(rig.Polls(5) - asked, 5, 6);
        FieldEvent lost = Assert.Single(rig.Journal);
        Assert.Equal(
            (FieldEventKind.Device, 5, 2, 0, TimeMarks.Gateway), (lost.Kind, lost.IedAddress, lost.Code, lost.Motive, lost.Marks));

        // Type 3, address 5; code 2, motive 0; 2026-07-01 09:00 local.
        Assert.StartsWith("C5201A07010900", lost.Bytes.ToString(), StringComparison.Ordinal);
        Assert.Equal(10, lost.Bytes.Length);
        Assert.Equal(0x57, rig.Image.Shown[5].Variables[0]);
        Assert.Equal(new FieldDeviceHealth("5", false, "it does not answer the gateway"), rig.Health[^1]);
        rig.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(1, rig.Notes.Count(1150));
        Assert.Single(rig.Journal);
        Assert.InRange(rig.Polls(5) - asked, 20, 60);
    }

    [Fact]
    public void The_return_of_an_IED_is_an_event_followed_by_fresh_values()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Connected = false;
        rig.Run(TimeSpan.FromMinutes(1));
        rig.Ied(5).Connected = true;
        rig.Ied(5).Happen(2);
        Assert.True(rig.RunUntil(() => rig.Journal.Any(e => e.Motive == 1), TimeSpan.FromSeconds(10)));
        Assert.True(rig.RunUntil(() => rig.Quality("P5").IsGood, TimeSpan.FromMilliseconds(400)));
        Assert.StartsWith("C5211A0701", rig.Journal[1].Bytes.ToString(), StringComparison.Ordinal);
        Assert.Equal([0, 1], rig.Numbers(5));
        Assert.Equal(0x47, rig.Image.Shown[5].Variables[0]);
        Assert.Equal(new FieldDeviceHealth("5", true, null), rig.Health[^1]);
        Assert.Equal(1, rig.Notes.Count(1151));
    }

    [Fact]
    public void A_restart_of_the_gateway_reports_no_loss_twice()
    {
        var rig = new BusRig();
        rig.Ied(5).Connected = false;
        rig.Run(TimeSpan.FromSeconds(10));
        rig.Crash();
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.Single(rig.Journal);
        Assert.Equal(2, rig.Health.Count(h => h is { Id: "5", Answers: false }));
        rig.Ied(5).Connected = true;
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.Equal([0, 1], rig.Journal.Select(e => e.Motive));
    }

    [Fact]
    public void A_silent_IED_has_its_id_in_a_catalogue_of_two_concentrators()
    {
        // The concentrators 7 and 8 have IEDs with the same addresses; this bus is that of 7.
        Profile profile = BusRig.Profile with
        {
            Ieds = [.. Behind(7), .. Behind(8)],
            Digitals = [.. BusRig.Profile.Digitals.Select(d => d with { Source = (MaraInput)d.Source with { Concentrator = 7 } })],
            Analogs = [.. BusRig.Profile.Analogs.Select(a => a with { Source = (MaraChannel)a.Source with { Concentrator = 7 } })],
        };
        var rig = new BusRig(BusRig.Options with { Comaster = 7 }, profile: profile);
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Connected = false;
        rig.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(new FieldDeviceHealth("7-5", false, "it does not answer the gateway"), rig.Health[^1]);
        rig.Ied(5).Connected = true;
        rig.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(new FieldDeviceHealth("7-5", true, null), rig.Health[^1]);
    }

    private static IEnumerable<IedDefinition> Behind(int concentrator) =>
        BusRig.Profile.Ieds.Select(i => i with { Comaster = concentrator });

    [Fact]
    public void After_four_misses_in_a_row_no_IED_is_lost_and_an_answer_ends_them()
    {
        var parts = new BusParts();
        for (int i = 0; i < 10; i++)
        {
            parts.Health.Missed(parts.Ied(5), BusOutcome.Silent, "no answer in time");
            if (i % 4 == 3)
            {
                _ = parts.Process(5, (byte)(i == 3 ? 0x00 : 0x80), BusParts.Sections(0));
            }
        }

        Assert.False(parts.Ied(5).IsLost);
        Assert.Equal([new FieldDeviceHealth("5", true, null)], parts.Journal().Devices);
    }

    [Fact]
    public void The_fifth_miss_is_an_event_a_health_and_a_log_line()
    {
        var parts = new BusParts();
        for (int i = 0; i < 7; i++)
        {
            parts.Health.Missed(parts.Ied(5), BusOutcome.Silent, "no answer in time");
            Assert.Equal(i >= 4, parts.Ied(5).IsLost);
        }

        Scan scan = parts.Journal();
        Assert.Equal((5, 0), (Assert.Single(scan.Events).IedAddress, scan.Events[0].Motive));
        Assert.Equal([new FieldDeviceHealth("5", false, "it does not answer the gateway")], scan.Devices);
        Assert.Equal(
            "bus: IED 5 (Alimentador 5) is lost: 5 polls in a row had no answer (no answer in time). It is asked rarely from now on.",
            Assert.Single(parts.Notes.All).Text);
    }
}
