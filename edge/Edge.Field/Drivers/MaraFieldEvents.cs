using Edge.Domain;
using Edge.Protocols.Mara;

namespace Edge.Field.Drivers;

/// <summary>Makes the events of a scan of the ten bytes that stand on the wire, for every way on which they come (Mara 1.4 §5).</summary>
internal static class MaraFieldEvents
{
    /// <summary>What every event says.</summary>
    /// <param name="wire">The event, in the layout of its IED.</param>
    /// <param name="clock">The substation's clock.</param>
    /// <param name="received">When it arrived, UTC.</param>
    public static FieldEvent Create(in MaraEvent wire, StationClock clock, DateTimeOffset received)
    {
        (DateTimeOffset time, TimeMarks marks) = clock.ToUtc(wire.TryGetLocalTime(out DateTime local) ? local : null, received);
        return new FieldEvent
        {
            Kind = (FieldEventKind)wire.Type,
            IedAddress = wire.Address,
            Time = time,
            Marks = marks,
            Received = received,
            Code = wire.Code,
            Motive = wire.Motive,
            QualityBit = wire.QualityBit,
            Native = NativeOf(wire),
        };
    }

    /// <summary>The ten bytes as they stand on the wire, in whatever layout: who polls us knows it as a setting of the IED.</summary>
    /// <param name="wire">The event.</param>
    public static NativeRecord NativeOf(in MaraEvent wire)
    {
        Span<byte> bytes = stackalloc byte[MaraEvent.Length];
        wire.Write(bytes);
        return new NativeRecord(bytes);
    }

    /// <summary>What an event of a digital input says beyond that.</summary>
    public static FieldEvent WithDigital(FieldEvent happened, in MaraEvent wire, MaraPointMap.Digital? digital)
    {
        if (digital is null)
        {
            return happened with { Port = wire.Port, Bit = wire.Bit, State = wire.State };
        }

        int state = digital.Point.Inverted ? 1 - wire.State : wire.State;
        return happened with
        {
            Tag = digital.Point.Tag,
            Description = digital.Point.Description,
            Port = wire.Port,
            Bit = wire.Bit,
            State = state,
            StateText = state == 0 ? digital.OffText : digital.OnText,
            AlarmKind = digital.Point.AlarmKind,
        };
    }

    /// <summary>What an energy says beyond that.</summary>
    public static FieldEvent WithEnergy(FieldEvent happened, in MaraEvent wire, AnalogPoint? point) => happened with
    {
        Tag = point?.Tag,
        Description = point?.Description ?? "",
        Channel = wire.Channel,
        Count = wire.Count,
        Energy = wire.Count * point?.EnergyScale,
    };
}
