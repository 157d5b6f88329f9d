using Edge.Domain;
using Edge.Journal;
using Edge.Pipeline;

namespace Edge.Fuzz;

/// <summary>Bodies of journal records: good ones come back as they were, damaged ones are a fault and never an exception.</summary>
internal sealed class JournalBodyTarget : FuzzTarget
{
    private static readonly string?[] Texts = [null, "", "LA152B03", "Interruptor alimentador 3", "ñandú €", new string('x', 300)];
    private static readonly string[] Names = ["A", "B", "clockSkewMs"];

    private readonly BodyWriter _writer = new();
    private byte[] _bytes = [];

    public override string Name => "journal-body";

    protected override void Check()
    {
        var kind = (JournalRecordKind)Dice.Next(7);
        _bytes = Good(kind);
        JournalRecord record = Read(kind, _bytes);
        if (kind <= JournalRecordKind.Operator)
        {
            Holds(record.Problem is null, $"a good body is read: {record.Problem}");
            Holds(Again(record).AsSpan().SequenceEqual(_bytes), "written again it is the same");
        }

        byte[] room = [.. _bytes, .. new byte[8]];
        _bytes = room[..Dice.Mutate(room, _bytes.Length)];
        record = Read((JournalRecordKind)Dice.Next(7), _bytes);
        Holds(record.Problem is null || record.Kind == JournalRecordKind.Loss, "a fault is a loss of one");
    }

    protected override string Describe() => Convert.ToHexString(_bytes);

    private static JournalRecord Read(JournalRecordKind kind, byte[] bytes) =>
        RecordCodec.Read(7, kind, DateTimeOffset.UnixEpoch, bytes, static id => id is > 0 and <= 3 ? Names[id - 1] : null);

    private static long IdOf(string name) => Array.IndexOf(Names, name) + 1;

    private byte[] Good(JournalRecordKind kind)
    {
        switch (kind)
        {
            case JournalRecordKind.Samples:
                Sample[] samples = new Sample[Dice.Next(20)];
                for (int i = 0; i < samples.Length; i++)
                {
                    samples[i] = new(
                        Dice.Of(Names), (PointKind)Dice.Next(2), BitConverter.UInt64BitsToDouble(Dice.Raw()), Value(),
                        new((Quality)Dice.Next(3), (QualityReason)Dice.Next(10), (QualityFlags)(ushort)Dice.Raw()));
                }

                return SampleCodec.Write(_writer, samples, IdOf).ToArray();
            case JournalRecordKind.Event or JournalRecordKind.Energy:
                return RecordCodec.Event(_writer, Event()).ToArray();
            case JournalRecordKind.Loss:
                return RecordCodec.Loss(_writer, (long)(Dice.Raw() >> 1 >> Dice.Next(60))).ToArray();
            case JournalRecordKind.Statistics:
                DeviceStatistic[] statistics = new DeviceStatistic[Dice.Next(8)];
                for (int i = 0; i < statistics.Length; i++)
                {
                    statistics[i] = new(new(Dice.Of(Names)), Dice.Of(Names), Dice.Next(1000) / 8.0);
                }

                return RecordCodec.Statistics(_writer, statistics, IdOf).ToArray();
            default:
                return ElementCodec.Write(_writer, new ElementState(
                    Dice.Of(Names), (ElementAttribute)Dice.Next(4), Dice.Of(Texts), (ElementAction)Dice.Next(3), Dice.Of(Texts),
                    Time())).ToArray();
        }
    }

    private byte[] Again(JournalRecord record) => record.Kind switch
    {
        JournalRecordKind.Samples => SampleCodec.Write(_writer, record.Samples.AsSpan(), IdOf).ToArray(),
        JournalRecordKind.Event or JournalRecordKind.Energy => RecordCodec.Event(_writer, record.Event!.Value).ToArray(),
        JournalRecordKind.Loss => RecordCodec.Loss(_writer, record.Dropped).ToArray(),
        JournalRecordKind.Statistics => RecordCodec.Statistics(_writer, record.Statistics.AsSpan(), IdOf).ToArray(),
        _ => ElementCodec.Write(_writer, record.Element!.Value).ToArray(),
    };

    private PointValue Value()
    {
        int bits = 1 + Dice.Next(PointValue.MaximumCounterBits);
        return Dice.Next(5) switch
        {
            0 => PointValue.Whole((int)Dice.Raw()),
            1 => PointValue.Real(BitConverter.UInt64BitsToDouble(Dice.Raw())),
            2 => PointValue.Counter(Dice.Raw() >> (PointValue.MaximumCounterBits - bits), bits),
            3 => PointValue.Binary(Dice.OneIn(2)),
            _ => PointValue.DoubleBit((DoubleBitState)Dice.Next(4)),
        };
    }

    private FieldEvent Event() => new()
    {
        Kind = (FieldEventKind)Dice.Next(5),
        IedAddress = Dice.Next(64),
        Comaster = Dice.Next(3),
        Tag = Dice.Of(Texts),
        Description = Dice.Of(Texts) ?? "",
        Time = Time(),
        Marks = (TimeMarks)Dice.Next(16),
        Received = Time(),
        Port = Dice.Next(8),
        Bit = Dice.Next(16),
        State = Dice.Next(2),
        StateText = Dice.Of(Texts),
        AlarmKind = Dice.OneIn(2) ? null : Dice.Next(3),
        Code = Dice.Next(8),
        Motive = Dice.Next(16),
        Finding = (GatewayFinding)Dice.Next(8),
        Condition = (DeviceCondition)Dice.Next(8),
        Causes = (RestartCauses)Dice.Next(8),
        EnergyKind = (EnergyKind)Dice.Next(4),
        Channel = Dice.Next(8),
        Count = Dice.Next(1 << 24),
        Energy = Dice.OneIn(2) ? null : Dice.Next(1000) / 8.0,
        QualityBit = Dice.OneIn(2),
    };

    private DateTimeOffset Time() => new(Dice.Next(int.MaxValue) * 1_000_000_000L, TimeSpan.Zero);
}
