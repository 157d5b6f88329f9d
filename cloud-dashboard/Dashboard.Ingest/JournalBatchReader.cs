using System.Buffers;
using Dashboard.Historian;
using Dashboard.Historian.Journal;
using Edge.Contracts;
using Edge.Contracts.Journal;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Dashboard.Ingest;

/// <summary>
/// Reads batches of journals. A batch that violates the contract is refused as a whole. A record whose content cannot be read is not: it is
/// kept as it came, so that it holds up no other.
/// </summary>
internal static class JournalBatchReader
{
    private const int MaximumText = 2000;
    private const int MaximumWord = 200;
    private const int MaximumFlags = 50;

    // The times that a DateTimeOffset can have.
    private static readonly long FirstTime = JournalEvents.Microseconds(DateTimeOffset.MinValue);
    private static readonly long LastTime = JournalEvents.Microseconds(DateTimeOffset.MaxValue);

    /// <exception cref="RefusedException">It violates the contract.</exception>
    internal static JournalBatch Read(string site, ReadOnlySequence<byte> payload, IngestLimits limits)
    {
        Batch batch = Parse(payload, limits);
        Need(Topics.IsName(batch.Epoch), "epoch must be 1 to 64 letters, digits, '-', '_' or '.'");
        PayloadReader.NotOfCentre(batch.Epoch, "epoch");
        PayloadReader.NotOfCentre(batch.FormerEpoch, "formerEpoch");
        Need(batch.Records.Count <= limits.BatchRecords, $"{batch.Records.Count} records, {limits.BatchRecords} are allowed");
        Need(batch.FormerEpoch.Length == 0 || Topics.IsName(batch.FormerEpoch), "formerEpoch must be a name like epoch");
        Need(batch.FormerEpoch != batch.Epoch, "formerEpoch is its own epoch");
        Need(batch.FirstSeq >= 0 && (batch.FirstSeq > 0 || batch.FormerEpoch.Length == 0), "firstSeq must say where its epoch begins");
        Need(batch.AfterSeq >= 0 && batch.OldestSeq >= 0 && batch.LastSeq >= batch.AfterSeq, "its seqs are out of order");
        Need(batch.Records.Count == 0 || batch.Records[0].Seq >= batch.FirstSeq, "a record is before its firstSeq");
        long last = batch.AfterSeq;
        foreach (Record record in batch.Records)
        {
            Need(record.Seq > last, "the seqs of its records do not rise");
            last = record.Seq;
        }

        Need(last <= batch.LastSeq, "a record is beyond its lastSeq");
        return new JournalBatch
        {
            Site = site,
            Epoch = batch.Epoch,
            FirstSeq = batch.FirstSeq,
            FormerEpoch = batch.FormerEpoch,
            AfterSeq = batch.AfterSeq,
            LastSeq = batch.LastSeq,
            OldestSeq = batch.OldestSeq,
            Entries = [.. batch.Records.Select(record => Entry(site, batch, record, limits))],
            Pack = seqs => Pack(batch, seqs),
        };
    }

    private static Batch Parse(ReadOnlySequence<byte> payload, IngestLimits limits)
    {
        Need(payload.Length <= limits.LargeRecordBytes, $"{payload.Length} bytes, {limits.LargeRecordBytes} are allowed");
        try
        {
            // Only one record that is too large for a batch comes alone in a larger one. Looked at before memory is taken for more.
            Need(
                payload.Length <= limits.BatchBytes || Records(payload.ToArray()) <= 1,
                $"{payload.Length} bytes, {limits.BatchBytes} are allowed for more than one record");
            return Batch.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new RefusedException(exception.Message);
        }
    }

    private static int Records(byte[] payload)
    {
        using CodedInputStream input = new(payload);
        int records = 0;
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            records += WireFormat.GetTagFieldNumber(tag) == Batch.RecordsFieldNumber ? 1 : 0;
            input.SkipLastField();
        }

