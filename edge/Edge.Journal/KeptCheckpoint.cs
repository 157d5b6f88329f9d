namespace Edge.Journal;

/// <summary>The newest checkpoint of a device.</summary>
/// <param name="bytes">What its driver wrote.</param>
/// <param name="number">Rises with each checkpoint of the device.</param>
/// <param name="isInFile">Whether the table <c>mark</c> has it; if not, the side file alone does.</param>
internal sealed class KeptCheckpoint(byte[] bytes, long number, bool isInFile)
{
    public byte[] Bytes { get; } = bytes;

    public long Number { get; } = number;

    public bool IsInFile { get; set; } = isInFile;
}
