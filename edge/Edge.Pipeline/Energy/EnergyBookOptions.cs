namespace Edge.Pipeline.Energy;

/// <summary>How the energies are checked.</summary>
public sealed record EnergyBookOptions
{
    /// <summary>The zone of the substation's wall clocks: it says when a day begins and how many periods it has.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>
    /// How long after its end a period may be on its way before it counts as missing, above zero; 10 minutes by default. Counted from the return of
    /// the link where that was down: the devices keep what they could not send.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">One of them makes no sense.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Zone);
        if (Grace <= TimeSpan.Zero)
        {
            throw new ArgumentException("The time that a period of energy may be late must be above zero.");
        }
    }
}
