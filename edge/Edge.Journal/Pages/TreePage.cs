using System.Buffers.Binary;

namespace Edge.Journal.Pages;

/// <summary>The kind of a page of a tree, by its first byte (SQLite's file format §1.6).</summary>
internal enum TreePageKind : byte
{
    /// <summary>No page of a tree, or one that is damaged.</summary>
    None = 0,

    /// <summary>Leads to pages of an index, or of a table without row numbers.</summary>
    IndexInterior = 2,

    /// <summary>Leads to pages of a table.</summary>
    TableInterior = 5,

    /// <summary>Holds rows of a table without row numbers.</summary>
    IndexLeaf = 10,

    /// <summary>Holds rows of a table.</summary>
    TableLeaf = 13,
}

/// <summary>One page of a tree. Never throws and never reads past the end, whatever the bytes are.</summary>
internal readonly ref struct TreePage
{
    private const int FileHeader = 100;
    private const int LeafHeader = 8;
    private const int InteriorHeader = 12;

    private readonly ReadOnlySpan<byte> _page;
    private readonly int _start;
    private readonly int _header;

    /// <summary>Looks at a page.</summary>
    /// <param name="page">Its bytes.</param>
    /// <param name="number">Its number, from 1: the first has the header of the file before its own.</param>
    public TreePage(ReadOnlySpan<byte> page, int number)
    {
        _page = page;
        _start = number == 1 ? FileHeader : 0;
        Kind = (TreePageKind)page[_start];
        if (Kind is not (TreePageKind.IndexInterior or TreePageKind.TableInterior or TreePageKind.IndexLeaf or TreePageKind.TableLeaf))
        {
            Kind = TreePageKind.None;
            return;
        }

        _header = Kind is TreePageKind.IndexLeaf or TreePageKind.TableLeaf ? LeafHeader : InteriorHeader;
        int cells = BinaryPrimitives.ReadUInt16BigEndian(page[(_start + 3)..]);
        if (cells * 2 > page.Length - _start - _header)
        {
            Kind = TreePageKind.None;
            return;
        }

        Cells = cells;
    }

    public TreePageKind Kind { get; }

    /// <summary>How many cells it claims to hold.</summary>
    public int Cells { get; }

    /// <summary>Of an interior page: the page behind its last cell.</summary>
    public int RightChild => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(_page[(_start + 8)..]), int.MaxValue);

    /// <summary>The bytes from the beginning of a cell to the end of the page; empty where it points out of the page.</summary>
    public ReadOnlySpan<byte> Cell(int index)
    {
        int at = BinaryPrimitives.ReadUInt16BigEndian(_page[(_start + _header + (index * 2))..]);
        return at >= _start + _header + (Cells * 2) && at < _page.Length ? _page[at..] : default;
    }

    /// <summary>A cell of an interior page of a table: a page, and the highest row number in it.</summary>
    public bool TryChild(int index, out int page, out long highest)
    {
        ReadOnlySpan<byte> cell = Cell(index);
        (page, highest) = (0, 0);
        if (cell.Length < 5)
        {
            return false;
        }

        page = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(cell), int.MaxValue);
        cell = cell[4..];
        return TryVarint(ref cell, out highest);
    }

    /// <summary>SQLite's number of one to nine bytes, the highest first.</summary>
    public static bool TryVarint(ref ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        for (int i = 0; i < bytes.Length && i < 9; i++)
        {
            byte next = bytes[i];
            value = i == 8 ? (value << 8) | next : (value << 7) | (long)(next & 0x7F);
            if (next < 0x80 || i == 8)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
