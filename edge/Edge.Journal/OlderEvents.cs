using Edge.Domain;

namespace Edge.Journal;

/// <summary>
/// Events of the encodings 1 to 3, which held the fields of all kinds one behind the other and named the device by its place in Mara.
/// Those of 1 and 2 hold the codes of Mara 1.4 §5 in place of what they mean. Those files were written when Mara was the only protocol;
/// this is the only place outside of its driver that still knows the codes.
/// </summary>
internal static class OlderEvents
{
    // event := kind address tag description time marks received port bit state stateText alarm code motive channel count energy flags
    //          and since encoding 2: comaster native, since encoding 3: finding condition causes energyKind
    // flags: bit 0 quality bit, bit 1 there is an alarm kind, bit 2 there is an energy.
    private const byte QualityBit = 0x01;
    private const byte HasAlarmKind = 0x02;
    private const byte HasEnergy = 0x04;

    private const byte NativeVersion = 2;
    private const byte MeaningVersion = 3;

    private const int WholeIed = 8;
    private const RestartCauses KnownCauses = RestartCauses.PowerOn | RestartCauses.BrownOut | RestartCauses.Watchdog;

    private enum Kind : byte
    {
        Digital = 0,
        Energy = 1,
        Idle = 2,
        Communications = 3,
        Gateway = 4,
    }

    /// <summary>The id of a device that an older record names by concentrator and bus address.</summary>
    public static DeviceId Device(int concentrator, int address) => ConcentratorLayout.IdOf(concentrator, address);

    public static FieldEvent Read(ref BodyReader body)
    {
        var kind = (Kind)body.Byte();
        int address = body.Int32();
        var entry = new FieldEvent
        {
            Device = default,
            Content = default,
            Tag = body.Text(),
            Description = body.Text() ?? "",
            Time = body.Time(),
            Marks = (TimeMarks)body.Byte(),
            Received = body.Time(),
        };
        var fields = new Fields
        {
            Port = body.Int32(),
            Bit = body.Int32(),
            State = body.Int32(),
            Text = body.Text(),
            AlarmKind = body.Int32(),
            Code = body.Int32(),
            Motive = body.Int32(),
            Channel = body.Int32(),
            Count = body.Int32(),
            Energy = body.Double(),
            Flags = body.Byte(),
        };
        if (kind > Kind.Gateway)
        {
            body.Fail($"its event is of kind {(byte)kind}, which is none");
        }

        bool whole = body.Version >= NativeVersion;
        int concentrator = whole ? body.Int32() : 0;
        var native = new MaraNative(concentrator, address) { Bytes = whole ? body.Native() : default };
        EventContent content = body.Version >= MeaningVersion ? ReadMeaning(ref body, kind, fields) : Meaning(kind, fields);
        return entry with
        {
            Device = Device(concentrator, address),
            Content = content,
            Flags = (fields.Flags & QualityBit) != 0 ? QualityFlags.Invalid : QualityFlags.None,
            Native = Native(ref body, native, kind, content, fields),
        };
    }

    private static EventContent ReadMeaning(ref BodyReader body, Kind kind, in Fields fields)
    {
        var finding = (GatewayFinding)body.Byte();
        var report = new DeviceReport((DeviceCondition)body.Byte(), (RestartCauses)body.Byte());
        var energy = (EnergyKind)body.Byte();
        return Content(kind, fields, finding, report, energy);
    }

    private static EventContent Meaning(Kind kind, in Fields fields) => Content(
        kind, fields, (GatewayFinding)fields.Code, new DeviceReport(Condition(fields), Causes(fields)), fields.Code switch
        {
            0 => EnergyKind.Period,
            1 => EnergyKind.LastPeriodOfDay,
            3 => EnergyKind.Day,
            _ => EnergyKind.Other,
        });

    private static DeviceCondition Condition(in Fields fields) => (fields.Code, fields.Motive) switch
    {
        (2, 0) => DeviceCondition.LinkLost,
        (2, _) => DeviceCondition.LinkRestored,
        (3, var motive) => (motive & WholeIed) != 0 ? DeviceCondition.Restarted : DeviceCondition.UartRestarted,
        (4, _) => DeviceCondition.CommunicationsRestarted,
        (6, _) => DeviceCondition.RamReturned,
        (7, _) => DeviceCondition.Forced,
        _ => DeviceCondition.Other,
    };

    private static RestartCauses Causes(in Fields fields) =>
        fields.Code == 3 ? (RestartCauses)fields.Motive & KnownCauses : RestartCauses.None;

    private static EventContent Content(
        Kind kind, in Fields fields, GatewayFinding finding, in DeviceReport report, EnergyKind energy) => kind switch
        {
            Kind.Digital => new StateChange(
                fields.State != 0, fields.Text, (fields.Flags & HasAlarmKind) != 0 ? fields.AlarmKind : null),
            Kind.Energy => new EnergyCount(
                energy, fields.Channel, fields.Count, (fields.Flags & HasEnergy) != 0 ? fields.Energy : null),
            Kind.Communications => report,
            Kind.Gateway => new FieldFinding(
                finding, IsCounted(finding, fields.Count) ? fields.Count : null, fields.Text,
                IsOfEnergy(finding) ? fields.Channel : null),
            _ => EventContent.Idle,
        };

    private static NativeRecord Native(
        ref BodyReader body, in MaraNative origin, Kind kind, in EventContent content, in Fields fields)
    {
        GatewayFinding found = content.Finding?.Kind ?? GatewayFinding.None;
        bool input = kind == Kind.Digital || found is GatewayFinding.InputMasked or GatewayFinding.InputUnmasked;
        return origin with
        {
            Port = input ? body.OfMara(fields.Port) : null,
            Bit = input ? body.OfMara(fields.Bit) : null,
            Channel = kind == Kind.Energy || IsOfEnergy(found) ? body.OfMara(fields.Channel) : null,
            Code = kind is Kind.Energy or Kind.Idle or Kind.Communications ? body.OfMara(fields.Code) : null,
            Motive = kind == Kind.Communications ? body.OfMara(fields.Motive) : null,
        };
    }

    private static bool IsOfEnergy(GatewayFinding finding) => finding is GatewayFinding.EnergyMissing or GatewayFinding.EnergyDiffers;

    // 0 meant that nobody knows how many are lost.
    private static bool IsCounted(GatewayFinding finding, int count) =>
        IsOfEnergy(finding) || finding == GatewayFinding.InputUnmasked || (finding == GatewayFinding.EventsLost && count > 0);

    private readonly struct Fields
    {
        public int Port { get; init; }

        public int Bit { get; init; }

        public int State { get; init; }

        public string? Text { get; init; }

        public int AlarmKind { get; init; }

        public int Code { get; init; }

        public int Motive { get; init; }

        public int Channel { get; init; }

        public int Count { get; init; }

        public double Energy { get; init; }

        public byte Flags { get; init; }
    }
}
