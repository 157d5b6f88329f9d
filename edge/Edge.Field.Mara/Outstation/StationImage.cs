using System.Collections.Frozen;
using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Field.Mara.Outstation;

/// <summary>The images of all concentrators of a gateway. Allocates nothing after it was created.</summary>
public sealed class StationImage : IStationImage
{
    private readonly FrozenDictionary<int, ConcentratorImage> _concentrators;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maximumAge;

    /// <summary>Creates images of IEDs that have not answered yet.</summary>
    /// <param name="ieds">The IEDs of the profile, those of every concentrator.</param>
    /// <param name="time">The clock of the age.</param>
    /// <param name="maximumAge">
    /// The time without a new answer after which an IED has the bit for "no answer", above zero: two poll periods and the time-out of an
    /// answer. It applies when a driver hangs or waits for the journal; the driver itself reports a lost link.
    /// </param>
    public StationImage(ImmutableArray<IedDefinition> ieds, TimeProvider time, TimeSpan maximumAge)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maximumAge, TimeSpan.Zero);
        (_time, _maximumAge) = (time, maximumAge);
        _concentrators = Of(ieds).ToFrozenDictionary(c => c.Number, c => new ConcentratorImage(c, time, maximumAge));
    }

    private StationImage(StationImage before, ImmutableArray<IedDefinition> ieds)
    {
        (_time, _maximumAge) = (before._time, before._maximumAge);
        _concentrators = Of(ieds).ToFrozenDictionary(
            c => c.Number,
            c => before.Of(c.Number) is { } same && same.IsLaidOutAs(c) ? same : new ConcentratorImage(c, _time, _maximumAge));
    }

    /// <summary>The ids of the concentrators, sorted.</summary>
    public ImmutableArray<int> Comasters => [.. _concentrators.Keys.Order()];

    /// <summary>
    /// The image for another profile. A concentrator with the same layout of its answer keeps its image, with the last answers of its IEDs;
    /// one with another layout gets a new image.
    /// </summary>
    /// <param name="ieds">The IEDs of the new profile.</param>
    public StationImage For(ImmutableArray<IedDefinition> ieds) => new(this, ieds);

    /// <summary>Whether two images share the image of a concentrator, so that a server of one can continue with the other.</summary>
    /// <param name="other">The other image.</param>
    /// <param name="comaster">The id of the concentrator.</param>
    public bool Shares(StationImage other, int comaster)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(Of(comaster), other.Of(comaster));
    }

    /// <inheritdoc/>
    /// <remarks>Data that is not in the profile is not kept; if an IED sends less than the profile expects, the rest is zero.</remarks>
    public void Update(
        int comaster, int address, ReadOnlySpan<byte> systemVariables, ReadOnlySpan<byte> digitals, ReadOnlySpan<byte> analogs) =>
        Of(comaster)?.Update(address, systemVariables, digitals, analogs);

    /// <inheritdoc/>
    public void Lost(int comaster) => Of(comaster)?.Lost();

    /// <summary>The image of one concentrator, or null.</summary>
    /// <param name="comaster">Its id in the profile.</param>
    internal ConcentratorImage? Of(int comaster) => _concentrators.GetValueOrDefault(comaster);

    private static IEnumerable<ConcentratorLayout> Of(ImmutableArray<IedDefinition> ieds) =>
        ieds.Select(i => i.Comaster).Distinct().Select(number => new ConcentratorLayout(number, ieds));
}

/// <summary>The sections SV, DI and AI of one concentrator's answer to a poll (Mara 1.4 §4).</summary>
internal sealed class ConcentratorImage
{
    // Byte 0 of the system variables (Mara 1.4 §6). Bits 0 to 2 give the cause of the last restart by a 0.
    private const byte NoAnswer = 0x10;
    private const byte NoRestartKnown = 0x07;
    private const int SkewOffset = 2;
    private const byte UnknownSkew = 0xFF;
    private const int LengthBytes = 3;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _maximumAge;
    private readonly Place[] _places;
    private readonly byte[] _sections;

