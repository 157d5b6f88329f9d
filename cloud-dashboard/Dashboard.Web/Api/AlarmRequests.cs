using System.Text.Json.Serialization;
using Dashboard.Historian.Alarms;
using Edge.Contracts;

namespace Dashboard.Web.Api;

/// <summary>Which alarms are to be acknowledged, as they were seen.</summary>
/// <param name="Alarms">1 to 100 of them.</param>
/// <param name="Comment">What the user writes with it, at most 500 letters.</param>
public sealed record Acknowledgement(IReadOnlyList<AlarmSeen>? Alarms, string? Comment);

/// <summary>An alarm as it was seen.</summary>
/// <param name="Id">Which.</param>
/// <param name="Raises">How often it had been raised then. If it was raised since, it is not acknowledged.</param>
public sealed record AlarmSeen(long Id, int Raises);

/// <summary>What became of an acknowledgement.</summary>
/// <param name="Alarms">Of each alarm, in the order of the request.</param>
public sealed record AcknowledgementResult(IReadOnlyList<AlarmAnswer> Alarms);

/// <summary>What became of one alarm.</summary>
/// <param name="Id">Which.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record AlarmAnswer(long Id, AlarmAnswerWord Outcome);

/// <summary>What became of the acknowledgement of an alarm.</summary>
[JsonConverter(typeof(CamelCaseEnum<AlarmAnswerWord>))]
public enum AlarmAnswerWord
{
    /// <summary>It is acknowledged.</summary>
    Done = AcknowledgeOutcome.Done,

    /// <summary>It was acknowledged before, by somebody.</summary>
    AlreadyDone = AcknowledgeOutcome.AlreadyDone,

    /// <summary>It was raised again since it was seen: it is not acknowledged.</summary>
    RaisedAgain = AcknowledgeOutcome.RaisedAgain,

    /// <summary>There is no alarm of this number.</summary>
    Unknown = AcknowledgeOutcome.Unknown,
}

/// <summary>Why the source of an alarm shall call nobody, and until when.</summary>
/// <param name="Reason">Why, 1 to 500 letters.</param>
/// <param name="Until">Shelved: when it ends by itself, within 7 days. Absent: out of service, which supervisors may decide.</param>
public sealed record Shelving(string? Reason, DateTimeOffset? Until);
