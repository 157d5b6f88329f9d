using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>When an event happened and when it arrived, as far as the gateway knows.</summary>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Marks">Who stamped that, and how far to trust it.</param>
/// <param name="Received">When it arrived, UTC.</param>
internal readonly record struct EventTime(DateTimeOffset Time, TimeMarks Marks, DateTimeOffset Received);

/// <summary>Whose event it is.</summary>
/// <param name="Comaster">The concentrator.</param>
/// <param name="Address">The IED, as the event is to name it.</param>
/// <param name="Description">What the IED is, or empty.</param>
internal readonly record struct EventOrigin(int Comaster, int Address, string Description);

/// <summary>Makes the events of a scan of the ten bytes that stand on the wire, for every way on which they come (Mara 1.4 §5).</summary>
internal static class MaraFieldEvents
{
    /// <summary>Writes an event of a digital input.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="wire">The event, in the layout of its IED.</param>
    /// <param name="origin">Whose it is.</param>
    /// <param name="time">When.</param>
    /// <param name="digital">The input, or null where the profile knows none there.</param>
    public static void WriteDigital(
        out FieldEvent to, in MaraEvent wire, in EventOrigin origin, in EventTime time, MaraPointMap.Digital? digital)
    {
        DigitalPoint? point = digital?.Point;
        int state = point is { Inverted: true } ? 1 - wire.State : wire.State;
        to = new FieldEvent
        {
            Kind = FieldEventKind.Digital,
            Comaster = origin.Comaster,
            IedAddress = origin.Address,
            Tag = point?.Tag,
            Description = point?.Description ?? "",
            Time = time.Time,
            Marks = time.Marks,
            Received = time.Received,
            Port = wire.Port,
            Bit = wire.Bit,
            State = state,
            StateText = state == 0 ? digital?.OffText : digital?.OnText,
            AlarmKind = point?.AlarmKind,
            QualityBit = wire.QualityBit,
            Native = NativeOf(wire),
        };
    }

    /// <summary>Writes an energy.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="wire">The event.</param>
    /// <param name="origin">Whose it is.</param>
    /// <param name="time">When.</param>
    /// <param name="point">The metered point, or null where the profile knows none there.</param>
    public static void WriteEnergy(out FieldEvent to, in MaraEvent wire, in EventOrigin origin, in EventTime time, AnalogPoint? point)
    {
        int count = wire.Count;
        to = new FieldEvent
        {
            Kind = FieldEventKind.Energy,
            Comaster = origin.Comaster,
            IedAddress = origin.Address,
            Tag = point?.Tag,
            Description = point?.Description ?? "",
            Time = time.Time,
            Marks = time.Marks,
            Received = time.Received,
            EnergyKind = MaraMeanings.Energy(wire.Code),
            Code = wire.Code,
            Channel = wire.Channel,
            Count = count,
            Energy = count * point?.EnergyScale,
            QualityBit = wire.QualityBit,
            Native = NativeOf(wire),
        };
    }

    /// <summary>Writes an event that is about no point: an idle mark, communications, a restart.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="wire">The event.</param>
    /// <param name="origin">Whose it is.</param>
    /// <param name="time">When.</param>
    public static void WriteOther(out FieldEvent to, in MaraEvent wire, in EventOrigin origin, in EventTime time) => to = new FieldEvent
    {
        Kind = (FieldEventKind)wire.Type,
        Comaster = origin.Comaster,
        IedAddress = origin.Address,
        Description = wire.Type == MaraEventType.Communications ? origin.Description : "",
        Time = time.Time,
        Marks = time.Marks,
        Received = time.Received,
        Condition = wire.Type == MaraEventType.Communications ? MaraMeanings.Condition(wire.Code, wire.Motive) : default,
        Causes = wire.Type == MaraEventType.Communications ? MaraMeanings.Causes(wire.Code, wire.Motive) : default,
        Code = wire.Code,
        Motive = wire.Motive,
        QualityBit = wire.QualityBit,
        Native = NativeOf(wire),
    };

    /// <summary>The ten bytes as they stand on the wire, in whatever layout: a control centre knows it as a setting of the IED.</summary>
    /// <param name="wire">The event.</param>
    public static NativeRecord NativeOf(in MaraEvent wire)
    {
        Span<byte> bytes = stackalloc byte[MaraEvent.Length];
        wire.Write(bytes);
        return new NativeRecord(bytes);
    }
}
