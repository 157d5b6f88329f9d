namespace Edge.Pipeline;

/// <summary>The part of the journal that a driver reads when it starts: how far each device was read.</summary>
public interface ICheckpoints
{
    /// <summary>The checkpoint last stored for a device; null when there is none.</summary>
    /// <param name="device">The name of the device in the configuration.</param>
    ReadOnlyMemory<byte>? GetCheckpoint(string device);
}
