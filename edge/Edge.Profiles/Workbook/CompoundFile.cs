using System.Buffers.Binary;
using System.Text;

namespace Edge.Profiles.Workbook;

/// <summary>
/// The container of an .xls ([MS-CFB]): sectors chained by an allocation table, and a directory of streams. Read-only; each number from the
/// file is checked, each chain is bounded by the number of sectors.
/// </summary>
internal sealed class CompoundFile
{
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint LastRegular = 0xFFFFFFFA;
    private const int HeaderSize = 512;
    private const int DirectoryEntrySize = 128;
    private const int FatEntriesInHeader = 109;

    private readonly byte[] _bytes;
    private readonly int _sectorSize;
    private readonly int _miniSectorSize;
    private readonly uint _miniCutoff;
    private readonly uint[] _fat;
    private readonly uint[] _miniFat;
    private readonly byte[] _miniStream;
    private readonly List<(string Name, uint Start, long Size)> _streams = [];

    private CompoundFile(byte[] bytes)
    {
        _bytes = bytes;
        ReadOnlySpan<byte> header = bytes;
        _sectorSize = 1 << SizeShift(header, 30, 9, 12);
        _miniSectorSize = 1 << SizeShift(header, 32, 6, 6);
        _miniCutoff = U32(header, 56);
        _fat = ReadFat();
        byte[] directory = ReadChain(U32(header, 48), _fat, long.MaxValue);
        _miniFat = Words(ReadChain(U32(header, 60), _fat, long.MaxValue));
        (uint Start, long Size) root = default;
        for (int at = 0; at + DirectoryEntrySize <= directory.Length; at += DirectoryEntrySize)
        {
            ReadOnlySpan<byte> entry = directory.AsSpan(at, DirectoryEntrySize);
            int nameBytes = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) - 2, 0, 62);
            string name = Encoding.Unicode.GetString(entry[..nameBytes]);
            switch (entry[66])
            {
                case 2:
                    _streams.Add((name, U32(entry, 116), U32(entry, 120)));
                    break;
                case 5:
                    root = (U32(entry, 116), U32(entry, 120));
                    break;
            }
        }

        _miniStream = ReadChain(root.Start, _fat, root.Size);
    }

    public static bool HasSignature(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    /// <summary>Opens a container, or returns null when it is damaged.</summary>
    public static CompoundFile? TryOpen(byte[] bytes)
    {
        if (bytes.Length < HeaderSize || !HasSignature(bytes))
        {
            return null;
        }

        try
        {
            return new CompoundFile(bytes);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public bool Contains(string stream) => _streams.Any(entry => entry.Name.Equals(stream, StringComparison.OrdinalIgnoreCase));

    /// <summary>The bytes of a stream, or null when there is none of that name or its chain is broken.</summary>
    public byte[]? TryRead(string stream)
    {
        foreach ((string name, uint start, long size) in _streams)
        {
            if (name.Equals(stream, StringComparison.OrdinalIgnoreCase))
            {
                try
                {
                    return size < _miniCutoff ? ReadMini(start, size) : ReadChain(start, _fat, size);
                }
                catch (InvalidDataException)
                {
                    return null;
                }
            }
        }

        return null;
    }

    private static int SizeShift(ReadOnlySpan<byte> header, int at, int least, int most)
    {
        int shift = BinaryPrimitives.ReadUInt16LittleEndian(header[at..]);
        return shift >= least && shift <= most ? shift : throw new InvalidDataException("The sector size is not one of the format.");
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static uint[] Words(ReadOnlySpan<byte> bytes)
    {
        uint[] words = new uint[bytes.Length / 4];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = U32(bytes, i * 4);
        }

        return words;
    }

    private ReadOnlySpan<byte> Sector(uint number)
    {
        long at = ((long)number + 1) * _sectorSize;
        if (number > LastRegular || at >= _bytes.Length)
        {
            throw new InvalidDataException("A sector lies outside the file.");
        }

        // The last sector of a file may be cut short.
        return _bytes.AsSpan((int)at, (int)Math.Min(_sectorSize, _bytes.Length - at));
    }

    private uint[] ReadFat()
    {
        int most = _bytes.Length / _sectorSize + 1;
        var sectors = new List<uint>();
        for (int i = 0; i < FatEntriesInHeader; i++)
        {
            sectors.Add(U32(_bytes, 76 + i * 4));
        }

        uint next = U32(_bytes, 68);
        for (int steps = 0; next <= LastRegular && steps < most; steps++)
        {
            uint[] words = Words(Sector(next));
            sectors.AddRange(words.Take(words.Length - 1));
            next = words.Length == 0 ? EndOfChain : words[^1];
        }

        var fat = new List<uint>();
        foreach (uint sector in sectors.Where(sector => sector <= LastRegular).Take(most))
        {
            fat.AddRange(Words(Sector(sector)));
        }

        return [.. fat];
    }

    private byte[] ReadChain(uint start, uint[] fat, long size)
    {
        using var content = new MemoryStream();
        uint sector = start;
        for (int steps = 0; sector <= LastRegular && content.Length < size; steps++)
        {
            if (sector >= fat.Length || steps > fat.Length || content.Length > _bytes.Length)
            {
                throw new InvalidDataException("A chain of sectors has no end.");
            }

            content.Write(Sector(sector));
            sector = fat[sector];
        }

        return content.ToArray().AsSpan(0, (int)Math.Min(size, content.Length)).ToArray();
    }

    private byte[] ReadMini(uint start, long size)
    {
        if (size > _miniStream.Length)
        {
            throw new InvalidDataException("A stream is longer than its container.");
        }

        byte[] content = new byte[size];
        int filled = 0;
        for (uint sector = start; filled < content.Length; sector = _miniFat[sector])
        {
            long at = (long)sector * _miniSectorSize;
            if (sector >= _miniFat.Length || at >= _miniStream.Length)
            {
                throw new InvalidDataException("A chain of small sectors leaves its stream.");
            }

            ReadOnlySpan<byte> part = _miniStream.AsSpan((int)at);
            part = part[..Math.Min(Math.Min(part.Length, _miniSectorSize), content.Length - filled)];
            part.CopyTo(content.AsSpan(filled));
            filled += part.Length;
        }

        return content;
    }
}
