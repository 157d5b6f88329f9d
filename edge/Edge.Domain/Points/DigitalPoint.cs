namespace Edge.Domain;

/// <summary>A digital input.</summary>
/// <param name="Tag">Its name, unique among digital inputs.</param>
/// <param name="Description">What it is, in the words of the engineer.</param>
/// <param name="Source">Where its state comes from.</param>
/// <param name="Inverted">Whether the contact is wired the other way round (<c>maskinv</c>).</param>
/// <param name="AlarmKind">The alarm class of the workbook (<c>tipodi</c>): 0 protection, 1 alarm, 2 breaker.</param>
/// <param name="StateTextId">Which pair of words names its states, or null.</param>
public sealed record DigitalPoint(
    string Tag, string Description, PointSource Source, bool Inverted, int AlarmKind, int? StateTextId)
{
    /// <summary>The state that the workbook gives as a first value (<c>value</c>), 0 or 1.</summary>
    public int InitialState { get; init; }

    /// <summary>What to do when it goes to 1: bit n names the action n of <see cref="Profile.Actions"/> (<c>pesoaccionH</c>).</summary>
    public uint ActionsHigh { get; init; }

    /// <summary>What to do when it goes to 0: bit n names the action n of <see cref="Profile.Actions"/> (<c>pesoaccionL</c>).</summary>
    public uint ActionsLow { get; init; }
}
