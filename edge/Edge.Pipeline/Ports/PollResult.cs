namespace Edge.Pipeline;

/// <summary>The result of a poll: a scan or a failure, never both, never neither.</summary>
public readonly record struct PollResult
{
    private readonly Scan _scan;

    /// <summary>The poll brought a scan.</summary>
    /// <param name="scan">What it brought.</param>
    /// <exception cref="ArgumentException">It was made by nobody.</exception>
    public PollResult(in Scan scan)
    {
        if (scan.Number == 0)
        {
            throw new ArgumentException("This is no scan.", nameof(scan));
        }

        _scan = scan;
    }

    /// <summary>The poll brought nothing.</summary>
    /// <param name="failure">Why.</param>
    public PollResult(FieldFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Failure = failure;
    }

    /// <summary>What it brought; null where it failed.</summary>
    /// <exception cref="InvalidOperationException">Nobody made this result.</exception>
    public Scan? Scan => Failure is not null ? null
        : _scan.Number > 0 ? _scan
        : throw new InvalidOperationException("A poll brings a scan or a failure; this result was made by nobody.");

    /// <summary>Why it brought nothing; null where it brought a scan.</summary>
    public FieldFailure? Failure { get; }
}
