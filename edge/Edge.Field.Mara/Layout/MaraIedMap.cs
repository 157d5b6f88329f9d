using Edge.Domain;
using Edge.Field.Inputs;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>
/// Maps the answer of one IED on the bus to the readings of its points: the profile counts words over the whole answer of the concentrator,
/// an IED its own words. Always the same number of readings, in the same order. Allocates nothing.
/// </summary>
internal sealed class MaraIedMap
{
    private const int Ports = 8;
    private const int Bits = 16;
    private const int Channels = 8;

    // The only source is the IED itself.
    private static readonly QualityState[] s_itself = [QualityState.Good];

    private readonly ConcentratorLayout _concentrator;
    private readonly StationClock _clock;
    private readonly MaraDigitalLayout _layout;
    private readonly MaraPlace[] _digitals;
    private readonly MaraPlace[] _analogs;
    private readonly MaraPointMap.Digital?[] _digitalOf = new MaraPointMap.Digital?[Ports * Bits];
    private readonly AnalogPoint?[] _analogOf = new AnalogPoint?[Channels];

    /// <summary>Creates the map.</summary>
    /// <param name="concentrator">The concentrator that the gateway replaces.</param>
    /// <param name="ied">The IED.</param>
    /// <param name="digitals">Its digital inputs: the point, and its word in the IED's own answer.</param>
    /// <param name="analogs">Its analogue inputs likewise.</param>
    /// <param name="clock">The substation's clock.</param>
    /// <param name="layout">Its layout of the events of digital inputs.</param>
    public MaraIedMap(
        ConcentratorLayout concentrator, IedDefinition ied, (MaraPointMap.Digital Digital, int Word)[] digitals,
        (MaraPointMap.Analog Analog, int Word)[] analogs, StationClock clock, MaraDigitalLayout layout)
    {
        (_concentrator, Ied, Device, _clock, _layout) = (concentrator, ied, concentrator.IdOf(ied.Address), clock, layout);
        _digitals = [.. digitals.Select(d => MaraPlace.Of(d.Digital, d.Word, source: 0))];
        _analogs = [.. analogs.Select(a => MaraPlace.Of(a.Analog.Index, a.Word, source: 0))];
        foreach ((MaraPointMap.Digital digital, _) in digitals)
        {
            if (digital.At.Port is >= 0 and < Ports && digital.At.Bit is >= 0 and < Bits)
            {
                _digitalOf[(digital.At.Port * Bits) + digital.At.Bit] ??= digital;
            }
        }

        foreach ((MaraPointMap.Analog analog, _) in analogs)
        {
            if (analog.At.Channel is >= 0 and < Channels)
            {
                // A metered point has precedence over another on the same channel.
                ref AnalogPoint? slot = ref _analogOf[analog.At.Channel];
                slot = slot is null || (slot.EnergyScale is null && analog.Point.EnergyScale is not null) ? analog.Point : slot;
            }
        }
    }

    /// <summary>The IED.</summary>
    public IedDefinition Ied { get; }

    /// <summary>Its id.</summary>
    public DeviceId Device { get; }

    /// <summary>The number of its readings.</summary>
    public int Count => _digitals.Length + _analogs.Length;

    /// <summary>The indices of its points in the tag table.</summary>
    public IEnumerable<int> Points => _digitals.Concat(_analogs).Select(p => p.Point);

    /// <summary>Maps the values of an answer.</summary>
    /// <param name="answer">The answer, checked.</param>
    /// <param name="to">A buffer for <see cref="Count"/> readings.</param>
    public void Map(in MaraPollAnswer answer, Span<Reading> to)
    {
        MaraReadings.ReadDigitals(_digitals, answer.DigitalBytes, s_itself, to);
        MaraReadings.ReadAnalogs(_analogs, answer.AnalogBytes, s_itself, to[_digitals.Length..]);
    }

    /// <summary>Sets the last readings to stale; bad ones stay bad.</summary>
    public static void MakeStale(Span<Reading> readings)
    {
        foreach (ref Reading reading in readings)
        {
            QualityState quality = reading.Quality;
            reading = quality.Level == Quality.Bad
                ? reading
                : reading with { Quality = quality.As(Quality.Stale, QualityReason.NoAnswer) };
        }
    }

