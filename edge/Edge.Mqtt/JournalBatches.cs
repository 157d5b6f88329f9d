using Edge.Contracts.Journal;
using Edge.Domain;
using Edge.Pipeline;
using Google.Protobuf;

namespace Edge.Mqtt;

/// <summary>Converts records of the journal to the batches that a historian gets.</summary>
internal static class JournalBatches
{
    /// <summary>The most records of a batch: the historian stores a batch in one transaction, which must stay short.</summary>
    public const int MaximumRecords = 500;

    /// <summary>
    /// The most bytes of a batch: a live value may wait behind one, half a second on a link of 1 Mbit/s. A single record that is larger
    /// travels alone, because its seq is its identity.
    /// </summary>
    public const int MaximumBytes = 64 * 1024;

    /// <summary>What the fields of a batch take beside epochs, names and records, at most.</summary>
    private const int Frame = 80;

    /// <summary>Makes a batch of as many records as it may have, at least one.</summary>
    /// <param name="runs">The epochs of the journal. A batch is of one of them.</param>
    /// <param name="afterSeq">The last seq that was sent before.</param>
    /// <param name="records">The records behind it, in order of seq, at least one.</param>
    /// <param name="maximumBytes">The most bytes.</param>
    public static Batch Of(JournalRuns runs, long afterSeq, ReadOnlySpan<JournalRecord> records, int maximumBytes = MaximumBytes)
    {
        JournalRun run = runs.Of(records[0].Seq);
        Batch batch = Of(runs, run, afterSeq, afterSeq);
        NameList names = new(batch);
        int bytes = Frame + batch.Epoch.Length + batch.FormerEpoch.Length;
        foreach (JournalRecord record in records[..Math.Min(records.Length, MaximumRecords)])
        {
            if (runs.Of(record.Seq) != run)
            {
                break;
            }

            (int count, int before) = (batch.Names.Count, names.Bytes);
            Record next = RecordOf(run.Epoch, record, names);
            int size = next.CalculateSize();
            size += 1 + CodedOutputStream.ComputeLengthSize(size) + names.Bytes - before;
            if (batch.Records.Count > 0 && bytes + size > maximumBytes)
            {
                names.CutTo(count);
                break;
            }

            bytes += size;
            batch.Records.Add(next);
            batch.LastSeq = record.Seq;
        }

        return batch;
    }

    /// <summary>Makes a batch without records.</summary>
    /// <param name="runs">The epochs of the journal.</param>
    /// <param name="run">Its own.</param>
    /// <param name="afterSeq">The last seq that was sent before.</param>
    /// <param name="lastSeq">Up to here nothing is left.</param>
    public static Batch Of(JournalRuns runs, JournalRun run, long afterSeq, long lastSeq) => new()
    {
        Epoch = run.Epoch,
        FirstSeq = run.FirstSeq,
        FormerEpoch = runs.Former(run),
        AfterSeq = afterSeq,
        LastSeq = lastSeq,
    };

    private static Record RecordOf(string epoch, JournalRecord record, NameList names)
    {
        Record to = new()
        {
            Seq = record.Seq,
            Time = JournalEvents.Microseconds(record.Time),
            Clock = Words.Doubt(record.Clock) ?? "",
        };
        switch (record.Kind)
        {
            case JournalRecordKind.Samples:
                to.Samples = SamplesOf(record, names);
                break;
            case JournalRecordKind.Statistics:
                to.Statistics = StatisticsOf(record, names);
                break;
            case JournalRecordKind.Elements:
                to.Elements = ElementsOf(record, names);
                break;
            case JournalRecordKind.Energy:
                to.Energy = JournalEvents.Of(Messages.Energy(epoch, record));
                break;
            default:
                to.Event = JournalEvents.Of(Messages.Event(epoch, record));
                break;
        }

        return to;
    }

    private static Samples SamplesOf(JournalRecord record, NameList names)
    {
        Samples to = new();
        foreach (Pipeline.Sample sample in record.Samples)
        {
            to.Samples_.Add(SampleOf(in sample, names));
        }

        return to;
    }

    private static Contracts.Journal.Sample SampleOf(in Pipeline.Sample sample, NameList names)
    {
        Contracts.Journal.Sample to = new() { Name = names.PlaceOf(sample.Tag) };
        if (!sample.Quality.IsGood)
        {
            to.Quality = JournalEvents.Word(Words.Quality(sample.Quality.Level));
            to.Reason = Words.Reason(sample.Quality.Reason) ?? "";
        }

        if (Words.Flags(sample.Quality.Flags) is { } flags)
        {
            to.Flags.AddRange(flags);
        }

        if (sample.Quality.Reason == QualityReason.NotYetRead)
        {
            return to;
        }

        if (double.IsFinite(sample.Value))
        {
            to.Value = sample.Value;
        }

        SetRaw(to, sample.Raw);
        return to;
    }

    private static void SetRaw(Contracts.Journal.Sample to, PointValue raw)
    {
        switch (raw.Kind)
        {
            case PointValueKind.DoubleBit:
                to.Word = Words.Position(raw.AsDoubleBit);
                break;
            case PointValueKind.Counter when raw.AsCounter > long.MaxValue:
            case PointValueKind.Real when double.IsFinite(raw.AsDouble):
                to.Real = raw.AsDouble;
                break;
            case PointValueKind.Counter:
                to.Whole = (long)raw.AsCounter;
                break;
            case PointValueKind.Real:
                break;
            default:
                to.Whole = raw.AsWhole;
                break;
        }
    }

    private static Elements ElementsOf(JournalRecord record, NameList names)
    {
        Elements to = new();
        foreach (ElementShown shown in record.Shown)
        {
            Contracts.Journal.Element one = new() { Name = names.PlaceOf(shown.Element) };
            if (shown.Text is not null)
            {
                one.Text = shown.Text;
            }

            if (shown.Fill is not null)
            {
                one.Fill = shown.Fill;
            }

            if (shown.Stroke is not null)
            {
                one.Stroke = shown.Stroke;
            }

            if (!shown.Quality.IsGood)
            {
                one.Quality = JournalEvents.Word(Words.Quality(shown.Quality.Level));
                one.Reason = Words.Reason(shown.Quality.Reason) ?? "";
            }

            to.Elements_.Add(one);
        }

        return to;
    }

    private static Statistics StatisticsOf(JournalRecord record, NameList names)
    {
        Statistics to = new();
        foreach (DeviceStatistic statistic in record.Statistics)
        {
            to.Statistics_.Add(new Statistic
            {
                Name = names.PlaceOf(statistic.Device.ToString()),
                Key = statistic.Name,
                Value = statistic.Value,
            });
        }

        return to;
    }

    /// <summary>The names of a batch, each once.</summary>
    private sealed class NameList(Batch batch)
    {
        private readonly Dictionary<string, uint> _places = new(StringComparer.Ordinal);

        /// <summary>How many bytes they take.</summary>
        public int Bytes { get; private set; }

        public uint PlaceOf(string name)
        {
            if (_places.TryGetValue(name, out uint place))
            {
                return place;
            }

            place = (uint)batch.Names.Count;
            batch.Names.Add(name);
            _places.Add(name, place);
            Bytes += 1 + CodedOutputStream.ComputeStringSize(name);
            return place;
        }

        /// <summary>Takes back the names that a record added which found no room. The batch gets no record after that.</summary>
        public void CutTo(int count)
        {
            while (batch.Names.Count > count)
            {
                batch.Names.RemoveAt(batch.Names.Count - 1);
            }
        }
    }
}
