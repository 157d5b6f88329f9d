namespace FirmwareSim.Devices.Firmware;

/// <summary>Memory that a master can read and write: RAM, EEPROM or flash, in pages of 256 bytes.</summary>
/// <param name="pages">How many pages it has.</param>
/// <param name="fill">What stands in it at first.</param>
public sealed class DeviceMemory(int pages, byte fill)
{
    /// <summary>Bytes of a page.</summary>
    public const int Page = 256;

    private readonly byte[] _bytes = Filled(pages, fill);

    /// <summary>Everything, page after page.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>What stands from an address on, as far as there is memory.</summary>
    public ReadOnlySpan<byte> At(int address, int count) =>
        address >= _bytes.Length ? [] : _bytes.AsSpan(address, Math.Min(count, _bytes.Length - address));

    /// <summary>The same within one page.</summary>
    public ReadOnlySpan<byte> InPage(int page, int start, int count) => At(page * Page + start, Math.Min(count, Page - start));

    /// <summary>Writes, all or nothing.</summary>
    public bool TryWrite(int address, ReadOnlySpan<byte> data)
    {
        bool fits = address + data.Length <= _bytes.Length;
        if (fits)
        {
            data.CopyTo(_bytes.AsSpan(address));
        }

        return fits;
    }

    /// <summary>As at first.</summary>
    public void Clear() => _bytes.AsSpan().Fill(fill);

    private static byte[] Filled(int pages, byte fill)
    {
        byte[] bytes = new byte[pages * Page];
        bytes.AsSpan().Fill(fill);
        return bytes;
    }
}
