using Edge.Domain;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>The last values of an IED for scans and for control centres.</summary>
public sealed class MaraBusValuesTests
{
    private static readonly QualityState s_noAnswer = new(Quality.Stale, QualityReason.NoAnswer);

    [Fact]
    public void Control_centres_see_the_sections_as_they_stood_on_the_wire()
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

    [Fact]
    public void What_an_IED_answered_long_ago_is_not_shown_as_new()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Power = 111;
        rig.Bus.Next = a => a == 5 ? Fault.AnswerLost : Fault.None;
        rig.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(s_noAnswer, rig.Quality("P5"));

        // It repeats byte for byte what it answered a minute ago.
        rig.Bus.Next = _ => Fault.None;
        rig.Disk = TimeSpan.FromSeconds(1);
        Assert.True(rig.RunUntil(() => rig.Journal.Any(e => e.Motive == 1), TimeSpan.FromSeconds(10)));
        Assert.Equal(s_noAnswer, rig.Quality("P5"));
        rig.Ied(5).Power = 222;
        Assert.True(rig.RunUntil(() => rig.Quality("P5").IsGood, TimeSpan.FromSeconds(5)));
        Assert.Equal(222, rig.Image.Shown[5].Analogs[0]);
    }
}
