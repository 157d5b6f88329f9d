namespace Edge.Domain;

/// <summary>What kind of thing a device is.</summary>
public enum DeviceKind : byte
{
    /// <summary>It gathers what the devices below it say; it has inputs of its own, too.</summary>
    Concentrator = 0,

    /// <summary>A field board (IED) behind a concentrator, or on a bus of the gateway.</summary>
    Ied = 1,
}

/// <summary>A device of the field, a node of the tree of devices.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What people call it, or empty.</param>
/// <param name="Parent">The device behind which it stands, or null for a root.</param>
public sealed record Device(DeviceId Id, DeviceKind Kind, string Name, DeviceId? Parent);
