namespace Edge.Domain;

/// <summary>An analogue input.</summary>
/// <param name="Tag">Its name, unique among analogue inputs.</param>
/// <param name="Description">Its description.</param>
/// <param name="Unit">The unit after scaling.</param>
/// <param name="Source">The source of its value.</param>
/// <param name="Scale">Engineering units a count (<c>escala</c>).</param>
/// <param name="EnergyScale">Energy units a pulse (<c>escE</c>), or null when it is not metered.</param>
/// <param name="Minimum">The lowest value in engineering units that is plausible, or null.</param>
/// <param name="Maximum">The highest value in engineering units that is plausible, or null.</param>
/// <param name="InitialRaw">The first value in the workbook, as a count.</param>
public sealed record AnalogPoint(
    string Tag, string Description, string Unit, PointSource Source, double Scale, double? EnergyScale, double? Minimum, double? Maximum,
    double InitialRaw)
{
    /// <summary>The unit of its energies (<c>unitE</c>), or null where the workbook names none.</summary>
    public string? EnergyUnit { get; init; }

    /// <summary>A rise by more than this, in engineering units, is an event (<c>deltah</c>); null: no event.</summary>
    public double? DeltaHigh { get; init; }

    /// <summary>A fall by more than this, in engineering units, is an event (<c>deltal</c>, without its sign); null: no event.</summary>
    public double? DeltaLow { get; init; }

    /// <summary>
    /// The id of the pair of texts for crossing <see cref="Maximum"/> (1) or <see cref="Minimum"/> (0) (<c>idTextoEvM</c>), or null.
    /// </summary>
    public int? LimitTextId { get; init; }

    /// <summary>
    /// The id of the pair of texts for a step beyond <see cref="DeltaHigh"/> (1) or <see cref="DeltaLow"/> (0) (<c>idTextoEv2</c>), or
    /// null.
    /// </summary>
    public int? DeltaTextId { get; init; }

    /// <summary>
    /// The actions above the maximum or at a rise: bit n is the action n of <see cref="Profile.Actions"/> (<c>pesoaccionH</c>).
    /// </summary>
    public uint ActionsHigh { get; init; }

    /// <summary>
    /// The actions below the minimum or at a fall: bit n is the action n of <see cref="Profile.Actions"/> (<c>pesoaccionL</c>).
    /// </summary>
    public uint ActionsLow { get; init; }
}
