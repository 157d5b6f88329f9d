using Edge.Contracts;
using Edge.Journal.Inspection;
using Edge.Mqtt;
using Edge.Pipeline;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>
/// Makes rows of records, in the words of the topics. A record of values, statistics or elements is a row for each of them.
/// </summary>
internal static class ExportRows
{
    // The rows have no epoch: all are of one journal.
    private const string NoEpoch = "";

    /// <summary>The rows of a record.</summary>
    public static IEnumerable<ExportRow> Of(JournalRow row)
    {
        JournalRecord record = row.Record!;
        if (record.Problem is { } problem)
        {
            ExportRow damaged = Begin(row);
            damaged.Set(ExportColumns.Problem, problem);
            return [damaged];
        }

        return row.Kind switch
        {
            JournalRecordKind.Samples => record.Samples.Select(sample => OfSample(row, sample)),
            JournalRecordKind.Statistics => record.Statistics.Select(statistic => OfStatistic(row, statistic)),
            JournalRecordKind.Elements => record.Shown.Select(shown => OfShown(row, shown)),
            JournalRecordKind.Event => [OfEvent(row)],
            JournalRecordKind.Energy => [OfEnergy(row)],
            JournalRecordKind.Operator => [OfOperator(row)],
            _ => [OfLoss(row)],
        };
    }

    /// <summary>The row of a part of the file that cannot be read: it has the first seq of it.</summary>
    public static ExportRow Of(in UnreadableSpan span, JournalRecordKind kind)
    {
        ExportRow row = new(kind);
        row.Set(ExportColumns.Seq, span.FirstSeq);
        row.Set(ExportColumns.Problem, $"Records from {span.FirstSeq} to {span.LastSeq} cannot be read: {span.Detail}");
        return row;
    }

    private static ExportRow Begin(in JournalRow of)
    {
        ExportRow row = new(of.Kind);
        row.Set(ExportColumns.Seq, of.Seq);
        row.Set(ExportColumns.Time, of.Time);
        row.Set(ExportColumns.GatewayClock, JournalMessages.Doubt(of.Record!));
        return row;
    }

    private static ExportRow OfSample(in JournalRow of, in Sample sample)
    {
        TagMessage message = JournalMessages.Sample(of.Record!.Time, sample);
        ExportRow row = Begin(of);
        row.Set("tag", sample.Tag);
        row.Set("kind", sample.Kind == PointKind.Analog ? "analog" : "digital");
        row.Set("value", message.Value);
        if (message.Raw is { Word: { } word })
        {
            row.Set("raw", word);
        }
        else
        {
            row.SetNumber("raw", message.Raw is null ? null : sample.Raw.ToString());
        }

        row.SetWord<QualityName>("quality", message.Quality);
        row.Set("reason", message.Reason);
        row.Set("flags", message.Flags);
        return row;
    }

    private static ExportRow OfStatistic(in JournalRow of, in DeviceStatistic statistic)
    {
        ExportRow row = Begin(of);
        row.Set("device", statistic.Device.ToString());
        row.Set("name", statistic.Name);
        row.Set("value", statistic.Value);
        return row;
    }

    private static ExportRow OfShown(in JournalRow of, in ElementShown shown)
    {
        ExportRow row = Begin(of);
        row.Set("element", shown.Element);
        row.Set("text", shown.Text);
        row.Set("fill", shown.Fill);
        row.Set("stroke", shown.Stroke);
        (QualityName quality, string? reason) = JournalMessages.Quality(shown.Quality);
        row.SetWord<QualityName>("quality", quality);
        row.Set("reason", reason);
        return row;
    }

    private static ExportRow OfEvent(in JournalRow of)
    {
        EventMessage message = JournalMessages.Event(NoEpoch, of.Record!);
        ExportRow row = Begin(of);
        row.Set(ExportColumns.Time, message.Time);
        row.SetWord<TimeSource>("timeSource", message.TimeSource);
        row.SetWord<ClockState>("clock", message.Clock);
        row.Set("received", message.Received);
        row.SetWord<EventType>("type", message.Type);
        row.Set("device", message.Device);
        row.Set("tag", message.Tag);
        row.Set("description", message.Description);
        if (message.DoubleBit is { } position)
        {
            row.Set("state", position);
        }
        else
        {
            row.Set("state", (long?)message.State);
        }

        row.Set("text", message.Text);
        row.Set("alarmKind", (long?)message.AlarmKind);
        row.Set("condition", message.Condition);
        row.Set("causes", message.Causes);
        row.Set("finding", message.Finding);
        row.Set("count", (long?)message.Count);
        row.Set("value", message.Value);
        row.Set("unit", message.Unit);
        row.Set("flags", message.Flags);
        row.Set("concentrator", (long?)message.Native?.Concentrator);
        row.Set("ied", (long?)message.Native?.Ied);
        row.Set("port", (long?)message.Native?.Port);
        row.Set("bit", (long?)message.Native?.Bit);
        row.Set("channel", (long?)message.Native?.Channel);
        row.Set("code", (long?)message.Native?.Code);
        row.Set("motive", (long?)message.Native?.Motive);
        return row;
    }

    private static ExportRow OfEnergy(in JournalRow of)
    {
        EnergyMessage message = JournalMessages.Energy(NoEpoch, of.Record!);
        ExportRow row = Begin(of);
        row.Set(ExportColumns.Time, message.Time);
        row.SetWord<ClockState>("clock", message.Clock);
        row.Set("received", message.Received);
        row.Set("device", message.Device);
        row.Set("channel", (long?)message.Channel);
        row.Set("tag", message.Tag);
        row.SetWord<Contracts.EnergyKind>("kind", message.Kind);
        row.Set("count", (long?)message.Count);
        row.Set("value", message.Value);
        row.Set("unit", message.Unit);
        row.Set("flags", message.Flags);
        row.Set("concentrator", (long?)message.Native?.Concentrator);
        row.Set("ied", (long?)message.Native?.Ied);
        row.Set("code", (long?)message.Native?.Code);
        return row;
    }

    private static ExportRow OfOperator(in JournalRow of)
    {
        EventMessage message = JournalMessages.Event(NoEpoch, of.Record!);
        ExportRow row = Begin(of);
        row.Set(ExportColumns.Time, message.Time);
        row.Set("received", message.Received);
        row.Set("who", message.Who);
        row.SetWord("action", message.Action);
        row.Set("tag", message.Tag);
        row.SetWord("attribute", message.Attribute);
        row.Set("value", message.Text);
        return row;
    }

    private static ExportRow OfLoss(in JournalRow of)
    {
        EventMessage message = JournalMessages.Event(NoEpoch, of.Record!);
        ExportRow row = Begin(of);
        row.Set("dropped", message.Dropped);
        row.Set("droppedEvents", message.DroppedEvents);
        row.Set("lossReason", message.LossReason);
        row.Set("firstSeq", message.FirstSeq);
        row.Set("lastSeq", message.LastSeq);
        return row;
    }
}
