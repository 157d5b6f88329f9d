using Edge.Pipeline;

namespace Edge.Journal;

/// <summary>In which table of the file records of a kind are.</summary>
internal static class RecordTables
{
    /// <summary>Whether it is that of the samples, whose records go first when the journal is full.</summary>
    public static bool IsSample(JournalRecordKind kind) =>
        kind is JournalRecordKind.Samples or JournalRecordKind.Statistics or JournalRecordKind.Elements;
}
