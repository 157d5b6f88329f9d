using System.Buffers.Binary;

namespace Edge.Journal.Pages;

/// <summary>
/// Reads the rows of leaf pages with what of them is in overflow pages (SQLite's file format §1.6 and §2). What is returned is valid until
/// the next row. Not for several threads.
/// </summary>
internal sealed class RowReader(PageFile file)
{
    // Far beyond any record; a damaged length must not take memory.
    private const int LargestRow = 16 * 1024 * 1024;

    private readonly byte[] _overflow = new byte[file.PageSize];
    private byte[] _row = new byte[file.PageSize];

    /// <summary>The payload of a cell.</summary>
    /// <param name="page">A leaf.</param>
    /// <param name="index">The cell.</param>
    /// <param name="number">The row's number; 0 for a row of an index.</param>
    /// <param name="payload">Its fields.</param>
    /// <returns>False where the cell cannot be one.</returns>
    public bool TryRead(in TreePage page, int index, out long number, out ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> cell = page.Cell(index);
        bool table = page.Kind == TreePageKind.TableLeaf;
        number = 0;
        payload = default;
        if (!TreePage.TryVarint(ref cell, out long length) || length is < 1 or > LargestRow
            || (table && !TreePage.TryVarint(ref cell, out number)))
        {
            return false;
        }

        int local = Local((int)length, table);
        if (local > cell.Length)
        {
            return false;
        }

        if (local == length)
        {
            payload = cell[..local];
            return true;
        }

        return cell.Length >= local + 4
            && TryOverflow(cell[..local], (int)length, BinaryPrimitives.ReadUInt32BigEndian(cell[local..]), out payload);
    }

    // How much of a row stands in the leaf itself.
    private int Local(int length, bool table)
    {
        int usable = file.PageSize;
        int most = table ? usable - 35 : ((usable - 12) * 64 / 255) - 23;
        if (length <= most)
        {
            return length;
        }

        int least = ((usable - 12) * 32 / 255) - 23;
        int fitting = least + ((length - least) % (usable - 4));
        return fitting <= most ? fitting : least;
    }

    private bool TryOverflow(ReadOnlySpan<byte> local, int length, uint next, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (_row.Length < length)
        {
            _row = new byte[length];
        }

        local.CopyTo(_row);
        int have = local.Length;
        while (have < length)
        {
            if (next is 0 or > int.MaxValue || file.Newest((int)next) is not { } place || !file.TryRead(place, _overflow))
            {
                return false;
            }

            int part = Math.Min(length - have, _overflow.Length - 4);
            _overflow.AsSpan(4, part).CopyTo(_row.AsSpan(have));
            have += part;
            next = BinaryPrimitives.ReadUInt32BigEndian(_overflow);
        }

        payload = _row.AsSpan(0, length);
        return true;
    }
}
