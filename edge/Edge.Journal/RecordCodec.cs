using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Journal;

/// <summary>Gives the name of a tag by its number in the file, or null.</summary>
internal delegate string? TagName(long id);

/// <summary>Gives the number of a tag in the file, making one where it is new.</summary>
internal delegate long TagId(string name);

/// <summary>
/// The payloads but those of <see cref="SampleCodec"/> and <see cref="ElementCodec"/>. Losses are of encoding 1, statistics of 2, events
/// of 3; older ones are still read.
/// </summary>
internal static class RecordCodec
{
    // event := kind address tag description time marks received port bit state stateText alarm code motive channel count energy flags
    //          and since encoding 2: comaster native, since encoding 3: finding condition causes energyKind
    // flags: bit 0 quality bit, bit 1 there is an alarm kind, bit 2 there is an energy.
    private const byte QualityBit = 0x01;
    private const byte HasAlarmKind = 0x02;
    private const byte HasEnergy = 0x04;

    // statistics := count { deviceId nameId value:double }; both ids are of the table of tags, which keeps any name.
    //               encoding 1: linkId count { address nameId value:double }
    private const byte NativeVersion = 2;
    private const byte EventVersion = 3;
    private const byte StatisticVersion = 2;
    private const int SmallestStatistic = 10;

    public static ReadOnlySpan<byte> Event(BodyWriter body, in FieldEvent entry)
    {
        body.Begin(EventVersion);
        body.Byte((byte)entry.Kind);
        body.Signed(entry.IedAddress);
        body.Text(entry.Tag);
        body.Text(entry.Description);
        body.Signed(entry.Time.UtcTicks);
        body.Byte((byte)entry.Marks);
        body.Signed(entry.Received.UtcTicks);
        body.Signed(entry.Port);
        body.Signed(entry.Bit);
        body.Signed(entry.State);
        body.Text(entry.StateText);
        body.Signed(entry.AlarmKind ?? 0);
        body.Signed(entry.Code);
        body.Signed(entry.Motive);
        body.Signed(entry.Channel);
        body.Signed(entry.Count);
        body.Double(entry.Energy ?? 0);
        body.Byte((byte)((entry.QualityBit ? QualityBit : 0) | (entry.AlarmKind is null ? 0 : HasAlarmKind)
            | (entry.Energy is null ? 0 : HasEnergy)));
        body.Signed(entry.Comaster);
        body.Native(entry.Native);
        body.Byte((byte)entry.Finding);
        body.Byte((byte)entry.Condition);
        body.Byte((byte)entry.Causes);
        body.Byte((byte)entry.EnergyKind);
        return body.End();
    }

    public static ReadOnlySpan<byte> Statistics(BodyWriter body, ReadOnlySpan<DeviceStatistic> statistics, TagId tagId)
    {
        body.Begin(StatisticVersion);
        body.Unsigned((ulong)statistics.Length);
        foreach (ref readonly DeviceStatistic statistic in statistics)
        {
            body.Unsigned((ulong)tagId(statistic.Device.ToString()));
            body.Unsigned((ulong)tagId(statistic.Name));
            body.Double(statistic.Value);
        }

        return body.End();
    }

    public static ReadOnlySpan<byte> Loss(BodyWriter body, long dropped)
    {
        body.Begin();
        body.Unsigned((ulong)dropped);
        return body.End();
    }

    public static JournalRecord Read(long seq, JournalRecordKind kind, DateTimeOffset time, ReadOnlySpan<byte> bytes, TagName tagName)
    {
        var body = new BodyReader(bytes);
        var record = new JournalRecord { Seq = seq, Kind = kind, Time = time };
        switch (kind)
        {
            case JournalRecordKind.Samples:
                record = record with { Samples = SampleCodec.Read(ref body, tagName) };
                break;
            case JournalRecordKind.Event or JournalRecordKind.Energy:
                record = record with { Event = ReadEvent(ref body) };
                break;
            case JournalRecordKind.Loss:
                record = record with { Dropped = (long)body.Unsigned() };
                break;
            case JournalRecordKind.Statistics:
                record = record with { Statistics = ReadStatistics(ref body, tagName) };
                break;
            case JournalRecordKind.Operator:
                record = record with { Element = ElementCodec.Read(ref body) };
                break;
            default:
                body.Fail($"its kind is {(byte)kind}, which this program does not know");
                break;
        }

        if (body.Remaining > 0)
        {
            body.Fail($"its body has {body.Remaining} bytes too many");
        }

        return body.Fault is null ? record : Damaged(seq, time, body.Fault);
    }

