namespace Edge.Pipeline;

/// <summary>The result of a poll: a scan or a failure, never both, never neither.</summary>
public readonly record struct PollResult
{
    private readonly Scan _scan;

    /// <summary>The result of a successful poll.</summary>
    /// <param name="scan">The scan.</param>
    /// <exception cref="ArgumentException">The scan is the default value.</exception>
    public PollResult(in Scan scan)
    {
        if (scan.Number == 0)
        {
            throw new ArgumentException("The scan is the default value: a driver must make it with its constructor.", nameof(scan));
        }

        _scan = scan;
    }

    /// <summary>The result of a failed poll.</summary>
    /// <param name="failure">Why it failed.</param>
    public PollResult(FieldFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Failure = failure;
    }

    /// <summary>The scan; null when the poll failed.</summary>
    /// <exception cref="InvalidOperationException">The result is the default value.</exception>
    public Scan? Scan => Failure is not null ? null
        : _scan.Number > 0 ? _scan
        : throw new InvalidOperationException("The result is the default value: a driver must return a scan or a failure.");

    /// <summary>Why the poll failed; null when it brought a scan.</summary>
    public FieldFailure? Failure { get; }
}
