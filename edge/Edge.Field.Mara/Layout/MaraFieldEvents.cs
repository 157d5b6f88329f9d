using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>When an event happened and when it arrived, as far as the gateway knows.</summary>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Marks">Who stamped that, and how far to trust it.</param>
/// <param name="Received">When it arrived, UTC.</param>
internal readonly record struct EventTime(DateTimeOffset Time, TimeMarks Marks, DateTimeOffset Received);

/// <summary>Whose event it is.</summary>
/// <param name="Device">The id of the device.</param>
/// <param name="Concentrator">The concentrator.</param>
/// <param name="Address">The IED, as the event is to name it.</param>
/// <param name="Description">What the IED is, or empty.</param>
internal readonly record struct EventOrigin(DeviceId Device, int Concentrator, int Address, string Description)
{
    /// <summary>How Mara names it.</summary>
    public MaraNative Native => new(Concentrator, Address);
}

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
            Device = origin.Device,
            Content = new StateChange(state != 0, state == 0 ? digital?.OffText : digital?.OnText, point?.AlarmKind),
            Tag = point?.Tag,
            Description = point?.Description ?? "",
            Time = time.Time,
            Marks = time.Marks,
            Received = time.Received,
            Flags = FlagsOf(wire),
            Native = origin.Native with { Port = wire.Port, Bit = wire.Bit, Bytes = BytesOf(wire) },
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
            Device = origin.Device,
            Content = new EnergyCount(
                MaraMeanings.Energy(wire.Code), wire.Channel, count, count * point?.EnergyScale,
                point is { EnergyScale: not null } ? point.EnergyUnit : null),
            Tag = point?.Tag,
            Description = point?.Description ?? "",
            Time = time.Time,
            Marks = time.Marks,
            Received = time.Received,
            Flags = FlagsOf(wire),
            Native = origin.Native with { Code = wire.Code, Channel = wire.Channel, Bytes = BytesOf(wire) },
        };
    }

    /// <summary>Writes an event that is about no point: an idle mark, communications, a restart.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="wire">The event.</param>
    /// <param name="origin">Whose it is.</param>
    /// <param name="time">When.</param>
    public static void WriteOther(out FieldEvent to, in MaraEvent wire, in EventOrigin origin, in EventTime time)
    {
        bool tells = wire.Type == MaraEventType.Communications;
        to = new FieldEvent
        {
            Device = origin.Device,
            Content = tells
                ? new DeviceReport(MaraMeanings.Condition(wire.Code, wire.Motive), MaraMeanings.Causes(wire.Code, wire.Motive))
                : EventContent.Idle,
            Description = tells ? origin.Description : "",
            Time = time.Time,
            Marks = time.Marks,
            Received = time.Received,
            Flags = FlagsOf(wire),
            Native = origin.Native with { Code = wire.Code, Motive = tells ? wire.Motive : null, Bytes = BytesOf(wire) },
        };
    }

    /// <summary>The ten bytes as they stand on the wire, in whatever layout: a control centre knows it as a setting of the IED.</summary>
    /// <param name="wire">The event.</param>
    public static NativeBytes BytesOf(in MaraEvent wire)
    {
        Span<byte> bytes = stackalloc byte[MaraEvent.Length];
        wire.Write(bytes);
        return new NativeBytes(bytes);
    }

    private static QualityFlags FlagsOf(in MaraEvent wire) => wire.QualityBit ? QualityFlags.Invalid : QualityFlags.None;
}
