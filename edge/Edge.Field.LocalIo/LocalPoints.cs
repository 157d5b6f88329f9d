using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Field.LocalIo;

/// <summary>The points of the profile that IED 1 of a concentrator reads.</summary>
internal sealed class LocalPoints
{
    private const int Bits = 16;

    private readonly DigitalPoint?[] _digitals = new DigitalPoint?[LocalIoOptions.Ports * Bits];
    private readonly Profile _profile;

    public LocalPoints(Profile profile, int comaster)
    {
        _profile = profile;
        ConcentratorLayout concentrator = profile.Concentrator(comaster);
        Device = concentrator.Id;
        IedPlace? own = concentrator.Places.FirstOrDefault(place => IsOwn(place.Ied.Address));
        Description = own?.Ied.Description ?? "";
        ImageDigitalWords = own?.Ied.DigitalWords ?? LocalIoOptions.Ports;
        ImageAnalogWords = own?.Ied.AnalogWords ?? LocalIoOptions.Channels;
        int before = own?.FirstAnalog ?? 0;
        var digitals = ImmutableArray.CreateBuilder<(int, int)>();
        var analogs = ImmutableArray.CreateBuilder<(int, int)>();
        for (int i = 0; i < profile.Digitals.Length; i++)
        {
            DigitalPoint point = profile.Digitals[i];
            if (point.Source is MaraInput at && at.Concentrator == comaster && IsOwn(at.Ied))
            {
                int input = at.Port is >= 0 and < LocalIoOptions.Ports && at.Bit is >= 0 and < Bits ? (at.Port * Bits) + at.Bit : -1;
                digitals.Add((i, input));
                if (input >= 0)
                {
                    _digitals[input] ??= point;
                }
            }
        }

        for (int i = 0; i < profile.Analogs.Length; i++)
        {
            if (profile.Analogs[i].Source is MaraChannel at && at.Concentrator == comaster && IsOwn(at.Ied))
            {
                analogs.Add((profile.Digitals.Length + i, at.Word - 1 - before));
            }
        }

        (Digitals, Analogs) = (digitals.DrainToImmutable(), analogs.DrainToImmutable());
        Inverted = [.. Digitals.Select(d => profile.Digitals[d.Point].Inverted)];
    }

    /// <summary>The id of IED 1.</summary>
    public DeviceId Device { get; }

    /// <summary>The description of IED 1.</summary>
    public string Description { get; }

    /// <summary>How many words of digital inputs IED 1 has in an answer.</summary>
    public int ImageDigitalWords { get; }

    /// <summary>How many words of analogue inputs IED 1 has in an answer.</summary>
    public int ImageAnalogWords { get; }

    /// <summary>Place in the tag table, and the number of the input (−1: it does not exist).</summary>
    public ImmutableArray<(int Point, int Input)> Digitals { get; }

    /// <summary>Whether the profile inverts it, in the order of <see cref="Digitals"/>.</summary>
    public ImmutableArray<bool> Inverted { get; }

    /// <summary>Place in the tag table, and the word of IED 1.</summary>
    public ImmutableArray<(int Point, int Word)> Analogs { get; }

    /// <summary>The concentrator is 0 or 1 (Mara 1.4 §5).</summary>
    public static bool IsOwn(int address) => address is 0 or 1;

    /// <summary>The tags whose input is not configured, as text for the log.</summary>
    public string NotWired(LocalIoOptions options)
    {
        HashSet<int> inputs = [.. options.Inputs.Select(i => (i.Port * Bits) + i.Bit)];
        HashSet<int> words = [.. options.Converters.SelectMany(c => c.Channels).Select(c => c.Channel)];
        IEnumerable<string> digitals = Digitals.Where(d => !inputs.Contains(d.Input)).Select(d => _profile.Digitals[d.Point].Tag);
        IEnumerable<string> analogs =
            Analogs.Where(a => !words.Contains(a.Word)).Select(a => _profile.Analogs[a.Point - _profile.Digitals.Length].Tag);
        return string.Join(", ", digitals.Concat(analogs));
    }

    /// <summary>
    /// Adds the point of an input and its new state to an event. Without a point in the profile the state is that of the wire.
    /// </summary>
    public FieldEvent Describe(in FieldEvent happened, int input, bool wireState)
    {
        if (_digitals[input] is not { } point)
        {
            return happened with { Content = new StateChange(wireState) };
        }

        int state = wireState != point.Inverted ? 1 : 0;
        return Describe(in happened, input) with
        {
            Alarm = point.Alarm,
            Content = new StateChange(
                state == 1, _profile.StateTexts.FirstOrDefault(t => t.Id == point.StateTextId && t.Value == state)?.Text, point.AlarmKind),
        };
    }

    /// <summary>Adds the point of an input to an event; −1: no input.</summary>
    public FieldEvent Describe(in FieldEvent happened, int input) => input >= 0 && _digitals[input] is { } point
        ? happened with { Tag = point.Tag, Description = point.Description }
        : happened;
}
