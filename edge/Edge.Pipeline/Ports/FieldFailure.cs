namespace Edge.Pipeline;

/// <summary>Why an exchange with the field failed.</summary>
public enum FieldFailureKind : byte
{
    /// <summary>No answer arrived in time.</summary>
    TimedOut = 0,

    /// <summary>The answer was no valid frame.</summary>
    BadFrame = 1,

    /// <summary>The device refused the request.</summary>
    Refused = 2,

    /// <summary>There is no connection, or it was lost.</summary>
    LinkDown = 3,
}

/// <summary>An exchange with the field that failed.</summary>
/// <param name="Kind">Why it failed.</param>
/// <param name="Detail">What happened, for people.</param>
public sealed record FieldFailure(FieldFailureKind Kind, string Detail);
