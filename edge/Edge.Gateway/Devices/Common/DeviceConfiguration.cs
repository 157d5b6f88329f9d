namespace Edge.Gateway.Devices.Common;

/// <summary>
/// A device of the configuration: the keys that every type has. Each type adds the keys that are its own, says what is wrong with them, and
/// works out what the station needs of it.
/// </summary>
public abstract record DeviceConfiguration
{
    /// <summary>Its name in the state and the logs: 1 to 64 letters, digits, '-', '_' or '.'. Required.</summary>
    public string Name { get; set; } = "";

    /// <summary>The word of its type. Required.</summary>
    public string Type { get; set; } = "";

    /// <summary>What it reads of the concentrators of the workbook; null: nothing.</summary>
    internal virtual ConcentratorShare? Share => null;

    /// <summary>Adds everything that is wrong with its own keys, and with what it shares with the devices beside it.</summary>
    /// <param name="check">The devices, and where findings go.</param>
    internal abstract void Check(DeviceCheck check);

    /// <summary>Works out what a profile makes of it. Nothing is opened yet.</summary>
    /// <param name="planning">The profile, the zone and the clock.</param>
    /// <exception cref="GatewayStartException">The profile has not what it needs; the message says what to do.</exception>
    internal abstract DevicePlan Plan(DevicePlanning planning);
}
