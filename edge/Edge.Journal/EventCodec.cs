using Edge.Domain;

namespace Edge.Journal;

/// <summary>
/// The payload of an event. Written in encoding 6; that of 5 knew no alarm settings and no value of a finding, that of 4 no double-bit and
/// no unit; those of 1 to 3 are read by <see cref="OlderEvents"/>.
/// </summary>
internal static class EventCodec
{
    public const byte Version = 6;

    // event := kind device tag description time marks received flags content alarm? native
    // content, by kind: idle := nothing; state := valueKind state text alarmKind?; energy := energyKind channel count energy? unit;
    //                   device := condition causes; finding := findingKind count? text channel? value? unit
    // alarm := priority? onDelay offDelay latched actions trigger
    // valueKind := 3 (binary, its state 0 or 1) | 4 (double-bit, its state 0 to 3)
    // encoding 5: no alarm?, no value? and unit of a finding
    // encoding 4: state := state:zigzag text alarmKind?; energy := energyKind channel count energy?
    // native := 0 | 1 mara; mara := concentrator ied port? bit? channel? code? motive? bytes
    // x? := 0 | 1 x
    private const byte FirstVersion = 4;
    private const byte TypedVersion = 5;
    private const byte NoProtocol = 0;
    private const byte Mara = 1;

    public static ReadOnlySpan<byte> Write(BodyWriter body, in FieldEvent entry)
    {
        body.Begin(Version);
        body.Byte((byte)entry.Kind);
        body.Text(entry.Device.ToString());
        body.Text(entry.Tag);
        body.Text(entry.Description);
        body.Signed(entry.Time.UtcTicks);
        body.Byte((byte)entry.Marks);
        body.Signed(entry.Received.UtcTicks);
        body.Unsigned((ulong)entry.Flags);
        WriteContent(body, entry.Content);
        WriteAlarm(body, entry.Alarm);
        WriteNative(body, entry.Native);
        return body.End();
    }

    public static FieldEvent Read(ref BodyReader body)
    {
        if (body.Version < FirstVersion)
        {
            return OlderEvents.Read(ref body);
        }

        byte kind = body.Byte();
        return new FieldEvent
        {
            Device = ReadDevice(ref body, body.Text()),
            Tag = body.Text(),
            Description = body.Text() ?? "",
            Time = body.Time(),
            Marks = (TimeMarks)body.Byte(),
            Received = body.Time(),
            Flags = body.Flags(),
            Content = ReadContent(ref body, kind),
            Alarm = body.Version >= Version ? ReadAlarm(ref body) : null,
            Native = ReadNative(ref body),
        };
    }

    /// <summary>The id of a device; a text that is none is a fault of the body.</summary>
    public static DeviceId ReadDevice(ref BodyReader body, string? id)
    {
        if (id is { Length: > 0 and <= DeviceId.MaximumLength })
        {
            return new DeviceId(id);
        }

        body.Fail("it names a device by an id that is none");
        return default;
    }

    private static void WriteContent(BodyWriter body, in EventContent content)
    {
        if (content.State is { } state)
        {
            body.Byte((byte)state.State.Kind);
            body.Byte((byte)state.State.AsDouble);
            body.Text(state.Text);
            body.Optional(state.AlarmKind);
        }
        else if (content.Energy is { } energy)
        {
            body.Byte((byte)energy.Kind);
            body.Signed(energy.Channel);
            body.Signed(energy.Count);
            body.Byte(energy.Energy is null ? (byte)0 : (byte)1);
            if (energy.Energy is { } value)
            {
                body.Double(value);
            }

            body.Text(energy.Unit);
        }
        else if (content.Device is { } report)
        {
            body.Byte((byte)report.Condition);
            body.Byte((byte)report.Causes);
        }
        else if (content.Finding is { } finding)
        {
            body.Byte((byte)finding.Kind);
            body.Optional(finding.Count);
            body.Text(finding.Text);
            body.Optional(finding.Channel);
            body.Byte(finding.Value is null ? (byte)0 : (byte)1);
            if (finding.Value is { } value)
            {
                body.Double(value);
            }

            body.Text(finding.Unit);
        }
    }

