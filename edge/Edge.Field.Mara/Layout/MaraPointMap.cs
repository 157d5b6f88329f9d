using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>
/// The part of the profile behind one concentrator, turned round once so that every point of an answer is found by arithmetic: where a digital
/// or an analogue stands, and which point an event means.
/// </summary>
internal sealed class MaraPointMap
{
    // An event names 32 addresses, 8 ports, 16 bits and 8 channels (Mara 1.4 §5).
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
        Ieds = [.. profile.Ieds.Where(i => i.Comaster == comaster).OrderBy(i => i.Offset)];
        SystemVariablesAt = new int[Ieds.Length];
        Layouts = new MaraDigitalLayout[Addresses];
        for (int i = 0; i < Ieds.Length; i++)
        {
            SystemVariablesAt[i] = i == 0 ? 0 : SystemVariablesAt[i - 1] + Ieds[i - 1].SystemVariableBytes;
            DigitalWords += Ieds[i].DigitalWords;
            AnalogWords += Ieds[i].AnalogWords;
            _iedOf[Concentrator(Ieds[i].Address)] = i;
        }

        foreach (int address in oldLayoutAddresses)
        {
            Layouts[Concentrator(address) & MaraEvent.MaximumAddress] = MaraDigitalLayout.Bpe;
        }

        int first = profile.Digitals.Length;
        (DigitalPoint Point, int Index)[] digitals =
            [.. profile.Digitals.Select((point, i) => (point, i)).Where(d => d.point.Comaster == comaster)];
        (AnalogPoint Point, int Index)[] analogs =
            [.. profile.Analogs.Select((point, i) => (point, first + i)).Where(a => a.point.Comaster == comaster)];
        Digitals = [.. digitals.Select((d, place) => Take(d.Point, d.Index, place, profile))];
        Analogs = [.. analogs.Select((a, place) => Take(a.Point, a.Index, place, analogs))];
    }

    /// <summary>In the order of the answer.</summary>
    public IedDefinition[] Ieds { get; }

    /// <summary>Where the system variables of each IED begin in their section.</summary>
    public int[] SystemVariablesAt { get; }

    /// <summary>How many words the profile's IEDs have together: an answer should have as many.</summary>
    public int DigitalWords { get; }

    public int AnalogWords { get; }

    public Digital[] Digitals { get; }

    public Analog[] Analogs { get; }

    private MaraDigitalLayout[] Layouts { get; }

    public MaraDigitalLayout Layout(int address) => Layouts[Concentrator(address)];

    /// <summary>Place of the IED among <see cref="Ieds"/>, or −1.</summary>
    public int Ied(int address) => _iedOf[Concentrator(address)];

    public Digital? FindDigital(int address, int port, int bit) =>
        _digitalOf[((Concentrator(address) * Ports) + port) * Bits + bit] is >= 0 and var index ? Digitals[index] : null;

    public Analog? FindAnalog(int address, int channel) =>
        _analogOf[(Concentrator(address) * Channels) + channel] is >= 0 and var index ? Analogs[index] : null;

    // Events name the concentrator 0 or 1 (Mara 1.4 §5).
    private static int Concentrator(int address) => address == 0 ? 1 : address;

    private Digital Take(DigitalPoint point, int index, int place, Profile profile)
    {
        int address = Concentrator(point.IedAddress);
        if (address < Addresses && point.Port is >= 0 and < Ports && point.Bit is >= 0 and < Bits)
        {
            ref int slot = ref _digitalOf[((address * Ports) + point.Port) * Bits + point.Bit];
            slot = slot == None ? place : slot;
        }

        return new Digital(point, index, point.WordOffset - 1, _iedOf[address & 0xFF], Text(profile, point, 0), Text(profile, point, 1));
    }

    private Analog Take(AnalogPoint point, int index, int place, (AnalogPoint Point, int Index)[] points)
    {
        int address = Concentrator(point.IedAddress);
        if (address < Addresses && point.Channel is >= 0 and < Channels)
        {
            // A metered point wins over another on the same channel.
            ref int slot = ref _analogOf[(address * Channels) + point.Channel];
            bool better = slot == None || (point.EnergyScale is not null && points[slot].Point.EnergyScale is null);
            slot = better ? place : slot;
        }

        return new Analog(point, index, point.WordOffset - 1, _iedOf[address & 0xFF]);
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
    /// <param name="Index">Its index into the tag table: digitals of the whole profile first, then analogues.</param>
    /// <param name="Word">Which word of the section, from 0.</param>
    /// <param name="Ied">Place of its IED, or −1.</param>
    /// <param name="OffText">The word for 0.</param>
    /// <param name="OnText">The word for 1.</param>
    internal sealed record Digital(DigitalPoint Point, int Index, int Word, int Ied, string? OffText, string? OnText);

    /// <param name="Point">As the profile has it.</param>
    /// <param name="Index">Its index into the tag table: digitals of the whole profile first, then analogues.</param>
    /// <param name="Word">Which word of the section, from 0.</param>
    /// <param name="Ied">Place of its IED, or −1.</param>
    internal sealed record Analog(AnalogPoint Point, int Index, int Word, int Ied);
}