    public static JournalRecord Damaged(long seq, DateTimeOffset time, string fault) =>
        new() { Seq = seq, Kind = JournalRecordKind.Loss, Time = time, Dropped = 1, Problem = $"Record {seq} cannot be read: {fault}." };

    private static ImmutableArray<DeviceStatistic> ReadStatistics(ref BodyReader body, TagName tagName)
    {
        bool named = body.Version >= StatisticVersion;
        if (!named)
        {
            _ = Name(ref body, tagName);
        }

        ulong count = body.Unsigned();
        if (count > (ulong)body.Remaining / SmallestStatistic)
        {
            body.Fail($"it claims {count} statistics, more than its body can hold");
            return [];
        }

        var statistics = ImmutableArray.CreateBuilder<DeviceStatistic>((int)count);
        for (ulong i = 0; i < count && body.Fault is null; i++)
        {
            DeviceId device = named ? Device(ref body, tagName) : OlderEvents.Device(0, body.Int32());
            string? name = Name(ref body, tagName);
            statistics.Add(new DeviceStatistic(device, name ?? "", body.Double()));
        }

        return statistics.DrainToImmutable();
    }

    private static DeviceId Device(ref BodyReader body, TagName tagName) => DeviceOf(ref body, Name(ref body, tagName));

    private static DeviceId DeviceOf(ref BodyReader body, string? id)
    {
        if (id is { Length: > 0 and <= DeviceId.MaximumLength })
        {
            return new DeviceId(id);
        }

        body.Fail("it names a device by an id that is none");
        return default;
    }

    private static string? Name(ref BodyReader body, TagName tagName)
    {
        long id = (long)body.Unsigned();
        string? name = body.Fault is null ? tagName(id) : null;
        if (name is null)
        {
            body.Fail($"it names the tag number {id}, which the file does not have");
        }

        return name;
    }

    private static FieldEvent ReadEvent(ref BodyReader body)
    {
        var kind = (FieldEventKind)body.Byte();
        var entry = new FieldEvent
        {
            Kind = kind,
            IedAddress = body.Int32(),
            Tag = body.Text(),
            Description = body.Text() ?? "",
            Time = body.Time(),
            Marks = (TimeMarks)body.Byte(),
            Received = body.Time(),
            Port = body.Int32(),
            Bit = body.Int32(),
            State = body.Int32(),
            StateText = body.Text(),
            AlarmKind = body.Int32(),
            Code = body.Int32(),
            Motive = body.Int32(),
            Channel = body.Int32(),
            Count = body.Int32(),
            Energy = body.Double(),
        };
        byte flags = body.Byte();
        if (kind > FieldEventKind.Gateway)
        {
            body.Fail($"its event is of kind {(byte)kind}, which is none");
        }

        bool whole = body.Version >= NativeVersion;
        entry = entry with
        {
            Comaster = whole ? body.Int32() : 0,
            Native = whole ? body.Native() : default,
            QualityBit = (flags & QualityBit) != 0,
            AlarmKind = (flags & HasAlarmKind) != 0 ? entry.AlarmKind : null,
            Energy = (flags & HasEnergy) != 0 ? entry.Energy : null,
        };
        if (body.Version < EventVersion)
        {
            return OlderEvents.WithMeanings(in entry);
        }

        entry = entry with
        {
            Finding = (GatewayFinding)body.Byte(),
            Condition = (DeviceCondition)body.Byte(),
            Causes = (RestartCauses)body.Byte(),
            EnergyKind = (EnergyKind)body.Byte(),
        };
        return entry;
    }
}
