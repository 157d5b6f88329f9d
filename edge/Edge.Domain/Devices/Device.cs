namespace Edge.Domain;

/// <summary>The kind of a device.</summary>
public enum DeviceKind : byte
{
    /// <summary>A concentrator: it collects the data of the devices below it and may have inputs of its own.</summary>
    Concentrator = 0,

    /// <summary>A field board (IED) behind a concentrator, or on a bus of the gateway.</summary>
    Ied = 1,
}

/// <summary>A device of the field, a node of the tree of devices.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name for people, or empty.</param>
/// <param name="Parent">The device that it is behind, or null for a root.</param>
public sealed record Device(DeviceId Id, DeviceKind Kind, string Name, DeviceId? Parent);
