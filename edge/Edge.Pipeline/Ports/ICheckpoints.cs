namespace Edge.Pipeline;

/// <summary>The journal as a driver begins with it: how far each device was read.</summary>
public interface ICheckpoints
{
    /// <summary>The checkpoint last stored for a device; null when there is none.</summary>
    /// <param name="device">The name of the device in the configuration.</param>
    ReadOnlyMemory<byte>? GetCheckpoint(string device);
}