    /// <summary>Reads an event in the layout of the IED.</summary>
    public MaraEvent Read(in MaraEvent wire) => wire.WithLayout(_layout);

    /// <summary>When an event happened.</summary>
    /// <param name="wire">The event.</param>
    /// <param name="received">When it arrived, UTC.</param>
    /// <param name="unsynchronised">Whether the clock that stamped it is off or was never set.</param>
    public EventTime TimeOf(in MaraEvent wire, DateTimeOffset received, bool unsynchronised)
    {
        (DateTimeOffset time, TimeMarks marks) = _clock.TimeOf(wire, received);
        return new EventTime(time, unsynchronised ? marks | TimeMarks.Unsynchronised : marks, received);
    }

    /// <summary>Maps an event of this IED.</summary>
    /// <param name="wire">The event, in the layout of the IED.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="to">Where it goes.</param>
    public void Map(in MaraEvent wire, in EventTime time, out FieldEvent to)
    {
        EventOrigin origin = new(Device, Ied.Comaster, Ied.Address, Ied.Description);
        switch (wire.Type)
        {
            case MaraEventType.Digital:
                MaraFieldEvents.WriteDigital(out to, wire, origin, time, _digitalOf[(wire.Port * Bits) + wire.Bit]);
                break;
            case MaraEventType.Energy:
                MaraFieldEvents.WriteEnergy(out to, wire, origin, time, _analogOf[wire.Channel]);
                break;
            default:
                MaraFieldEvents.WriteOther(out to, wire, origin, time);
                break;
        }
    }

    /// <summary>Maps an event of this IED with an address that is not on the bus: it is kept unchanged (Mara 1.4 §5).</summary>
    /// <param name="wire">The event.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="to">Where it goes.</param>
    public void MapUnknown(in MaraEvent wire, in EventTime time, out FieldEvent to)
    {
        EventOrigin origin = new(_concentrator.IdOf(wire.Address), Ied.Comaster, wire.Address, "");
        switch (wire.Type)
        {
            case MaraEventType.Digital:
                MaraFieldEvents.WriteDigital(out to, wire, origin, time, null);
                break;
            case MaraEventType.Energy:
                MaraFieldEvents.WriteEnergy(out to, wire, origin, time, null);
                break;
            default:
                MaraFieldEvents.WriteOther(out to, wire, origin, time);
                break;
        }
    }

    /// <summary>Creates a finding of the gateway about an input.</summary>
    public FieldEvent Finding(GatewayFinding finding, in InputId input, DateTimeOffset now, int? count = null)
    {
        MaraPointMap.Digital? digital = _digitalOf[(input.Port * Bits) + input.Bit];
        return Finding(finding, now) with
        {
            Content = new FieldFinding(finding, count),
            Tag = digital?.Point.Tag,
            Description = digital?.Point.Description ?? Ied.Description,
            Native = new MaraNative(Ied.Comaster, Ied.Address) { Port = input.Port, Bit = input.Bit },
        };
    }

    /// <summary>Creates a finding of the gateway about the IED.</summary>
    public FieldEvent Finding(GatewayFinding finding, DateTimeOffset now) =>
        MaraFieldEvents.Finding(finding, new EventOrigin(Device, Ied.Comaster, Ied.Address, Ied.Description), now);

    /// <summary>
    /// Creates the event of a lost or regained link, as a concentrator records it (Mara 1.4 §5, §7). For an address above 31, which does
    /// not fit, it has no bytes.
    /// </summary>
    public FieldEvent Link(byte motive, DateTimeOffset now)
    {
        MaraTimestamp stamp = MaraTimestamp.FromLocalTime(_clock.ToWall(now).DateTime);
        return new FieldEvent
        {
            Device = Device,
            Content = new DeviceReport(MaraMeanings.Condition(MaraCommunicationsCode.Link, motive)),
            Description = Ied.Description,
            Time = now,
            Received = now,
            Marks = TimeMarks.Gateway,
            Native = new MaraNative(Ied.Comaster, Ied.Address)
            {
                Code = MaraCommunicationsCode.Link,
                Motive = motive,
                Bytes = Ied.Address > MaraEvent.MaximumAddress
                    ? default
                    : MaraFieldEvents.BytesOf(MaraEvent.Communications(Ied.Address, MaraCommunicationsCode.Link, motive, stamp)),
            },
        };
    }
}
