namespace Edge.Gateway.Devices.Common;

/// <summary>
/// A device of the configuration: the keys that every type has. Each type adds its own keys, checks them, and makes the plan for the
/// station.
/// </summary>
public abstract record DeviceConfiguration
{
    /// <summary>Its name in the state and the logs: 1 to 64 letters, digits, '-', '_' or '.'. Required.</summary>
    public string Name { get; set; } = "";

    /// <summary>The word of its type. Required.</summary>
    public string Type { get; set; } = "";

    /// <summary>The part of the concentrators of the workbook that it reads; null: none.</summary>
    internal virtual ConcentratorShare? Share => null;

    /// <summary>Adds findings about its own keys, and about conflicts with the other devices.</summary>
    /// <param name="check">The devices and the findings.</param>
    internal abstract void Check(DeviceCheck check);

    /// <summary>Makes its plan for a profile. Nothing is opened yet.</summary>
    /// <param name="planning">The profile, the zone and the clock.</param>
    /// <exception cref="GatewayStartException">The profile lacks something that it needs; the message says what to do.</exception>
    internal abstract DevicePlan Plan(DevicePlanning planning);
}
