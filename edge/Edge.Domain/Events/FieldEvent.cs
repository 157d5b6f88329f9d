namespace Edge.Domain;

/// <summary>
/// One entry of the sequence of events: what all events share, and the one thing that this one tells. Kept whole even where the profile
/// does not know the point. A value: whoever keeps one has a copy of his own, which does not change when the memory that it was read from
/// is used again.
/// </summary>
public readonly record struct FieldEvent
{
    /// <summary>Makes an event without a description.</summary>
    public FieldEvent()
    {
    }

    /// <summary>The device that recorded it; whether the profile knows it or not.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>What it tells.</summary>
    public required EventContent Content { get; init; }

    /// <summary>What kind of thing it tells.</summary>
    public FieldEventKind Kind => Content.Kind;

    /// <summary>The tag of the point, or null when it is about none or the profile knows none there.</summary>
    public string? Tag { get; init; }

    /// <summary>What the point or the device is, or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Who stamped <see cref="Time"/> and how far to trust it.</summary>
    public TimeMarks Marks { get; init; }

    /// <summary>When the gateway got it, UTC.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>What the device itself says of the quality of the event.</summary>
    public QualityFlags Flags { get; init; }

    /// <summary>How the protocol of the device names it. Only its driver works with it; everybody else hands it on.</summary>
    public NativeRecord Native { get; init; }
}
