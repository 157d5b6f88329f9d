using System.Buffers.Binary;
using System.Text;

namespace Edge.Profiles.Workbook;

/// <summary>
/// Cell backgrounds of an .xls ([MS-XLS]): each cell record names an XF record, the XF a colour of the palette. The reader library returns
/// values only, so this reads the records itself.
/// </summary>
internal static class BiffFills
{
    // Record types, [MS-XLS] 2.3.2.
    private const ushort Formula = 0x0006;
    private const ushort Eof = 0x000A;
    private const ushort BoundSheet = 0x0085;
    private const ushort Palette = 0x0092;
    private const ushort MulRk = 0x00BD;
    private const ushort MulBlank = 0x00BE;
    private const ushort Xf = 0x00E0;
    private const ushort LabelSst = 0x00FD;
    private const ushort Blank = 0x0201;
    private const ushort Number = 0x0203;
    private const ushort Label = 0x0204;
    private const ushort BoolErr = 0x0205;
    private const ushort Rk = 0x027E;

    private const int XfSizeOfBiff8 = 20;
    private const int FillAutomatic = 64;

    /// <summary>Reads the backgrounds of the sheet <c>color</c>, the only one whose colours have a meaning.</summary>
    public static FillMap Read(byte[] bytes)
    {
        if (CompoundFile.TryOpen(bytes)?.TryRead("Workbook") is not { } stream)
        {
            return new FillMap { Failure = $"its container holds no stream 'Workbook'" };
        }

        var map = new FillMap();
        string[] palette = DefaultPalette.Copy();
        var fillOfFormat = new List<int>();
        int sheetAt = -1;
        string sheetName = "";
        foreach (Record record in Records(stream, 0))
        {
            ReadOnlySpan<byte> data = record.Data(stream);
            switch (record.Type)
            {
                case Palette:
                    ReadPalette(data, palette);
                    break;
                case Xf:
                    fillOfFormat.Add(FillIndex(data));
                    break;
                case BoundSheet when data.Length > 8 && Names.Fold(SheetName(data[6..])) == "color":
                    sheetAt = BinaryPrimitives.ReadInt32LittleEndian(data);
                    sheetName = SheetName(data[6..]);
                    break;
            }
        }

        if (sheetAt >= 0 && sheetAt < stream.Length)
        {
            ReadCells(stream, sheetAt, (row, column, format) =>
            {
                int index = format < fillOfFormat.Count ? fillOfFormat[format] : -1;
                if (index >= DefaultPalette.First && index - DefaultPalette.First < palette.Length)
                {
                    map.Set(sheetName, row + 1, column, palette[index - DefaultPalette.First]);
                }
            });
        }

        return map;
    }

    private static void ReadCells(byte[] stream, int at, Action<int, int, int> cell)
    {
        foreach (Record record in Records(stream, at))
        {
            ReadOnlySpan<byte> data = record.Data(stream);
            if (data.Length < 6)
            {
                continue;
            }

            int row = BinaryPrimitives.ReadUInt16LittleEndian(data);
            int column = BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
            switch (record.Type)
            {
                case Blank or Number or Label or LabelSst or BoolErr or Rk or Formula:
                    cell(row, column, BinaryPrimitives.ReadUInt16LittleEndian(data[4..]));
                    break;
                case MulBlank:
                    for (int place = 4; place + 4 <= data.Length; place += 2)
                    {
                        cell(row, column++, BinaryPrimitives.ReadUInt16LittleEndian(data[place..]));
                    }

                    break;
                case MulRk:
                    for (int place = 4; place + 8 <= data.Length; place += 6)
                    {
                        cell(row, column++, BinaryPrimitives.ReadUInt16LittleEndian(data[place..]));
                    }

                    break;
            }
        }
    }

    /// <summary>The records from a place to the end of that substream.</summary>
    internal static IEnumerable<Record> Records(byte[] stream, int at)
    {
        while (at + 4 <= stream.Length)
        {
            ushort type = BinaryPrimitives.ReadUInt16LittleEndian(stream.AsSpan(at));
            int length = BinaryPrimitives.ReadUInt16LittleEndian(stream.AsSpan(at + 2));
            if (type == Eof || at + 4 + length > stream.Length)
            {
                yield break;
            }

            yield return new Record(type, at + 4, length);
            at += 4 + length;
        }
    }

    private static void ReadPalette(ReadOnlySpan<byte> data, string[] palette)
    {
        for (int i = 0; i < palette.Length && 2 + i * 4 + 4 <= data.Length; i++)
        {
            ReadOnlySpan<byte> rgb = data[(2 + i * 4)..];
            palette[i] = $"#{rgb[0]:x2}{rgb[1]:x2}{rgb[2]:x2}";
        }
    }

    /// <summary>
    /// XF: the pattern in bits 26–31 of the dword at 14, its foreground colour in bits 0–6 of the word at 18; -1 for none.
    /// </summary>
    private static int FillIndex(ReadOnlySpan<byte> data)
    {
        if (data.Length < XfSizeOfBiff8)
        {
            return -1;
        }

        uint pattern = BinaryPrimitives.ReadUInt32LittleEndian(data[14..]) >> 26;
        int colour = BinaryPrimitives.ReadUInt16LittleEndian(data[18..]) & 0x7F;
        return pattern == 0 || colour >= FillAutomatic ? -1 : colour;
    }

    /// <summary>A short string: count of characters, a flag for UTF-16, the characters.</summary>
    internal static string SheetName(ReadOnlySpan<byte> data)
    {
        bool wide = (data[1] & 1) != 0;
        int length = Math.Min(wide ? data[0] * 2 : data[0], data.Length - 2);
        return (wide ? Encoding.Unicode : Encoding.Latin1).GetString(data.Slice(2, length));
    }

    /// <summary>A record: its type, and where its data lies in the stream.</summary>
    internal readonly record struct Record(ushort Type, int At, int Length)
    {
        public ReadOnlySpan<byte> Data(byte[] stream) => stream.AsSpan(At, Length);
    }
}
