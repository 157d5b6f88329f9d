using System.IO.Compression;
using System.Text;

namespace Edge.Profiles.Workbook;

/// <summary>
/// Workbooks that were saved as "Strict Open XML" (ISO/IEC 29500) differ from the usual ones in the names of the XML namespaces; the reader
/// library supports only the usual names and would find no sheet.
/// </summary>
internal static class StrictWorkbook
{
    private const string Strict = "http://purl.oclc.org/ooxml/";

    private static readonly (string Strict, string Usual)[] Namespaces =
    [
        ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
        (
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("http://purl.oclc.org/ooxml/drawingml/main", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ];

    /// <summary>The same workbook with the usual names; a usual one is returned unchanged.</summary>
    /// <param name="bytes">A workbook whose size once unpacked was checked.</param>
    public static byte[] AsUsual(byte[] bytes)
    {
        using var from = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        if (from.GetEntry("xl/workbook.xml") is not { } book || !Read(book).Contains(Strict, StringComparison.Ordinal))
        {
            return bytes;
        }

        using var usual = new MemoryStream();
        using (var to = new ZipArchive(usual, ZipArchiveMode.Create, leaveOpen: true))
        {
            // Parts that are not XML of a workbook (pictures) are not needed.
            foreach (ZipArchiveEntry part in from.Entries.Where(part => part.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                || part.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
            {
                string text = Read(part);
                foreach ((string strict, string name) in Namespaces)
                {
                    text = text.Replace(strict, name, StringComparison.Ordinal);
                }

                using Stream stream = to.CreateEntry(part.FullName, CompressionLevel.Fastest).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return usual.ToArray();
    }

    private static string Read(ZipArchiveEntry part)
    {
        using var reader = new StreamReader(part.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
