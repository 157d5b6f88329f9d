namespace Edge.Pipeline.Energy;

/// <summary>How the energies are checked.</summary>
public sealed record EnergyBookOptions
{
    /// <summary>The time zone of the substation: it determines when a day begins and how many periods it has.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>
    /// How long after its end a period may arrive before it counts as missing, above zero; 10 minutes by default. Where the link was down
    /// the time counts from its return: the devices keep what they could not send.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Zone);
        if (Grace <= TimeSpan.Zero)
        {
            throw new ArgumentException("The time that a period of energy may be late must be above zero.");
        }
    }
}