        return records;
    }

    private static JournalEntry Entry(string site, Batch batch, Record record, IngestLimits limits)
    {
        JournalEntry entry = new(record.Seq, Math.Clamp(record.Time, FirstTime, LastTime))
        {
            Clock = record.Clock switch
            {
                "" => RecordClock.Right,
                GatewayClockCode.Unsynchronised => RecordClock.Unsynchronised,
                _ => RecordClock.NotSet,
            },
        };
        try
        {
            Need(entry.Time == record.Time, "its time is out of range");
            return record.ContentCase switch
            {
                Record.ContentOneofCase.Event => entry with { Record = Event(site, batch.Epoch, record, limits) },
                Record.ContentOneofCase.Energy => entry with { Record = Energy(site, batch.Epoch, record, limits) },
                Record.ContentOneofCase.Samples => entry with
                {
                    Samples = [.. record.Samples.Samples_.Select(sample => Value(batch.Names, sample))],
                },
                Record.ContentOneofCase.Statistics => entry with
                {
                    Statistics = [.. record.Statistics.Statistics_.Select(statistic =>
                        new StatisticValue(Name(batch.Names, statistic.Name), Word(statistic.Key, "key"), statistic.Value))],
                },
                Record.ContentOneofCase.Elements => entry with
                {
                    Elements = [.. record.Elements.Elements_.Select(element => Shown(batch.Names, element))],
                },
                _ => entry,
            };
        }
        catch (RefusedException refused)
        {
            return entry with { Error = refused.Message };
        }
    }

    private static EventRecord Event(string site, string epoch, Record record, IngestLimits limits)
    {
        (EventMessage message, ReadOnlyMemory<byte>? asItCame) =
            PayloadReader.Event(Fitting(JournalEvents.Json(epoch, record.Seq, record.Event, record.Clock), limits));
        return new EventRecord(site, message) { AsItCame = asItCame };
    }

    private static EnergyRecord Energy(string site, string epoch, Record record, IngestLimits limits)
    {
        (EnergyMessage message, ReadOnlyMemory<byte>? asItCame) =
            PayloadReader.Energy(Fitting(JournalEvents.Json(epoch, record.Seq, record.Energy, record.Clock), limits));
        return new EnergyRecord(site, message) { AsItCame = asItCame };
    }

    private static byte[] Fitting(byte[] json, IngestLimits limits)
    {
        Need(json.Length <= limits.MessageBytes, $"{json.Length} bytes as JSON, {limits.MessageBytes} are allowed");
        return json;
    }

    private static SampleValue Value(RepeatedField<string> names, Sample sample) => new(
        Name(names, sample.Name),
        sample.HasValue ? sample.Value : null,
        sample.RawCase switch
        {
            Sample.RawOneofCase.Whole => sample.Whole,
            Sample.RawOneofCase.Real => sample.Real,
            Sample.RawOneofCase.Word => Short(sample.Word, MaximumText, "raw"),
            _ => null,
        },
        Quality(sample.Quality, sample.Reason, sample.Flags));

    private static ElementValue Shown(RepeatedField<string> names, Element element) => new(
        Name(names, element.Name),
        element.HasText ? Short(element.Text, MaximumText, "text") : null,
        element.HasFill ? Short(element.Fill, MaximumWord, "fill") : null,
        element.HasStroke ? Short(element.Stroke, MaximumWord, "stroke") : null,
        Quality(element.Quality, element.Reason, []));

    private static QualityWords? Quality(string quality, string reason, RepeatedField<string> flags)
    {
        if (quality.Length == 0 && reason.Length == 0 && flags.Count == 0)
        {
            return null;
        }

        Need(flags.Count <= MaximumFlags, $"more than {MaximumFlags} flags");
        string all = string.Join(' ', flags);
        return new QualityWords(
            Short(quality, MaximumWord, "quality"), Short(reason, MaximumWord, "reason"), Short(all, MaximumText, "flags"));
    }

    private static string Name(RepeatedField<string> names, uint place)
    {
        Need(place < names.Count, $"it has no name {place}");
        return Word(names[(int)place], "name");
    }

    private static string Word(string text, string name)
    {
        Need(text.Length > 0, $"{name} is empty");
        return Short(text, MaximumWord, name);
    }

    private static string Short(string text, int letters, string name)
    {
        Need(text.Length <= letters, $"{name} is longer than {letters}");
        return text;
    }

    // With all names, because records name them by their place.
    private static byte[] Pack(Batch batch, IReadOnlyList<long> seqs)
    {
        HashSet<long> those = [.. seqs];
        Batch packed = new()
        {
            Epoch = batch.Epoch,
            FirstSeq = batch.FirstSeq,
            FormerEpoch = batch.FormerEpoch,
            AfterSeq = batch.AfterSeq,
            LastSeq = batch.LastSeq,
            OldestSeq = batch.OldestSeq,
            Historical = batch.Historical,
        };
        packed.Names.AddRange(batch.Names);
        packed.Records.AddRange(batch.Records.Where(record => those.Contains(record.Seq)));
        return packed.ToByteArray();
    }

    private static void Need(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new RefusedException(otherwise);
        }
    }
}
