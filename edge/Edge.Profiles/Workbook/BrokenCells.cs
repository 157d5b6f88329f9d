using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace Edge.Profiles.Workbook;

/// <summary>
/// The cells that show an error (<c>#REF!</c>) and those whose formula has no stored result. The reader library returns both as empty, so
/// that a missing formula or scale would not be reported: this finds them in the records of an .xls or the parts of an .xlsx.
/// </summary>
internal sealed class BrokenCells
{
    // Record types, [MS-XLS] 2.3.2.
    private const ushort Formula = 0x0006;
    private const ushort BoundSheet = 0x0085;
    private const ushort BoolErr = 0x0205;

    /// <summary>Codes of [MS-XLS] 2.5.10 with what they show (ECMA-376 part 1, §18.18.11).</summary>
    private static readonly Dictionary<byte, string> Codes = new()
    {
        [0x00] = "#NULL!",
        [0x07] = "#DIV/0!",
        [0x0F] = "#VALUE!",
        [0x17] = "#REF!",
        [0x1D] = "#NAME?",
        [0x24] = "#NUM!",
        [0x2A] = "#N/A",
        [0x2B] = "#GETTING_DATA",
    };

    private readonly Dictionary<(string Sheet, int Row, int Column), BrokenCell> _cells = [];

    /// <summary>The fault of a cell, or null; row from 1, column from 0.</summary>
    public BrokenCell? Of(string sheet, int row, int column) =>
        _cells.Count == 0 ? null : _cells.GetValueOrDefault((Names.Fold(sheet), row, column));

    /// <summary>
    /// Reads a workbook that the library has read too. If the file cannot be parsed here there are no broken cells: then the library
    /// reports the fault.
    /// </summary>
    public static BrokenCells Read(byte[] bytes, bool zip)
    {
        var found = new BrokenCells();
        try
        {
            if (zip)
            {
                found.ReadParts(bytes);
            }
            else if (CompoundFile.TryOpen(bytes)?.TryRead("Workbook") is { } stream)
            {
                found.ReadRecords(stream);
            }
        }
        catch (Exception exception) when (
            exception is XmlException or InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return new BrokenCells();
        }

        return found;
    }

    private void ReadRecords(byte[] stream)
    {
        foreach (BiffFills.Record sheet in BiffFills.Records(stream, 0).Where(record => record.Type == BoundSheet && record.Length > 8))
        {
            ReadOnlySpan<byte> data = sheet.Data(stream);
            string name = Names.Fold(BiffFills.SheetName(data[6..]));
            int at = BinaryPrimitives.ReadInt32LittleEndian(data);
            foreach (BiffFills.Record cell in at > 0 && at < stream.Length ? BiffFills.Records(stream, at) : [])
            {
                ReadOnlySpan<byte> content = cell.Data(stream);

                // Behind row, column and format: of BoolErr the code and 1; of a formula 2, a byte, the code, and FFFF at the end of its
                // value.
                byte? code = cell.Type switch
                {
                    BoolErr when content.Length >= 8 && content[7] == 1 => content[6],
                    Formula when content.Length >= 14 && content[6] == 2 && content[12] == 0xFF && content[13] == 0xFF => content[8],
                    _ => null,
                };
                if (code is { } found)
                {
                    int row = BinaryPrimitives.ReadUInt16LittleEndian(content) + 1;
                    _cells[(name, row, BinaryPrimitives.ReadUInt16LittleEndian(content[2..]))] =
                        BrokenCell.Shows(Codes.GetValueOrDefault(found, $"0x{found:X2}"));
                }
            }
        }
    }

    private void ReadParts(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        bool mustCompute = AsksToCompute(zip);
        foreach ((string name, string path) in XlsxFills.SheetParts(zip))
        {
            // Only sheets that are read: the size of the others does not matter.
            if (SheetShape.Of(name) is { } shape)
            {
                using XmlReader? cells = XlsxFills.Open(zip, path);
                ReadCells(cells, shape.Name, mustCompute);
            }
        }
    }

    /// <summary>Whether the file requests that its results are computed when it is opened (ECMA-376 part 1, §18.2.2).</summary>
    private static bool AsksToCompute(ZipArchive zip)
    {
        using XmlReader? workbook = XlsxFills.Open(zip, "xl/workbook.xml");
        while (workbook is not null && workbook.Read())
        {
            if (workbook.NodeType == XmlNodeType.Element && workbook.LocalName == "calcPr")
            {
                return workbook.GetAttribute("fullCalcOnLoad") is "1" or "true";
            }
        }

        return false;
    }

    /// <summary>Cells and rows without a reference follow the previous one (ECMA-376 part 1, §18.3.1.4 and §18.3.1.73).</summary>
    private void ReadCells(XmlReader? cells, string sheet, bool mustCompute)
    {
        int row = 0;
        int column = -1;
        while (cells is not null && cells.Read())
        {
            if (cells.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (cells.LocalName == "row")
            {
                row = int.TryParse(cells.GetAttribute("r"), out int number) ? number : row + 1;
                column = -1;
            }
            else if (cells.LocalName == "c")
            {
                (row, column) = XlsxFills.Place(cells.GetAttribute("r")) ?? (row, column + 1);
                if (!cells.IsEmptyElement && ReadCell(cells, mustCompute) is { } broken)
                {
                    _cells[(sheet, row, column)] = broken;
                }
            }
        }
    }

    private static BrokenCell? ReadCell(XmlReader cell, bool mustCompute)
    {
        string? type = cell.GetAttribute("t");
        int depth = cell.Depth;
        bool formula = false;
        string inside = "";
        string? value = null;
        while (cell.Read() && !(cell.NodeType == XmlNodeType.EndElement && cell.Depth == depth))
        {
            if (cell.NodeType == XmlNodeType.Element)
            {
                inside = cell.LocalName;
                formula |= inside == "f";
                value ??= inside == "v" ? "" : null;
            }
            else if (inside == "v" && cell.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                value += cell.Value;
            }
        }

        // An empty text is a result, too.
        bool result = value is { Length: > 0 } || (value is not null && type == "str");
        return type == "e" && value is { Length: > 0 } ? BrokenCell.Shows(value)
            : formula && !result ? BrokenCell.NotComputed
            : formula && mustCompute && type is null or "n" && value == "0" ? BrokenCell.Doubtful
            : null;
    }
}
