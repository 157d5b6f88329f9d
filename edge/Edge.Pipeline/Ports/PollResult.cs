namespace Edge.Pipeline;

/// <summary>What a poll came to: exactly one of the two is set.</summary>
/// <param name="Scan">What it brought.</param>
/// <param name="Failure">Why it brought nothing.</param>
public readonly record struct PollResult(Scan? Scan, FieldFailure? Failure);
