namespace Edge.Domain;

/// <summary>A digital input.</summary>
/// <param name="Tag">Its name, unique among digital inputs.</param>
/// <param name="Description">The engineer's description.</param>
/// <param name="Source">The source of its state.</param>
/// <param name="Inverted">Whether the contact is wired inverted (<c>maskinv</c>).</param>
/// <param name="AlarmKind">The alarm class of the workbook (<c>tipodi</c>): 0 protection, 1 alarm, 2 breaker, 3 state.</param>
/// <param name="StateTextId">The id of the pair of texts for its states, or null.</param>
public sealed record DigitalPoint(
    string Tag, string Description, PointSource Source, bool Inverted, int AlarmKind, int? StateTextId)
{
    /// <summary>The first state in the workbook (<c>value</c>), 0 or 1.</summary>
    public int InitialState { get; init; }

    /// <summary>The actions when it goes to 1: bit n is the action n of <see cref="Profile.Actions"/> (<c>pesoaccionH</c>).</summary>
    public uint ActionsHigh { get; init; }

    /// <summary>The actions when it goes to 0: bit n is the action n of <see cref="Profile.Actions"/> (<c>pesoaccionL</c>).</summary>
    public uint ActionsLow { get; init; }

    /// <summary>The bay that it belongs to, where the workbook names one (<c>campo</c>); null: what its device is called.</summary>
    public string? Bay { get; init; }

    /// <summary>What the workbook says of its alarm; null: nothing.</summary>
    public AlarmSetting? Alarm { get; init; }

    /// <summary>While this input is in this state, its alarm means nothing (<c>inhibe</c>); null: it always counts.</summary>
    public PointCondition? SuppressedBy { get; init; }
}
