using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Layout;

/// <summary>The time of an event and of its arrival.</summary>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Marks">What stamped it, and how far it can be trusted.</param>
/// <param name="Received">When it arrived, UTC.</param>
internal readonly record struct EventTime(DateTimeOffset Time, TimeMarks Marks, DateTimeOffset Received);

/// <summary>The device of an event.</summary>
/// <param name="Device">The id of the device.</param>
/// <param name="Concentrator">The concentrator.</param>
/// <param name="Address">The address of the IED in the event.</param>
/// <param name="Description">The description of the IED, or empty.</param>
internal readonly record struct EventOrigin(DeviceId Device, int Concentrator, int Address, string Description)
{
    /// <summary>The origin in the terms of Mara.</summary>
    public MaraNative Native => new(Concentrator, Address);
}

/// <summary>Creates the events of a scan from the ten bytes of Mara events, for all drivers (Mara 1.4 §5).</summary>
internal static class MaraFieldEvents
{
    /// <summary>Writes an event of a digital input.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="wire">The event, in the layout of its IED.</param>
    /// <param name="origin">Whose it is.</param>
    /// <param name="time">When.</param>
    /// <param name="digital">The input, or null where the profile has none there.</param>
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
            Alarm = point?.Alarm,
            Native = origin.Native with { Port = wire.Port, Bit = wire.Bit, Bytes = BytesOf(wire) },
        };
    }

    /// <summary>Writes an energy.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="wire">The event.</param>
    /// <param name="origin">Whose it is.</param>
    /// <param name="time">When.</param>
    /// <param name="point">The metered point, or null where the profile has none there.</param>
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

    /// <summary>Writes an event without a point: an idle mark, communications, a restart.</summary>
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

    /// <summary>A finding of the gateway about an IED, or about the concentrator itself.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="origin">Whose it is.</param>
    /// <param name="now">The time, UTC.</param>
    public static FieldEvent Finding(GatewayFinding finding, in EventOrigin origin, DateTimeOffset now) => new()
    {
        Device = origin.Device,
        Content = new FieldFinding(finding),
        Description = origin.Description,
        Time = now,
        Received = now,
        Marks = TimeMarks.Gateway,
        Native = origin.Native,
    };

    /// <summary>The ten unchanged bytes, in the layout of the IED, which is a setting at the control centre too.</summary>
    /// <param name="wire">The event.</param>
    public static NativeBytes BytesOf(in MaraEvent wire)
    {
        Span<byte> bytes = stackalloc byte[MaraEvent.Length];
        wire.Write(bytes);
        return new NativeBytes(bytes);
    }

    private static QualityFlags FlagsOf(in MaraEvent wire) => wire.QualityBit ? QualityFlags.Invalid : QualityFlags.None;
}
