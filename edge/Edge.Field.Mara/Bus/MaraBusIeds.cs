using Edge.Domain;
using Edge.Field.Mara.Layout;
using Edge.Field.Time;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Bus;

/// <summary>Selects the IEDs of a bus from a profile.</summary>
internal static class MaraBusIeds
{
    /// <summary>Creates the IEDs, in the order of the answer of the replaced concentrator.</summary>
    /// <exception cref="ArgumentException">An address is not in the profile, or none is left.</exception>
    public static MaraBusIed[] Of(MaraBusOptions options, Profile profile, StationClock clock)
    {
        MaraPointMap map = new(profile, options.OldEventLayout, options.Comaster);
        foreach (int address in options.Ieds)
        {
            if (!map.Ieds.Any(i => i.Address == address))
            {
                throw new ArgumentException($"{options.Device}: the profile has no IED with address {address} behind its concentrator.");
            }
        }

        List<MaraBusIed> ieds = [];
        foreach ((IedDefinition ied, _, int digital, int analog) in map.Concentrator.Places)
        {
            bool here = options.Ieds.IsEmpty ? ied.Address is >= 2 and <= 63 : options.Ieds.Contains(ied.Address);
            if (here && ieds.Exists(i => i.Address.Value == ied.Address))
            {
                throw new ArgumentException($"{options.Device}: the profile has two IEDs with address {ied.Address}.");
            }

            if (here)
            {
                // The profile counts words over the whole answer, an IED counts its own.
                ieds.Add(new MaraBusIed(ieds.Count, new MaraIedMap(
                    map.Concentrator,
                    ied,
                    [
                        .. map.Digitals.Where(d => d.At.Ied == ied.Address)
                            .Select(d => (d, Own(d.Word - digital, ied.DigitalWords))),
                    ],
                    [
                        .. map.Analogs.Where(a => a.At.Ied == ied.Address)
                            .Select(a => (a, Own(a.Word - analog, ied.AnalogWords))),
                    ],
                    clock,
                    options.OldEventLayout.Contains(ied.Address) ? MaraDigitalLayout.Bpe : MaraDigitalLayout.Epb)));
            }
        }

        return ieds.Count > 0 ? [.. ieds] : throw new ArgumentException($"{options.Device}: the profile has no IED for this bus.");
    }

    // A word outside the IED's section is in none of its answers.
    private static int Own(int word, int words) => word >= 0 && word < words ? word : -1;
}
