namespace Edge.Domain;

/// <summary>
/// One entry of the sequence of events: the properties that all events share, and its content. Complete even where the profile does not
/// have the point. A value type: a copy does not change when the buffer that it was read from is used again.
/// </summary>
public readonly record struct FieldEvent
{
    /// <summary>Creates an event without a description.</summary>
    public FieldEvent()
    {
    }

    /// <summary>The device that recorded it, also if the profile does not have it.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>Its content.</summary>
    public required EventContent Content { get; init; }

    /// <summary>The kind of its content.</summary>
    public FieldEventKind Kind => Content.Kind;

    /// <summary>The tag of the point, or null when it concerns no point or the profile does not have it.</summary>
    public string? Tag { get; init; }

    /// <summary>The description of the point or the device, or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What stamped <see cref="Time"/>, and how far it can be trusted.</summary>
    public TimeMarks Marks { get; init; }

    /// <summary>When the gateway received it, UTC.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>The quality flags of the device.</summary>
    public QualityFlags Flags { get; init; }

    /// <summary>What the workbook says of the alarm of the point; null: nothing.</summary>
    public AlarmSetting? Alarm { get; init; }

    /// <summary>The event in the terms of the device's protocol. Only its driver interprets it; all others pass it on.</summary>
    public NativeRecord Native { get; init; }
}
