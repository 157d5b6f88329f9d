using Edge.Pipeline;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>The form of a row for each kind of record; docs/journal.md explains each column.</summary>
internal static class ExportColumns
{
    /// <summary>The number of the record.</summary>
    public const string Seq = "seq";

    /// <summary>When it happened.</summary>
    public const string Time = "time";

    /// <summary>How far the times can be trusted that the gateway gave.</summary>
    public const string GatewayClock = "gatewayClock";

    /// <summary>What is wrong with the record; the columns between are empty then.</summary>
    public const string Problem = "problem";

    private static readonly string[] s_samples =
        [Seq, Time, "tag", "kind", "value", "raw", "quality", "reason", "flags", GatewayClock, Problem];

    private static readonly string[] s_events =
    [
        Seq, Time, "timeSource", "clock", "received", "type", "device", "tag", "description", "state", "text", "alarmKind", "condition",
        "causes", "finding", "count", "value", "unit", "flags", "concentrator", "ied", "port", "bit", "channel", "code", "motive",
        GatewayClock, Problem,
    ];

    private static readonly string[] s_energies =
    [
        Seq, Time, "clock", "received", "device", "channel", "tag", "kind", "count", "value", "unit", "flags", "concentrator", "ied",
        "code", GatewayClock, Problem,
    ];

    private static readonly string[] s_statistics = [Seq, Time, "device", "name", "value", GatewayClock, Problem];

    private static readonly string[] s_elements =
        [Seq, Time, "element", "text", "fill", "stroke", "quality", "reason", GatewayClock, Problem];

    private static readonly string[] s_operator =
        [Seq, Time, "received", "who", "action", "tag", "attribute", "value", GatewayClock, Problem];

    private static readonly string[] s_loss =
        [Seq, Time, "dropped", "droppedEvents", "lossReason", "firstSeq", "lastSeq", GatewayClock, Problem];

    /// <summary>The columns of a kind, in order.</summary>
    public static string[] Of(JournalRecordKind kind) => kind switch
    {
        JournalRecordKind.Samples => s_samples,
        JournalRecordKind.Event => s_events,
        JournalRecordKind.Energy => s_energies,
        JournalRecordKind.Statistics => s_statistics,
        JournalRecordKind.Operator => s_operator,
        JournalRecordKind.Elements => s_elements,
        _ => s_loss,
    };
}
