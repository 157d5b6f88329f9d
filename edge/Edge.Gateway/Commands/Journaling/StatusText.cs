using Edge.Journal.Inspection;
using Edge.Pipeline;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>The status for people.</summary>
internal static class StatusText
{
    private const int MostShown = 5;

    public static void Write(TextWriter output, string path, JournalSurvey survey, WriteLoad? load, WriteLoadUnknown why)
    {
        JournalFacts facts = survey.Facts;
        output.Say($"{path}: schema {facts.Schema}, epoch {facts.Epoch ?? "?"}");
        output.Say(
            $"  size      {JournalWords.Bytes(facts.FileBytes)}, its log {JournalWords.Bytes(facts.LogBytes)}; in use are "
            + $"{JournalWords.Bytes(facts.UsedBytes)}");
        WriteRecords(output, survey);
        WriteReaders(output, survey);
        output.Say(facts.DroppedEvents is { } events
            ? (Phrase)$"  dropped   {facts.Dropped} records that a reader had not handled, {events} of them events"
            : $"  dropped   {facts.Dropped} records that a reader had not handled; how many of them events is not known");
        WriteDamage(output, survey);
        output.Say(Written(load, why));
    }

    private static void WriteRecords(TextWriter output, JournalSurvey survey)
    {
        if (survey.Oldest is { } oldest && survey.Newest is { } newest)
        {
            output.Say($"  records   {survey.Records}");
            output.Say($"  oldest    {oldest.Seq}, {Kind(oldest.Kind)}, {Time(oldest.Time)}");
            output.Say($"  newest    {newest.Seq}, {Kind(newest.Kind)}, {Time(newest.Time)}");
        }
        else
        {
            output.Say($"  records   none");
        }

        foreach ((JournalRecordKind kind, long count) in survey.Kinds.OrderBy(kind => kind.Key))
        {
            output.Say($"            {Kind(kind)}: {count}");
        }
    }

    private static void WriteReaders(TextWriter output, JournalSurvey survey)
    {
        if (survey.Backlogs.Count == 0)
        {
            output.Say($"  readers   none yet: nothing counts as unread");
        }

        foreach (JournalBacklog backlog in survey.Backlogs)
        {
            JournalCursor cursor = backlog.Cursor;
            output.Say(backlog.Records == 0
                ? (Phrase)$"  reader    {cursor.Reader} at {cursor.Seq}: has read everything"
                : $"  reader    {cursor.Reader} at {cursor.Seq}: {backlog.Records} records wait, {backlog.Events} of them events; the "
                    + $"oldest of {Time(backlog.FirstTime)}");
        }
    }

    private static void WriteDamage(TextWriter output, JournalSurvey survey)
    {
        JournalFacts facts = survey.Facts;
        foreach (SeqGap gap in survey.Gaps.Take(MostShown))
        {
            output.Say($"  missing   {gap.FirstSeq} to {gap.LastSeq}: {Told(gap.ToldBy)}");
        }

        output.Say(survey.Missing == 0 ? (Phrase)$"  missing   no number" : $"  missing   {survey.Missing} numbers in all");
        foreach (UnreadableSpan span in survey.Unreadable.Take(MostShown))
        {
            output.Say($"  damaged   {span.FirstSeq} to {span.LastSeq}: {span.Detail}");
        }

        if (survey.Unreadable.Count > 0 || facts.Problem is not null || facts.IsSuspected)
        {
            output.Say($"  damaged   the file is damaged, or the gateway takes it for damaged: edge journal verify says what to do");
        }

        output.Say(facts.Salvage is { } salvage
            ? (Phrase)$"  salvage   {Time(salvage.Since)}: {salvage.Records} unread records lost, at most {salvage.Events} of them events"
            : $"  salvage   never");
        foreach (string kept in facts.Kept)
        {
            output.Say($"  kept      {kept}, a damaged file");
        }
    }

    private static Phrase Written(WriteLoad? load, WriteLoadUnknown why) => load switch
    {
        { BytesADay: { } daily } =>
            $"  written   {JournalWords.Bytes(daily)} a day: {JournalWords.Bytes(load.Bytes)} in {Span(load.Running)} by process "
            + $"{load.Process}, all its files together",
        not null =>
            $"  written   {JournalWords.Bytes(load.Bytes)} in {Span(load.Running)} by process {load.Process}, all its files together: too "
            + $"short a time to say how much a day",
        _ => why switch
        {
            WriteLoadUnknown.NoGateway => $"  written   not known: no gateway runs on this journal",
            WriteLoadUnknown.NoRights =>
                $"  written   not known: this user may not look into the gateway's process, if one runs. Use the user of the gateway, or "
                + $"sudo",
            _ => $"  written   not known: the kernel does not count what a process writes",
        },
    };

    public static Phrase Told(GapToldBy by) => by switch
    {
        GapToldBy.Record => $"a record of a loss tells it",
        GapToldBy.Salvage => $"lost before the last salvage, after all readers had handled it",
        _ => $"nothing tells why",
    };

    public static Phrase Kind(JournalRecordKind kind) => kind switch
    {
        JournalRecordKind.Samples => $"values",
        JournalRecordKind.Event => $"events",
        JournalRecordKind.Energy => $"energies",
        JournalRecordKind.Statistics => $"statistics",
        JournalRecordKind.Elements => $"changes of elements",
        JournalRecordKind.Operator => $"actions of operators",
        JournalRecordKind.Loss => $"losses",
        _ => $"kind {JournalWords.Of(kind)}, which is not known",
    };

    public static Phrase Time(DateTimeOffset? time) => time is { } known ? Phrase.Verbatim(JournalWords.Of(known)) : $"a time that is none";

    private static Phrase Span(TimeSpan span) => span.TotalDays >= 1
        ? (Phrase)$"{(int)span.TotalDays} d {span.Hours} h"
        : span.TotalHours >= 1 ? (Phrase)$"{span.Hours} h {span.Minutes} min" : $"{span.Minutes} min {span.Seconds} s";
}
