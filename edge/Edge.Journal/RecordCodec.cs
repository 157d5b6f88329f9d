using System.Collections.Immutable;
using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Journal;

/// <summary>Gives the name of a tag by its number in the file, or null.</summary>
internal delegate string? TagName(long id);

/// <summary>Gives the number of a tag in the file, making one where it is new.</summary>
internal delegate long TagId(string name);

/// <summary>
/// The payloads but those of <see cref="SampleCodec"/>, <see cref="EventCodec"/>, <see cref="ElementCodec"/> and <see cref="ShownCodec"/>.
/// Losses and statistics are of encoding 2; older ones are still read.
/// </summary>
internal static class RecordCodec
{
    // loss := dropped cause events+1 (0: not known) firstSeq lastSeq; encoding 1: dropped
    private const byte LossVersion = 2;

    // statistics := count { deviceId nameId value:double }; both ids are of the table of tags, which keeps any name.
    //               encoding 1: linkId count { address nameId value:double }
    private const byte StatisticVersion = 2;
    private const int SmallestStatistic = 10;

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

    public static ReadOnlySpan<byte> Loss(BodyWriter body, long dropped, in LossDetail detail)
    {
        body.Begin(LossVersion);
        body.Unsigned((ulong)dropped);
        body.Byte((byte)detail.Cause);
        body.Unsigned(detail.Events is { } events ? (ulong)events + 1 : 0);
        body.Unsigned((ulong)detail.FirstSeq);
        body.Unsigned((ulong)detail.LastSeq);
        return body.End();
    }

    public static JournalRecord Read(long seq, JournalRecordKind kind, DateTimeOffset time, ReadOnlySpan<byte> bytes, TagName tagName)
    {
        var body = new BodyReader(bytes);
        var record = new JournalRecord { Seq = seq, Kind = kind, Time = time, Clock = body.Clock };
        switch (kind)
        {
            case JournalRecordKind.Samples:
                record = record with { Samples = SampleCodec.Read(ref body, tagName) };
                break;
            case JournalRecordKind.Event or JournalRecordKind.Energy:
                record = record with { Event = EventCodec.Read(ref body) };
                break;
            case JournalRecordKind.Loss:
                record = record with { Dropped = (long)body.Unsigned(), Loss = ReadLoss(ref body) };
                break;
            case JournalRecordKind.Statistics:
                record = record with { Statistics = ReadStatistics(ref body, tagName) };
                break;
            case JournalRecordKind.Operator:
                record = record with { Element = ElementCodec.Read(ref body) };
                break;
            case JournalRecordKind.Elements:
                record = record with { Shown = ShownCodec.Read(ref body, tagName) };
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

    private static LossDetail? ReadLoss(ref BodyReader body)
    {
        if (body.Version < LossVersion)
        {
            return null;
        }

        var cause = (LossCause)body.Byte();
        ulong events = body.Unsigned();
        return new LossDetail(cause, events == 0 ? null : (long)(events - 1), (long)body.Unsigned(), (long)body.Unsigned());
    }

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

    private static DeviceId Device(ref BodyReader body, TagName tagName) => EventCodec.ReadDevice(ref body, Name(ref body, tagName));

    /// <summary>A name of the table of tags; null, and a fault, where the file does not have it.</summary>
    internal static string? Name(ref BodyReader body, TagName tagName)
    {
        long id = (long)body.Unsigned();
        string? name = body.Fault is null ? tagName(id) : null;
        if (name is null)
        {
            body.Fail($"it names the tag number {id}, which the file does not have");
        }

        return name;
    }
}
