namespace Edge.Domain;

/// <summary>An analogue input.</summary>
/// <param name="Tag">Its name, unique among analogue inputs.</param>
/// <param name="Description">Its description.</param>
/// <param name="Unit">The unit after scaling.</param>
/// <param name="Source">The source of its value.</param>
/// <param name="Scale">Engineering units a count (<c>escala</c>).</param>
/// <param name="EnergyScale">Energy units a pulse (<c>escE</c>), or null when it is not metered.</param>
/// <param name="Minimum">The lower limit (<c>valuemin</c>) in engineering units; below it is an alarm. Null: none.</param>
/// <param name="Maximum">The upper limit (<c>valuemax</c>) in engineering units; above it is an alarm. Null: none.</param>
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

    /// <summary>The bay that it belongs to, where the workbook names one (<c>campo</c>); null: what its device is called.</summary>
    public string? Bay { get; init; }

    /// <summary>
    /// How far it must be back below <see cref="Maximum"/> to count as returned (<c>banda</c>); null: <see cref="UsualDeadBand"/>.
    /// </summary>
    public double? HighDeadBand { get; init; }

    /// <summary>
    /// How far it must be back above <see cref="Minimum"/> to count as returned (<c>banda</c>); null: <see cref="UsualDeadBand"/>.
    /// </summary>
    public double? LowDeadBand { get; init; }

    /// <summary>What the workbook says of the alarm above <see cref="Maximum"/>; null: nothing.</summary>
    public AlarmSetting? HighAlarm { get; init; }

    /// <summary>What the workbook says of the alarm below <see cref="Minimum"/>; null: nothing.</summary>
    public AlarmSetting? LowAlarm { get; init; }

    /// <summary>
    /// While this input is in this state, being above <see cref="Maximum"/> means nothing (<c>inhibe</c>); null: it always counts.
    /// </summary>
    public PointCondition? HighSuppressedBy { get; init; }

    /// <summary>
    /// While this input is in this state, being below <see cref="Minimum"/> means nothing (<c>inhibe</c>); null: it always counts.
    /// </summary>
    public PointCondition? LowSuppressedBy { get; init; }

    /// <summary>A hundredth of the span between both limits, or of the only one.</summary>
    public double UsualDeadBand => Math.Abs(Minimum is { } low && Maximum is { } high ? high - low : Maximum ?? Minimum ?? 0) / 100;
}
