using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>
/// The part of the profile behind one concentrator, indexed once by the places of an answer: finds the points of its words and of its
/// events without a search.
/// </summary>
internal sealed class MaraPointMap
{
    // An event can carry 32 addresses, 8 ports, 16 bits and 8 channels (Mara 1.4 §5).
    private const int Addresses = 32;
    private const int Ports = 8;
    private const int Bits = 16;
    private const int Channels = 8;
    private const int None = -1;

    private readonly int[] _digitalOf = new int[Addresses * Ports * Bits];
    private readonly int[] _analogOf = new int[Addresses * Channels];
    private readonly int[] _iedOf = new int[256];

    /// <param name="profile">The whole profile.</param>
    /// <param name="oldLayoutAddresses">The addresses of old boards.</param>
    /// <param name="comaster">The id of the concentrator, as <see cref="IedDefinition.Comaster"/>.</param>
    public MaraPointMap(Profile profile, IReadOnlySet<int> oldLayoutAddresses, int comaster = 0)
    {
        Array.Fill(_digitalOf, None);
        Array.Fill(_analogOf, None);
        Array.Fill(_iedOf, None);
        Concentrator = profile.Concentrator(comaster);
        Ieds = [.. Concentrator.Places.Select(place => place.Ied)];
        SystemVariablesAt = [.. Concentrator.Places.Select(place => place.FirstVariable)];
        Layouts = new MaraDigitalLayout[Addresses];
        for (int i = 0; i < Ieds.Length; i++)
        {
            _iedOf[Known(Ieds[i].Address)] = i;
        }

        foreach (int address in oldLayoutAddresses)
        {
            Layouts[Known(address) & MaraEvent.MaximumAddress] = MaraDigitalLayout.Bpe;
        }

        int first = profile.Digitals.Length;
        (DigitalPoint Point, MaraInput At, int Index)[] digitals =
        [
            .. profile.Digitals.Select((point, i) => (point, at: point.Source as MaraInput, i))
                .Where(d => d.at?.Concentrator == comaster).Select(d => (d.point, d.at!, d.i)),
        ];
        (AnalogPoint Point, MaraChannel At, int Index)[] analogs =
        [
            .. profile.Analogs.Select((point, i) => (point, at: point.Source as MaraChannel, first + i))
                .Where(a => a.at?.Concentrator == comaster).Select(a => (a.point, a.at!, a.Item3)),
        ];
        Digitals = [.. digitals.Select((d, place) => Add(d.Point, d.At, d.Index, place, profile))];
        Analogs = [.. analogs.Select((a, place) => Add(a.Point, a.At, a.Index, place, analogs))];
    }

    /// <summary>The concentrator and the layout of its answer.</summary>
    public ConcentratorLayout Concentrator { get; }

    /// <summary>The IEDs, in the order of the answer.</summary>
    public IedDefinition[] Ieds { get; }

    /// <summary>Where the system variables of each IED begin in their section.</summary>
    public int[] SystemVariablesAt { get; }

    public Digital[] Digitals { get; }

    public Analog[] Analogs { get; }

    private MaraDigitalLayout[] Layouts { get; }

    public MaraDigitalLayout Layout(int address) => Layouts[Known(address)];

    /// <summary>Place of the IED among <see cref="Ieds"/>, or −1.</summary>
    public int Ied(int address) => _iedOf[Known(address)];

    public Digital? FindDigital(int address, int port, int bit) =>
        _digitalOf[((Known(address) * Ports) + port) * Bits + bit] is >= 0 and var index ? Digitals[index] : null;

    public Analog? FindAnalog(int address, int channel) =>
        _analogOf[(Known(address) * Channels) + channel] is >= 0 and var index ? Analogs[index] : null;

    // The address of the concentrator in events is 0 or 1 (Mara 1.4 §5).
    private static int Known(int address) => address == 0 ? ConcentratorLayout.OwnAddress : address;

    private Digital Add(DigitalPoint point, MaraInput at, int index, int place, Profile profile)
    {
        int address = Known(at.Ied);
        if (address < Addresses && at.Port is >= 0 and < Ports && at.Bit is >= 0 and < Bits)
        {
            ref int slot = ref _digitalOf[((address * Ports) + at.Port) * Bits + at.Bit];
            slot = slot == None ? place : slot;
        }

        return new Digital(point, at, index, at.Word - 1, _iedOf[address & 0xFF], Text(profile, point, 0), Text(profile, point, 1));
    }

    private Analog Add(AnalogPoint point, MaraChannel at, int index, int place, (AnalogPoint Point, MaraChannel At, int Index)[] points)
    {
        int address = Known(at.Ied);
        if (address < Addresses && at.Channel is >= 0 and < Channels)
        {
            // A metered point has precedence over another on the same channel.
            ref int slot = ref _analogOf[(address * Channels) + at.Channel];
            bool better = slot == None || (point.EnergyScale is not null && points[slot].Point.EnergyScale is null);
            slot = better ? place : slot;
        }

        return new Analog(point, at, index, at.Word - 1, _iedOf[address & 0xFF]);
    }

    private static string? Text(Profile profile, DigitalPoint point, int value)
    {
        foreach (StateText text in profile.StateTexts)
        {
            if (text.Id == point.StateTextId && text.Value == value)
            {
                return text.Text;
            }
        }

        return null;
    }

    /// <param name="Point">As the profile has it.</param>
    /// <param name="At">Where it stands on its IED.</param>
    /// <param name="Index">Its index into the tag table: digitals of the whole profile first, then analogues.</param>
    /// <param name="Word">Which word of the section, from 0.</param>
    /// <param name="Ied">Place of its IED, or −1.</param>
    /// <param name="OffText">The text for 0.</param>
    /// <param name="OnText">The text for 1.</param>
    internal sealed record Digital(DigitalPoint Point, MaraInput At, int Index, int Word, int Ied, string? OffText, string? OnText);

    /// <param name="Point">As the profile has it.</param>
    /// <param name="At">Where it stands on its IED.</param>
    /// <param name="Index">Its index into the tag table: digitals of the whole profile first, then analogues.</param>
    /// <param name="Word">Which word of the section, from 0.</param>
    /// <param name="Ied">Place of its IED, or −1.</param>
    internal sealed record Analog(AnalogPoint Point, MaraChannel At, int Index, int Word, int Ied);
}
