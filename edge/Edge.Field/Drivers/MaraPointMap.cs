using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Drivers;

/// <summary>
/// The profile, turned round once so that every point of an answer is found by arithmetic: where a digital or an analogue stands, and which
/// point an event means.
/// </summary>
internal sealed class MaraPointMap
{
    // An event names 32 addresses, 8 ports, 16 bits and 8 channels (Mara 1.4 §5).
    private const int Addresses = 32;
    private const int Ports = 8;
    private const int Bits = 16;
    private const int Channels = 8;
    private const int None = -1;

    private static readonly QualityState s_noPulses = new(Quality.Bad, QualityReason.NoPulses);
    private static readonly QualityState s_marked = new(Quality.Bad, QualityReason.MarkedByDevice);
    private static readonly QualityState s_notInAnswer = new(Quality.Bad, QualityReason.NotInAnswer);

    private readonly int[] _digitalOf = new int[Addresses * Ports * Bits];
    private readonly int[] _analogOf = new int[Addresses * Channels];
    private readonly int[] _iedOf = new int[256];

    public MaraPointMap(Profile profile, IReadOnlySet<int> oldLayoutAddresses)
    {
        Array.Fill(_digitalOf, None);
        Array.Fill(_analogOf, None);
        Array.Fill(_iedOf, None);
        Ieds = [.. profile.Ieds.OrderBy(i => i.Offset)];
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

        Digitals = [.. profile.Digitals.Select((point, index) => Take(point, index, profile))];
        Analogs = [.. profile.Analogs.Select((point, index) => Take(point, index, profile.Analogs))];
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

    /// <summary>A digital input in its word, after the inversion that the profile asks for.</summary>
    public static Reading Read(DigitalPoint point, int index, ushort word)
    {
        int bit = word >> point.Bit & 1;
        return new Reading(index, point.Inverted ? 1 - bit : bit, QualityState.Good);
    }

    /// <summary>An analogue word, with the quality that it carries itself.</summary>
    public static Reading Read(int index, MaraAnalog word) => new(index, word.Value, word.Quality switch
    {
        MaraAnalog.Good => QualityState.Good,
        MaraAnalog.NothingPulsed => s_noPulses,
        _ => s_marked,
    });

    /// <summary>A point that the profile expects where the answer holds nothing.</summary>
    public static Reading Absent(int index) => new(index, 0, s_notInAnswer);

    // Events name the concentrator 0 or 1 (Mara 1.4 §5).
    private static int Concentrator(int address) => address == 0 ? 1 : address;

    private Digital Take(DigitalPoint point, int index, Profile profile)
    {
        int address = Concentrator(point.IedAddress);
        if (address < Addresses && point.Port is >= 0 and < Ports && point.Bit is >= 0 and < Bits)
        {
            ref int slot = ref _digitalOf[((address * Ports) + point.Port) * Bits + point.Bit];
            slot = slot == None ? index : slot;
        }

        return new Digital(point, point.WordOffset - 1, _iedOf[address & 0xFF], Text(profile, point, 0), Text(profile, point, 1));
    }

    private Analog Take(AnalogPoint point, int index, ImmutableArray<AnalogPoint> points)
    {
        int address = Concentrator(point.IedAddress);
        if (address < Addresses && point.Channel is >= 0 and < Channels)
        {
            // A metered point wins over another on the same channel.
            ref int slot = ref _analogOf[(address * Channels) + point.Channel];
            bool better = slot == None || (point.EnergyScale is not null && points[slot].EnergyScale is null);
            slot = better ? index : slot;
        }

        return new Analog(point, point.WordOffset - 1, _iedOf[address & 0xFF]);
    }

    /// <summary>The word for a state of a digital input, or null.</summary>
    public static string? Text(Profile profile, DigitalPoint point, int value)
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
    /// <param name="Word">Which word of the section, from 0.</param>
    /// <param name="Ied">Place of its IED, or −1.</param>
    /// <param name="OffText">The word for 0.</param>
    /// <param name="OnText">The word for 1.</param>
    internal sealed record Digital(DigitalPoint Point, int Word, int Ied, string? OffText, string? OnText);

    /// <param name="Point">As the profile has it.</param>
    /// <param name="Word">Which word of the section, from 0.</param>
    /// <param name="Ied">Place of its IED, or −1.</param>
    internal sealed record Analog(AnalogPoint Point, int Word, int Ied);
}
