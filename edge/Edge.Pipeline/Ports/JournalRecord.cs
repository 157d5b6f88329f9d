using System.Collections.Immutable;
using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>The kind of a journal record.</summary>
public enum JournalRecordKind : byte
{
    /// <summary>The values that changed in one scan.</summary>
    Samples = 0,

    /// <summary>One entry of the sequence of events.</summary>
    Event = 1,

    /// <summary>One energy count.</summary>
    Energy = 2,

    /// <summary>How many records the journal had to drop, and when.</summary>
    Loss = 3,

    /// <summary>The statistics of devices that changed in one scan.</summary>
    Statistics = 4,

    /// <summary>An action of an operator on an element.</summary>
    Operator = 5,

    /// <summary>What elements of the drawings show since one scan.</summary>
    Elements = 6,
}

/// <summary>One record of the journal. Its identity is (site, epoch, seq), with the epoch of the run that wrote it.</summary>
public sealed record JournalRecord
{
    /// <summary>Counts up by one from 1, without a gap, over all runs.</summary>
    public required long Seq { get; init; }

    /// <summary>Its kind.</summary>
    public required JournalRecordKind Kind { get; init; }

    /// <summary>When the gateway got it, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// How far the gateway's clock could be trusted when it gave <see cref="Time"/> and, of an event, <see cref="FieldEvent.Received"/>.
    /// Records of an older program say nothing and count as synchronised.
    /// </summary>
    public GatewayClock Clock { get; init; }

    /// <summary>Set for <see cref="JournalRecordKind.Samples"/>.</summary>
    public ImmutableArray<Sample> Samples { get; init; } = [];

    /// <summary>Set for <see cref="JournalRecordKind.Event"/> and <see cref="JournalRecordKind.Energy"/>.</summary>
    public FieldEvent? Event { get; init; }

    /// <summary>Set for <see cref="JournalRecordKind.Operator"/>.</summary>
    public ElementState? Element { get; init; }

    /// <summary>Set for <see cref="JournalRecordKind.Statistics"/>.</summary>
    public ImmutableArray<DeviceStatistic> Statistics { get; init; } = [];

    /// <summary>Set for <see cref="JournalRecordKind.Elements"/>.</summary>
    public ImmutableArray<ElementShown> Shown { get; init; } = [];

    /// <summary>Set for <see cref="JournalRecordKind.Loss"/>: how many records were dropped before this one.</summary>
    public long Dropped { get; init; }

    /// <summary>Set for <see cref="JournalRecordKind.Loss"/>: what is lost, and why; null where an older program wrote it.</summary>
    public LossDetail? Loss { get; init; }

    /// <summary>
    /// Set where the stored record is damaged: what is wrong with it. It is then returned as a <see cref="JournalRecordKind.Loss"/> of one
    /// record, so that a reader can continue after it.
    /// </summary>
    public string? Problem { get; init; }
}
