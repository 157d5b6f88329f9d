using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Drivers;

/// <summary>Picks the IEDs of a pair out of a profile.</summary>
internal static class MaraBusIeds
{
    /// <summary>Makes the IEDs, in the order of the answer of the concentrator whose place is taken.</summary>
    /// <exception cref="ArgumentException">An address is not in the profile, or none is left.</exception>
    public static MaraBusIed[] Of(MaraBusOptions options, Profile profile, StationClock clock)
    {
        IedDefinition[] all = [.. profile.Ieds.Where(i => i.Comaster == options.Comaster).OrderBy(i => i.Offset)];
        foreach (int address in options.Ieds)
        {
            if (!all.Any(i => i.Address == address))
            {
                throw new ArgumentException($"{options.Device}: the profile has no IED with address {address} behind its concentrator.");
            }
        }

        List<MaraBusIed> ieds = [];
        (int digitals, int analogs) = (0, 0);
        foreach (IedDefinition ied in all)
        {
            bool here = options.Ieds.IsEmpty ? ied.Address is >= 2 and <= 63 : options.Ieds.Contains(ied.Address);
            if (here && ieds.Exists(i => i.Address.Value == ied.Address))
            {
                throw new ArgumentException($"{options.Device}: the profile has two IEDs with address {ied.Address}.");
            }

            if (here)
            {
                ieds.Add(new MaraBusIed(ieds.Count, Map(options, profile, ied, digitals, analogs, clock)));
            }

            digitals += ied.DigitalWords;
            analogs += ied.AnalogWords;
        }

        return ieds.Count > 0 ? [.. ieds] : throw new ArgumentException($"{options.Device}: the profile has no IED for this pair.");
    }

    // The profile counts words over the whole answer from 1, an IED counts its own from 0.
    private static MaraIedMap Map(
        MaraBusOptions options, Profile profile, IedDefinition ied, int firstDigital, int firstAnalog, StationClock clock)
    {
        List<(MaraPointMap.Digital, int, int)> digitals = [];
        for (int i = 0; i < profile.Digitals.Length; i++)
        {
            DigitalPoint point = profile.Digitals[i];
            if (point.Comaster == ied.Comaster && point.IedAddress == ied.Address)
            {
                int word = Own(point.WordOffset - 1 - firstDigital, ied.DigitalWords);
                digitals.Add((new MaraPointMap.Digital(
                    point, word, 0, MaraPointMap.Text(profile, point, 0), MaraPointMap.Text(profile, point, 1)), i, word));
            }
        }

        List<(MaraPointMap.Analog, int, int)> analogs = [];
        for (int i = 0; i < profile.Analogs.Length; i++)
        {
            AnalogPoint point = profile.Analogs[i];
            if (point.Comaster == ied.Comaster && point.IedAddress == ied.Address)
            {
                int word = Own(point.WordOffset - 1 - firstAnalog, ied.AnalogWords);
                analogs.Add((new MaraPointMap.Analog(point, word, 0), profile.Digitals.Length + i, word));
            }
        }

        MaraDigitalLayout layout = options.OldEventLayout.Contains(ied.Address) ? MaraDigitalLayout.Bpe : MaraDigitalLayout.Epb;
        return new MaraIedMap(ied, [.. digitals], [.. analogs], clock, layout);
    }

    // A word outside of the IED's own is in no answer of it.
    private static int Own(int word, int words) => word >= 0 && word < words ? word : -1;
}
