using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>What is reported of an IED that stops answering and answers again (Mara 1.4 §6, §7).</summary>
public sealed class MaraBusHealthTests
{
    [Fact]
    public void A_silent_IED_has_its_id_in_a_catalogue_of_two_concentrators()
    {
        // The concentrators 7 and 8 have IEDs with the same addresses; this bus is that of 7.
        Profile profile = BusRig.Profile with
        {
            Ieds = [.. Behind(7), .. Behind(8)],
            Digitals = [.. BusRig.Profile.Digitals.Select(d => d with { Comaster = 7 })],
            Analogs = [.. BusRig.Profile.Analogs.Select(a => a with { Comaster = 7 })],
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
}
