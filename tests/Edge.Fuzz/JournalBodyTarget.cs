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
        var kind = (JournalRecordKind)Dice.Next(8);
        _bytes = Good(kind);
        JournalRecord record = Read(kind, _bytes);
        if (kind <= JournalRecordKind.Elements)
        {
            Holds(record.Problem is null, $"a good body is read: {record.Problem}");
            Holds(Again(record).AsSpan().SequenceEqual(_bytes), "written again it is the same");
        }

        byte[] room = [.. _bytes, .. new byte[8]];
        _bytes = room[..Dice.Mutate(room, _bytes.Length)];
        record = Read((JournalRecordKind)Dice.Next(8), _bytes);
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
                return EventCodec.Write(_writer, Event()).ToArray();
            case JournalRecordKind.Loss:
                LossDetail detail = new(
                    (LossCause)Dice.Next(4), Dice.OneIn(3) ? null : Dice.Next(1000), Dice.Next(1 << 30), Dice.Next(1 << 30));
                return RecordCodec.Loss(_writer, (long)(Dice.Raw() >> 1 >> Dice.Next(60)), in detail).ToArray();
            case JournalRecordKind.Statistics:
                DeviceStatistic[] statistics = new DeviceStatistic[Dice.Next(8)];
                for (int i = 0; i < statistics.Length; i++)
                {
                    statistics[i] = new(new(Dice.Of(Names)), Dice.Of(Names), Dice.Next(1000) / 8.0);
                }

                return RecordCodec.Statistics(_writer, statistics, IdOf).ToArray();
            case JournalRecordKind.Elements:
                ElementShown[] shown = new ElementShown[Dice.Next(8)];
                for (int i = 0; i < shown.Length; i++)
                {
                    shown[i] = new(
                        Dice.Of(Names), Dice.Of(Texts), Dice.OneIn(2) ? null : Dice.Of(Names), Dice.OneIn(2) ? null : Dice.Of(Names),
                        new((Quality)Dice.Next(3), (QualityReason)Dice.Next(10)));
                }

                return ShownCodec.Write(_writer, shown, IdOf).ToArray();
            default:
                return ElementCodec.Write(_writer, new ElementState(
                    Dice.Of(Names), (ElementAttribute)Dice.Next(4), Dice.Of(Texts), (ElementAction)Dice.Next(3), Dice.Of(Texts),
                    Time())).ToArray();
        }
    }

    private byte[] Again(JournalRecord record) => record.Kind switch
    {
        JournalRecordKind.Samples => SampleCodec.Write(_writer, record.Samples.AsSpan(), IdOf).ToArray(),
        JournalRecordKind.Event or JournalRecordKind.Energy => EventCodec.Write(_writer, record.Event!.Value).ToArray(),
        JournalRecordKind.Loss => RecordCodec.Loss(_writer, record.Dropped, record.Loss!.Value).ToArray(),
        JournalRecordKind.Statistics => RecordCodec.Statistics(_writer, record.Statistics.AsSpan(), IdOf).ToArray(),
        JournalRecordKind.Elements => ShownCodec.Write(_writer, record.Shown.AsSpan(), IdOf).ToArray(),
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
        Device = new(Dice.Of(Names)),
        Content = Content(),
        Tag = Dice.Of(Texts),
        Description = Dice.Of(Texts) ?? "",
        Time = Time(),
        Marks = (TimeMarks)Dice.Next(16),
        Received = Time(),
        Flags = (QualityFlags)(ushort)Dice.Raw(),
        Native = Dice.OneIn(4) ? default : new MaraNative(Dice.Next(3), Dice.Next(64))
        {
            Port = Some(8),
            Bit = Some(16),
            Channel = Some(8),
            Code = Some(8),
            Motive = Some(16),
            Bytes = new(_bytes.AsSpan(0, Math.Min(_bytes.Length, Dice.Next(NativeBytes.Capacity + 1)))),
        },
    };

    private EventContent Content() => Dice.Next(5) switch
    {
        0 => Dice.OneIn(2)
            ? new StateChange(Dice.OneIn(2), Dice.Of(Texts), Some(3))
            : new StateChange((DoubleBitState)Dice.Next(4), Dice.Of(Texts), Some(3)),
        1 => new EnergyCount(
            (EnergyKind)Dice.Next(4), Dice.Next(8), Dice.Next(1 << 24), Dice.OneIn(2) ? null : Dice.Next(1000) / 8.0,
            Dice.Of(Texts)),
        2 => new DeviceReport((DeviceCondition)Dice.Next(8), (RestartCauses)Dice.Next(8)),
        3 => new FieldFinding((GatewayFinding)Dice.Next(8), Some(1 << 24), Dice.Of(Texts), Some(8)),
        _ => EventContent.Idle,
    };

    private int? Some(int below) => Dice.OneIn(2) ? null : Dice.Next(below);

    private DateTimeOffset Time() => new(Dice.Next(int.MaxValue) * 1_000_000_000L, TimeSpan.Zero);
}
