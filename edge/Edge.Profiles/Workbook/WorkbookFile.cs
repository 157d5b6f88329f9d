using System.IO.Compression;
using System.Text;
using Edge.Profiles.Findings;
using ExcelDataReader;

namespace Edge.Profiles.Workbook;

/// <summary>A workbook in memory: its sheets by name and the backgrounds of its cells.</summary>
internal sealed class WorkbookFile
{
    private const int MaximumSheets = 64;
    private const int MaximumParts = 2000;

    private readonly Dictionary<string, SheetTable> _sheets;

    private WorkbookFile(Dictionary<string, SheetTable> sheets, FillMap fills)
    {
        _sheets = sheets;
        Fills = fills;
    }

    static WorkbookFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The backgrounds of the cells.</summary>
    public FillMap Fills { get; }

    /// <summary>The sheets, in the order of the workbook.</summary>
    public IReadOnlyCollection<SheetTable> Sheets => _sheets.Values;

    /// <summary>A sheet by its name; case and accents do not matter.</summary>
    public SheetTable? Sheet(string name) => _sheets.GetValueOrDefault(Workbook.Names.Fold(name));

    /// <summary>Reads a workbook, or reports why it is not one and returns null.</summary>
    public static WorkbookFile? Read(byte[] bytes, WorkbookBounds bounds, FindingList findings)
    {
        if (Refusal(bytes, bounds) is { } refusal)
        {
            findings.Error("", null, null, refusal.Text, refusal.Hint);
            return null;
        }

        Dictionary<string, SheetTable> sheets;
        try
        {
            bytes = IsZip(bytes) ? StrictWorkbook.AsUsual(bytes) : bytes;
            sheets = ReadSheets(bytes, bounds, findings);
        }
        catch (ExcelDataReader.Exceptions.InvalidPasswordException)
        {
            findings.Error("", null, null, $"The workbook is protected by a password.", $"Save it without a password.");
            return null;
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            // The third-party parser throws various exceptions on a damaged file.
            findings.Error(
                "", null, null, $"The workbook cannot be read: {WordedException.TextOf(exception)}",
                $"Open it in a spreadsheet program and save it again as .xlsx.");
            return null;
        }

        return new WorkbookFile(sheets, IsZip(bytes) ? XlsxFills.Read(bytes) : BiffFills.Read(bytes));
    }

    private static Dictionary<string, SheetTable> ReadSheets(byte[] bytes, WorkbookBounds bounds, FindingList findings)
    {
        var sheets = new Dictionary<string, SheetTable>(StringComparer.Ordinal);
        var configuration = new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding(1252), LeaveOpen = false };
        using IExcelDataReader reader = ExcelReaderFactory.CreateReader(new MemoryStream(bytes, writable: false), configuration);
        var rows = new SheetReader(reader, BrokenCells.Read(bytes, IsZip(bytes)), bounds, findings);
        int count = 0;
        do
        {
            if (++count > MaximumSheets)
            {
                findings.Error("", null, null, $"Only the first {MaximumSheets} sheets are read.", $"Remove sheets that are not needed.");
                break;
            }

            SheetTable table = rows.Read();
            if (!sheets.TryAdd(Workbook.Names.Fold(table.Name), table))
            {
                findings.Warning(table.Name, null, null, $"Two sheets have this name.", $"The first counts; rename the other.");
            }
        }
        while (reader.NextResult());
        return sheets;
    }

    private static bool IsZip(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\x03\x04"u8);

    private static (Phrase Text, Phrase Hint)? Refusal(byte[] bytes, WorkbookBounds bounds)
    {
        Phrase saveAs = $"Save it from a spreadsheet program as .xlsx.";
        ReadOnlySpan<byte> start = bytes;
        if (start.IsEmpty)
        {
            return ($"The file is empty.", $"Copy the workbook again.");
        }

        if (CompoundFile.HasSignature(start))
        {
            return CompoundFile.TryOpen(bytes) is { } compound && compound.Contains("EncryptedPackage")
                ? ($"The workbook is protected by a password.", $"Save it without a password.")
                : null;
        }

        if (IsZip(start))
        {
            return ZipRefusal(bytes, bounds);
        }

        if (start.TrimStart((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0D, 0x0A]).StartsWith("<"u8))
        {
            return ($"The file is HTML or XML with the name of a workbook.", saveAs);
        }

        return ($"The file is no workbook.", saveAs);
    }

    private static (Phrase Text, Phrase Hint)? ZipRefusal(byte[] bytes, WorkbookBounds bounds)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (zip.Entries.Count > MaximumParts)
            {
                return ($"The file has too many parts for a workbook.", $"Save it from a spreadsheet program as .xlsx.");
            }

            // Sizes in the directory can be wrong: each part is unpacked once and counted.
            byte[] buffer = new byte[64 * 1024];
            long total = 0;
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                using Stream part = entry.Open();
                for (int read = part.Read(buffer); read > 0; read = part.Read(buffer))
                {
                    total += read;
                    if (total > bounds.MaximumUnpackedBytes)
                    {
                        return (
                            $"The workbook unpacks to more than {bounds.MaximumUnpackedBytes} bytes.",
                            $"Remove pictures and sheets that are not needed.");
                    }
                }
            }

            return zip.GetEntry("xl/workbook.xml") is null
                && !zip.Entries.Any(entry => entry.FullName.EndsWith("workbook.xml", StringComparison.OrdinalIgnoreCase))
                ? ($"The file is a zip archive but no workbook.", $"Save it from a spreadsheet program as .xlsx.")
                : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return ($"The workbook is damaged: {exception.Message}", $"Copy it again, or save it again as .xlsx.");
        }
    }
}
