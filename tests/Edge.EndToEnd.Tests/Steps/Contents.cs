using Edge.Domain;
using Edge.Pipeline;
using Microsoft.Data.Sqlite;

namespace Edge.EndToEnd.Tests.Steps;

/// <summary>What a journal and a historian hold, a line each value and event, with its identity and content.</summary>
internal static class Contents
{
    private const string Rows = """
        SELECT seq || ' value ' || time || ' ' || name || ' ' || value || ' ' || raw || ' '
            || coalesce(q.quality || ' ' || q.reason, 'good')
        FROM sample s JOIN series ON series.id = s.series LEFT JOIN quality q ON q.id = s.quality WHERE kind = 0
        UNION ALL SELECT seq || ' statistic ' || time || ' ' || name || ' ' || part || ' ' || value
        FROM sample s JOIN series ON series.id = s.series WHERE kind = 1
        UNION ALL SELECT seq || ' element ' || time || ' ' || name || ' ' || text || ' ' || fill
        FROM element_change c JOIN series ON series.id = c.series
        UNION ALL SELECT seq || ' ' || type || ' ' || epoch || ' ' || ((time - 621355968000000000) / 10) || ' '
            || coalesce(tag, '') || coalesce(' ' || (payload ->> 'state'), '') || coalesce(' ' || (payload ->> 'text'), '')
            || coalesce(' ' || (payload ->> 'dropped'), '') || coalesce(' ' || (payload ->> 'value'), '')
        FROM event WHERE epoch <> 'centre'
        UNION ALL SELECT seq || ' energy ' || epoch || ' ' || ((time - 621355968000000000) / 10) || ' ' || tag || ' '
            || (payload ->> 'value')
        FROM energy
        UNION ALL SELECT seq || ' aside ' || records || ' ' || coalesce(error, '') FROM journal_aside
        """;

    internal static string[] Of(string historian)
    {
        using SqliteConnection connection = new($"Data Source={historian};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Rows;
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> lines = [];
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    internal static IEnumerable<string> Of(JournalRecord record, JournalRuns runs)
    {
        long time = Micros(record.Time);
        string epoch = runs.Of(record.Seq).Epoch;
        return record.Kind switch
        {
            JournalRecordKind.Samples => record.Samples.Select(sample => FormattableString.Invariant(
                $"{record.Seq} value {time} {sample.Tag} {sample.Value} {sample.Value * 4} {Words(sample.Quality)}")),
            JournalRecordKind.Statistics => record.Statistics.Select(statistic => FormattableString.Invariant(
                $"{record.Seq} statistic {time} {statistic.Device} {statistic.Name} {statistic.Value}")),
            JournalRecordKind.Elements => record.Shown.Select(
                shown => $"{record.Seq} element {time} {shown.Element} {shown.Text} {shown.Fill}"),
            JournalRecordKind.Event => [$"{record.Seq} digital {epoch} {time} {record.Event!.Value.Tag} {State(record)}"],
            JournalRecordKind.Energy => [FormattableString.Invariant(
                $"{record.Seq} energy {epoch} {time} {record.Event!.Value.Tag} {Energy(record)}")],
            JournalRecordKind.Operator =>
            [$"{record.Seq} operator {epoch} {time} {record.Element!.Value.Tag} {record.Element.Value.Value}"],
            JournalRecordKind.Loss => [$"{record.Seq} loss {epoch} {time}  {record.Dropped}"],
            _ => throw new InvalidOperationException($"There is no {record.Kind}."),
        };
    }

    private static double? Energy(JournalRecord record) => record.Event!.Value.Content.Energy!.Value.Energy;

    private static int State(JournalRecord record) => record.Event!.Value.Content.State!.Value.State == PointValue.Binary(true) ? 1 : 0;

    private static string Words(QualityState quality) => quality.IsGood ? "good" : "stale linkDown";

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / 10;
}
