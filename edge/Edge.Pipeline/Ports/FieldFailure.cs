namespace Edge.Pipeline;

/// <summary>Who or what made an exchange with the field fail.</summary>
public enum FieldFailureKind : byte
{
    /// <summary>Nothing came in time.</summary>
    TimedOut = 0,

    /// <summary>Something came that is no valid frame.</summary>
    BadFrame = 1,

    /// <summary>The device answered that it will not.</summary>
    Refused = 2,

    /// <summary>There is no connection, or it broke.</summary>
    LinkDown = 3,
}

/// <summary>An exchange that brought nothing.</summary>
/// <param name="Kind">Who or what is to blame.</param>
/// <param name="Detail">What happened, for a person.</param>
public sealed record FieldFailure(FieldFailureKind Kind, string Detail);
