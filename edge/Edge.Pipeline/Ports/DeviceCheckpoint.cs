namespace Edge.Pipeline;

/// <summary>How far a device has been read, in bytes that only its driver understands.</summary>
/// <param name="Device">The name of the device in the configuration.</param>
/// <param name="Bytes">At most <see cref="MaximumLength"/> bytes.</param>
public readonly record struct DeviceCheckpoint(string Device, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>
    /// The most bytes of a checkpoint: enough for all IEDs of a bus, and few enough to be written with every scan.
    /// </summary>
    public const int MaximumLength = 2048;
}
