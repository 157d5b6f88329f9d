using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;

namespace Edge.Profiles.Workbook;

/// <summary>
/// The cells that show an error (<c>#REF!</c>) where the spreadsheet could not compute them. The reader library gives them as empty, so
/// that a formula or a scale would be missed in silence: this looks for them itself, in the records of an .xls or the parts of an .xlsx.
/// </summary>
internal sealed class CellErrors
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
    };

    private readonly Dictionary<(string Sheet, int Row, int Column), string> _errors = [];

    /// <summary>Whether words are those of an error.</summary>
    public static bool IsCode(string text) => Codes.ContainsValue(text);

    /// <summary>The error of a cell, or null; row from 1, column from 0.</summary>
    public string? Of(string sheet, int row, int column) =>
        _errors.Count == 0 ? null : _errors.GetValueOrDefault((Names.Fold(sheet), row, column));

    /// <summary>
    /// Reads a workbook that the library has read too. What cannot be walked has no errors here: then the library says what is wrong with
    /// it.
    /// </summary>
    public static CellErrors Read(byte[] bytes, bool zip)
    {
        var errors = new CellErrors();
        try
        {
            if (zip)
            {
                errors.ReadParts(bytes);
            }
            else if (CompoundFile.TryOpen(bytes)?.TryRead("Workbook") is { } stream)
            {
                errors.ReadRecords(stream);
            }
        }
        catch (Exception exception) when (
            exception is XmlException or InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return new CellErrors();
        }

        return errors;
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
                if (code is { } found && Codes.TryGetValue(found, out string? words))
                {
                    int row = BinaryPrimitives.ReadUInt16LittleEndian(content) + 1;
                    _errors[(name, row, BinaryPrimitives.ReadUInt16LittleEndian(content[2..]))] = words;
                }
            }
        }
    }

    private void ReadParts(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        foreach ((string name, string path) in XlsxFills.SheetParts(zip))
        {
            using XmlReader? cells = XlsxFills.Open(zip, path);
            (int Row, int Column)? place = null;
            while (cells is not null && cells.Read())
            {
                if (cells.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (cells.LocalName == "c")
                {
                    place = cells.GetAttribute("t") == "e" ? XlsxFills.Place(cells.GetAttribute("r")) : null;
                }
                else if (place is { } at && cells.LocalName == "v" && cells.Read() && cells.NodeType == XmlNodeType.Text
                    && IsCode(cells.Value))
                {
                    _errors[(Names.Fold(name), at.Row, at.Column)] = cells.Value;
                    place = null;
                }
            }
        }
    }
}