    private static void WriteAlarm(BodyWriter body, AlarmSetting? alarm)
    {
        body.Byte(alarm is null ? (byte)0 : (byte)1);
        if (alarm is not null)
        {
            body.Optional(alarm.Priority);
            body.Signed(alarm.OnDelay);
            body.Signed(alarm.OffDelay);
            body.Byte(alarm.IsLatched ? (byte)1 : (byte)0);
            body.Unsigned(alarm.Actions);
            body.Byte((byte)alarm.Trigger);
        }
    }

    // A property initialiser is evaluated in the order in which it stands.
    private static AlarmSetting? ReadAlarm(ref BodyReader body) => !body.Has() ? null : new AlarmSetting
    {
        Priority = body.Optional(),
        OnDelay = body.Int32(),
        OffDelay = body.Int32(),
        IsLatched = body.Has(),
        Actions = (uint)body.Unsigned(),
        Trigger = (AlarmTrigger)body.Byte(),
    };

    private static EventContent ReadContent(ref BodyReader body, byte kind)
    {
        switch ((FieldEventKind)kind)
        {
            case FieldEventKind.Idle:
                return EventContent.Idle;
            case FieldEventKind.State:
                return ReadState(ref body);
            case FieldEventKind.Energy:
                return new EnergyCount(
                    (EnergyKind)body.Byte(), body.Int32(), body.Int32(), body.Has() ? body.Double() : null,
                    body.Version >= TypedVersion ? body.Text() : null);
            case FieldEventKind.Device:
                return new DeviceReport((DeviceCondition)body.Byte(), (RestartCauses)body.Byte());
            case FieldEventKind.Finding:
                return ReadFinding(ref body);
            default:
                body.Fail($"its event is of kind {kind}, which is none");
                return default;
        }
    }

    private static FieldFinding ReadFinding(ref BodyReader body)
    {
        FieldFinding finding = new((GatewayFinding)body.Byte(), body.Optional(), body.Text(), body.Optional());
        return body.Version < Version ? finding : finding with
        {
            Value = body.Has() ? body.Double() : null,
            Unit = body.Text(),
        };
    }

    private static StateChange ReadState(ref BodyReader body)
    {
        bool isTyped = body.Version >= TypedVersion;
        var kind = isTyped ? (PointValueKind)body.Byte() : PointValueKind.Binary;
        int state = isTyped ? body.Byte() : body.Int32();
        string? text = body.Text();
        int? alarmKind = body.Optional();
        switch (kind)
        {
            case PointValueKind.Binary when state is 0 or 1:
                return new StateChange(state == 1, text, alarmKind);
            case PointValueKind.DoubleBit when state <= (int)DoubleBitState.Indeterminate:
                return new StateChange((DoubleBitState)state, text, alarmKind);
            default:
                body.Fail($"its event has a state of kind {(byte)kind} and number {state}, which is none");
                return default;
        }
    }

    private static void WriteNative(BodyWriter body, in NativeRecord native)
    {
        if (native.Mara is not { } mara)
        {
            body.Byte(NoProtocol);
            return;
        }

        body.Byte(Mara);
        body.Signed(mara.Concentrator);
        body.Signed(mara.Ied);
        body.Optional(mara.Port);
        body.Optional(mara.Bit);
        body.Optional(mara.Channel);
        body.Optional(mara.Code);
        body.Optional(mara.Motive);
        body.Native(mara.Bytes);
    }

    private static NativeRecord ReadNative(ref BodyReader body)
    {
        byte protocol = body.Byte();
        if (protocol == NoProtocol)
        {
            return default;
        }

        if (protocol != Mara)
        {
            body.Fail($"its event is of protocol {protocol}, which this program does not know");
            return default;
        }

        return new MaraNative(body.Int32(), body.Int32())
        {
            Port = body.OptionalOfMara(),
            Bit = body.OptionalOfMara(),
            Channel = body.OptionalOfMara(),
            Code = body.OptionalOfMara(),
            Motive = body.OptionalOfMara(),
            Bytes = body.Native(),
        };
    }
}