    public ConcentratorImage(ConcentratorLayout concentrator, TimeProvider time, TimeSpan maximumAge)
    {
        _time = time;
        _maximumAge = maximumAge;
        int variables = concentrator.VariableBytes, digitals = concentrator.DigitalWords * 2, analogs = concentrator.AnalogWords * 2;
        _sections = new byte[LengthBytes + variables + digitals + analogs];
        int sv = 1, di = sv + variables + 1, ai = di + digitals + 1;

        // The server refuses a section that is too long for its length byte; the image keeps it nevertheless.
        (_sections[sv - 1], _sections[di - 1], _sections[ai - 1]) = ((byte)(variables + 1), (byte)(digitals + 1), (byte)(analogs + 1));
        _places = [.. concentrator.Places.Select(at => new Place(
            at.Ied.Address,
            new(sv + at.FirstVariable, at.Ied.SystemVariableBytes),
            new(di + (at.FirstDigital * 2), at.Ied.DigitalWords * 2),
            new(ai + (at.FirstAnalog * 2), at.Ied.AnalogWords * 2)))];
        foreach (Place place in _places)
        {
            SetUnknown(place.Variables.Of(_sections));
        }
    }

    /// <summary>The length of the three sections, each with its length byte.</summary>
    public int Length => _sections.Length;

    /// <summary>Whether the sections of these IEDs have the same places.</summary>
    public bool IsLaidOutAs(ConcentratorLayout concentrator) => concentrator.Places.Select(place => place.Ied)
        .Select(i => (i.Address, i.SystemVariableBytes, i.DigitalWords * 2, i.AnalogWords * 2))
        .SequenceEqual(_places.Select(p => (p.Address, p.Variables.Length, p.Digitals.Length, p.Analogs.Length)));

    public void Update(int address, ReadOnlySpan<byte> variables, ReadOnlySpan<byte> digitals, ReadOnlySpan<byte> analogs)
    {
        lock (_lock)
        {
            foreach (ref Place place in _places.AsSpan())
            {
                if (place.Address == address)
                {
                    Fill(place.Variables, variables);
                    Fill(place.Digitals, digitals);
                    Fill(place.Analogs, analogs);
                    place.Written = _time.GetTimestamp();
                    place.Fresh = true;
                }
            }
        }
    }

    public void Lost()
    {
        lock (_lock)
        {
            foreach (ref Place place in _places.AsSpan())
            {
                place.Fresh = false;
            }
        }
    }

    /// <summary>Writes the three sections, all of the same moment.</summary>
    /// <param name="to">A buffer for <see cref="Length"/> bytes.</param>
    public void CopyTo(Span<byte> to)
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            _sections.CopyTo(to);
            foreach (ref readonly Place place in _places.AsSpan())
            {
                if (place.Variables.Length > 0 && !(place.Fresh && _time.GetElapsedTime(place.Written, now) <= _maximumAge))
                {
                    to[place.Variables.Start] |= NoAnswer;
                }
            }
        }
    }

    // An IED that has not answered yet has no cause of a restart and an unknown skew.
    private static void SetUnknown(Span<byte> variables)
    {
        if (variables.Length >= SkewOffset + 2)
        {
            variables[0] = NoRestartKnown;
            variables.Slice(SkewOffset, 2).Fill(UnknownSkew);
        }
    }

    private void Fill(Range range, ReadOnlySpan<byte> with)
    {
        Span<byte> at = range.Of(_sections);
        with = with[..Math.Min(with.Length, at.Length)];
        with.CopyTo(at);
        at[with.Length..].Clear();
    }

    private readonly record struct Range(int Start, int Length)
    {
        public Span<byte> Of(byte[] sections) => sections.AsSpan(Start, Length);
    }

    private record struct Place(int Address, Range Variables, Range Digitals, Range Analogs)
    {
        public bool Fresh { get; set; }

        public long Written { get; set; }
    }
}
