using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Contracts;
using Edge.Contracts.Journal;
using Edge.Domain;
using Edge.Pipeline;
using Google.Protobuf;
using Record = Edge.Contracts.Journal.Record;

namespace Edge.Mqtt.Tests;

/// <summary>Each kind of record, through the bytes of a batch.</summary>
public sealed class Records_become_a_batch
{
    private static readonly JournalRuns s_runs = new([new JournalRun(1, "e1")]);
    private static readonly DateTimeOffset s_time = new(2026, 3, 1, 12, 0, 0, 125, TimeSpan.Zero);

    public static TheoryData<JournalRecordKind> Kinds => [.. Enum.GetValues<JournalRecordKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_has_its_content(JournalRecordKind kind)
    {
        Record read = Assert.Single(Read(AnyRecords.Of(kind, 7, s_time)).Records);
        Assert.Equal((7, JournalEvents.Microseconds(s_time)), (read.Seq, read.Time));
        Record.ContentOneofCase expected = kind switch
        {
            JournalRecordKind.Samples => Record.ContentOneofCase.Samples,
            JournalRecordKind.Energy => Record.ContentOneofCase.Energy,
            JournalRecordKind.Statistics => Record.ContentOneofCase.Statistics,
            JournalRecordKind.Elements => Record.ContentOneofCase.Elements,
            _ => Record.ContentOneofCase.Event,
        };
        Assert.Equal(expected, read.ContentCase);
    }

    [Fact]
    public void An_element_says_what_it_shows()
    {
        Batch batch = Read(AnyRecords.Of(JournalRecordKind.Elements, 7, s_time));
        Contracts.Journal.Element[] elements = [.. batch.Records[0].Elements.Elements_];
        Assert.Equal(["LA152B03", "LA1PA_03"], elements.Select(element => batch.Names[(int)element.Name]));
        Assert.Equal(
            [(false, "", "#ff0000", "#00ff00", "", ""), (true, "1234.5 kW", "", "", "stale", "linkDown")],
            elements.Select(e => (e.HasText, e.Text, e.Fill, e.Stroke, e.Quality, e.Reason)));
        Assert.Equal((true, false), (elements[0].HasFill, elements[1].HasFill));
    }

    [Theory]
    [InlineData(JournalRecordKind.Event)]
    [InlineData(JournalRecordKind.Loss)]
    [InlineData(JournalRecordKind.Operator)]
    public void An_event_says_what_its_topic_says(JournalRecordKind kind)
    {
        JournalRecord record = AnyRecords.Of(kind, 7, s_time);
        string topic = JsonSerializer.Serialize(Messages.Event("e1", record), ContractJson.Default.EventMessage);
        Same(topic, JournalEvents.Json("e1", 7, Read(record).Records[0].Event));
    }

    [Fact]
    public void An_energy_says_what_its_topic_says()
    {
        JournalRecord record = AnyRecords.Of(JournalRecordKind.Energy, 7, s_time);
        string topic = JsonSerializer.Serialize(Messages.Energy("e1", record), ContractJson.Default.EnergyMessage);
        Same(topic, JournalEvents.Json("e1", 7, Read(record).Records[0].Energy));
    }

    [Fact]
    public void Statistics_name_their_devices_once()
    {
        Batch batch = Read(
            AnyRecords.Of(JournalRecordKind.Statistics, 7, s_time), AnyRecords.Of(JournalRecordKind.Statistics, 8, s_time));
        Assert.Equal(["4", "5"], batch.Names);
        Assert.All(batch.Records, record => Assert.Equal(
            [(0u, "clockSkewMs", -12.5), (1u, "clockSkewMs", 3)],
            record.Statistics.Statistics_.Select(s => (s.Name, s.Key, s.Value))));
    }

    [Fact]
    public void A_good_sample_costs_no_word_for_it()
    {
        Contracts.Journal.Sample read = ReadSample(PointValue.Whole(617), 1234.5, QualityState.Good);
        Assert.Equal((1234.5, 617L, "", ""), (read.Value, read.Whole, read.Quality, read.Reason));
        Assert.Empty(read.Flags);
    }

    [Fact]
    public void A_sample_that_is_not_good_says_why()
    {
        Contracts.Journal.Sample read = ReadSample(
            PointValue.Whole(1), 1, new QualityState(Quality.Stale, QualityReason.LinkDown, QualityFlags.Overflow));
        Assert.Equal((1, "stale", "linkDown"), (read.Value, read.Quality, read.Reason));
        Assert.Equal([FlagCode.Overflow], read.Flags);
    }

    [Fact]
    public void A_point_that_was_never_read_has_no_value()
    {
        Contracts.Journal.Sample read = ReadSample(PointValue.Whole(0), 0, QualityState.NotYetRead);
        Assert.Equal((false, Contracts.Journal.Sample.RawOneofCase.None, "bad", "notYetRead"),
            (read.HasValue, read.RawCase, read.Quality, read.Reason));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_none_is_left_out(double value)
    {
        Contracts.Journal.Sample read = ReadSample(PointValue.Real(value), value, QualityState.Of(QualityFlags.Invalid));
        Assert.Equal((false, Contracts.Journal.Sample.RawOneofCase.None), (read.HasValue, read.RawCase));
    }

    [Fact]
    public void A_raw_value_keeps_its_kind()
    {
        Assert.Equal(int.MinValue, Raw(PointValue.Whole(int.MinValue)).Whole);
        Assert.Equal(1, Raw(PointValue.Binary(true)).Whole);
        Assert.Equal(2.5, Raw(PointValue.Real(2.5)).Real);
        Assert.Equal("intermediate", Raw(PointValue.DoubleBit(DoubleBitState.Intermediate)).Word);
        Assert.Equal(long.MaxValue, Raw(PointValue.Counter(long.MaxValue, 64)).Whole);
        Assert.Equal(ulong.MaxValue, Raw(PointValue.Counter(ulong.MaxValue, 64)).Real);

        static Contracts.Journal.Sample Raw(PointValue value) => ReadSample(value, 1, QualityState.Good);
    }

    [Fact]
    public void A_batch_has_500_records_at_most()
    {
        JournalRecord[] records = [.. Enumerable.Range(8, 700).Select(i => AnyRecords.Of(JournalRecordKind.Samples, i, s_time))];
        Batch batch = JournalBatches.Of(s_runs, 7, records);
        Assert.Equal((7, 507, 500), (batch.AfterSeq, batch.LastSeq, batch.Records.Count));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(5_000)]
    [InlineData(JournalBatches.MaximumBytes)]
    public void A_batch_has_its_bytes_at_most(int maximum)
    {
        JournalRecord[] records = [.. Enumerable.Range(1, 400).Select(i => Samples(i, $"TAG_{i}_", 40))];
        Batch batch = JournalBatches.Of(s_runs, 0, records, maximum);
        byte[] bytes = batch.ToByteArray();
        Assert.True(batch.Records.Count == 1 || bytes.Length <= maximum, $"{bytes.Length} bytes, {batch.Records.Count} records");
        Assert.True(bytes.Length > maximum * 0.7 || maximum == 300, $"only {bytes.Length} bytes");

        // No name of a record that found no room.
        Assert.Equal(batch.Records.Count * 40, batch.Names.Count);
    }

    [Fact]
    public void A_record_that_is_larger_travels_alone()
    {
        Batch batch = JournalBatches.Of(s_runs, 0, [Samples(1, "A", 9_000), Samples(2, "B", 1)]);
        Assert.Equal((1, 1, 9_000), (batch.Records.Count, batch.LastSeq, batch.Names.Count));
    }

    private static JournalRecord Samples(int seq, string prefix, int count) => new()
    {
        Seq = seq,
        Kind = JournalRecordKind.Samples,
        Time = s_time,
        Samples =
        [
            .. Enumerable.Range(0, count).Select(i => new Pipeline.Sample(
                prefix + i, PointKind.Analog, i, PointValue.Whole(i), QualityState.Good)),
        ],
    };

    private static Contracts.Journal.Sample ReadSample(PointValue raw, double value, QualityState quality)
    {
        Batch batch = Read(AnyRecords.Samples(7, s_time, new Pipeline.Sample("LA1PA_03", PointKind.Analog, value, raw, quality)));
        Contracts.Journal.Sample read = Assert.Single(batch.Records[0].Samples.Samples_);
        Assert.Equal("LA1PA_03", batch.Names[(int)read.Name]);
        return read;
    }

    private static Batch Read(params JournalRecord[] records) =>
        Batch.Parser.ParseFrom(JournalBatches.Of(s_runs, 6, records).ToByteArray());

    private static void Same(string topic, byte[] record)
    {
        JsonNode expected = JsonNode.Parse(topic)!;
        JsonNode actual = JsonNode.Parse(record)!;
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected.ToJsonString()}\n{actual.ToJsonString()}");
    }
}
