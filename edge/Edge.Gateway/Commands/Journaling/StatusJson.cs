using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Journal.Inspection;
using Edge.Pipeline;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>The output of <c>edge journal status --json</c>; docs/journal.md explains it.</summary>
internal sealed record StatusJson
{
    private const int MostShown = 100;

    public required string File { get; init; }

    public required long Schema { get; init; }

    public string? Epoch { get; init; }

    public required long Bytes { get; init; }

    public required long UsedBytes { get; init; }

    public required long LogBytes { get; init; }

    public required long Records { get; init; }

    public RecordJson? Oldest { get; init; }

    public RecordJson? Newest { get; init; }

    public required Dictionary<string, long> Kinds { get; init; }

    public required ReaderJson[] Readers { get; init; }

    public required long Dropped { get; init; }

    public long? DroppedEvents { get; init; }

    public required long Missing { get; init; }

    public required GapJson[] Gaps { get; init; }

    public required SpanJson[] Unreadable { get; init; }

    public required bool Suspected { get; init; }

    public SalvageJson? Salvage { get; init; }

    public required string[] Kept { get; init; }

    public WrittenJson? Written { get; init; }

    public string? WrittenUnknown { get; init; }

    public static StatusJson Of(string path, JournalSurvey survey, WriteLoad? load, WriteLoadUnknown why)
    {
        JournalFacts facts = survey.Facts;
        return new StatusJson
        {
            File = path,
            Schema = facts.Schema,
            Epoch = facts.Epoch,
            Bytes = facts.FileBytes,
            UsedBytes = facts.UsedBytes,
            LogBytes = facts.LogBytes,
            Records = survey.Records,
            Oldest = RecordJson.Of(survey.Oldest),
            Newest = RecordJson.Of(survey.Newest),
            Kinds = survey.Kinds.OrderBy(kind => kind.Key).ToDictionary(kind => JournalWords.Of(kind.Key), kind => kind.Value),
            Readers = [.. survey.Backlogs.Select(ReaderJson.Of)],
            Dropped = facts.Dropped,
            DroppedEvents = facts.DroppedEvents,
            Missing = survey.Missing,
            Gaps = [.. survey.Gaps.Take(MostShown).Select(gap => new GapJson(gap.FirstSeq, gap.LastSeq, gap.ToldBy switch
            {
                GapToldBy.Record => "record",
                GapToldBy.Salvage => "salvage",
                _ => null,
            }))],
            Unreadable = [.. survey.Unreadable.Take(MostShown).Select(span => new SpanJson(span.FirstSeq, span.LastSeq, span.Detail))],
            Suspected = facts.IsSuspected || facts.Problem is not null,
            Salvage = SalvageJson.Of(facts.Salvage),
            Kept = [.. facts.Kept],
            Written = load is null
                ? null
                : new WrittenJson(load.Process, load.Bytes, Math.Round(load.Running.TotalSeconds), load.BytesADay),
            WrittenUnknown = load is not null ? null : JsonNamingPolicy.CamelCase.ConvertName(why.ToString()),
        };
    }
}

internal sealed record RecordJson(long Seq, string Kind, string? Time)
{
    public static RecordJson? Of(JournalRow? row) => row is { } there
        ? new RecordJson(there.Seq, JournalWords.Of(there.Kind), there.Time is { } time ? JournalWords.Of(time) : null)
        : null;
}

internal sealed record ReaderJson(string Reader, long Seq, long Records, long Events, string? OldestUnread)
{
    public static ReaderJson Of(JournalBacklog backlog) => new(
        backlog.Cursor.Reader, backlog.Cursor.Seq, backlog.Records, backlog.Events,
        backlog.FirstTime is { } time ? JournalWords.Of(time) : null);
}

internal sealed record GapJson(long FirstSeq, long LastSeq, string? ToldBy);

internal sealed record SpanJson(long FirstSeq, long LastSeq, string Detail);

internal sealed record SalvageJson(string Time, long Records, long Events, long? FirstSeq, long? LastSeq, bool EndKnown)
{
    public static SalvageJson? Of(JournalSalvage? salvage) => salvage is null
        ? null
        : new SalvageJson(
            JournalWords.Of(salvage.Since), salvage.Records, salvage.Events, salvage.FirstSeq > 0 ? salvage.FirstSeq : null,
            salvage.LastSeq > 0 ? salvage.LastSeq : null, salvage.EndKnown);
}

internal sealed record WrittenJson(int Process, long Bytes, double Seconds, long? BytesADay);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(StatusJson))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
