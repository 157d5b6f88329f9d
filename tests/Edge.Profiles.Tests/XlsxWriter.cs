using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Edge.Profiles.Tests;

/// <summary>Writes a small .xlsx by hand: inline strings, numbers, and backgrounds for the cells that ask for one.</summary>
internal static class XlsxWriter
{
    private const int MostFills = 100;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    public static void Write(string path, IReadOnlyDictionary<string, List<object?[]>> sheets, string calculation = "")
    {
        var fills = new List<string>();
        var formats = new List<string>();
        string[] names = [.. sheets.Keys];
        string[] bodies = [.. names.Select(name => Sheet(sheets[name], fills, formats))];
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Part(zip, "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
        Part(
            zip, "_rels/.rels",
            $"<Relationships xmlns=\"{Package}\"><Relationship Id=\"rId1\" Type=\"{Relationships}/officeDocument\" "
            + $"Target=\"xl/workbook.xml\"/></Relationships>");
        Part(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relationships}\"><sheets>"
            + string.Concat(
                names.Select((name, i) => $"<sheet name=\"{SecurityElement.Escape(name)}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>"))
            + $"</sheets>{calculation}</workbook>");
        Part(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}\">"
            + string.Concat(
                names.Select(
                    (_, i) =>
                        $"<Relationship Id=\"rId{i + 1}\" Type=\"{Relationships}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))
            + $"<Relationship Id=\"rIdS\" Type=\"{Relationships}/styles\" Target=\"styles.xml\"/></Relationships>");
        Part(zip, "xl/styles.xml", Styles(fills, formats));
        for (int i = 0; i < bodies.Length; i++)
        {
            Part(zip, $"xl/worksheets/sheet{i + 1}.xml", bodies[i]);
        }
    }

    private static string Sheet(List<object?[]> rows, List<string> fills, List<string> formats)
    {
        var text = new StringBuilder($"<worksheet xmlns=\"{Main}\"><sheetData>");
        for (int row = 0; row < rows.Count; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<row r=\"{row + 1}\">");
            for (int column = 0; column < rows[row].Length; column++)
            {
                string place = $"{Letters(column)}{row + 1}";
                text.Append(rows[row][column] switch
                {
                    null => "",
                    Filled cell =>
                        $"<c r=\"{place}\" s=\"{StyleOf(cell.Colour, fills)}\" "
                        + $"t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell.Text)}</t></is></c>",
                    Formatted cell => $"<c r=\"{place}\" s=\"{FormatOf(cell.Format, formats)}\"><v>"
                        + $"{Convert.ToString(cell.Number, CultureInfo.InvariantCulture)}</v></c>",
                    Raw cell => $"<c r=\"{place}\" {cell.Attributes}>{cell.Content}</c>",
                    string words => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(words)}</t></is></c>",
                    object number => $"<c r=\"{place}\"><v>{Convert.ToString(number, CultureInfo.InvariantCulture)}</v></c>",
                });
            }

            text.Append("</row>");
        }

        return text.Append("</sheetData></worksheet>").ToString();
    }

    private static string Letters(int column) =>
        column < 26 ? $"{(char)('A' + column)}" : $"{Letters((column / 26) - 1)}{(char)('A' + (column % 26))}";

    private static int StyleOf(string colour, List<string> fills)
    {
        if (!fills.Contains(colour))
        {
            fills.Add(colour);
        }

        return fills.IndexOf(colour) + 1;
    }

    /// <summary>The styles of number formats stand behind room for a hundred backgrounds.</summary>
    private static int FormatOf(string format, List<string> formats)
    {
        if (!formats.Contains(format))
        {
            formats.Add(format);
        }

        return formats.IndexOf(format) + 1 + MostFills;
    }

    private static string Styles(List<string> fills, List<string> formats) =>
        $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"{formats.Count}\">"
        + string.Concat(
            formats.Select((code, i) => $"<numFmt numFmtId=\"{200 + i}\" formatCode=\"{SecurityElement.Escape(code)}\"/>"))
        + "</numFmts><fonts count=\"1\"><font/></fonts><fills><fill><patternFill "
        + $"patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
        + string.Concat(
            fills.Select(colour => $"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{colour}\"/></patternFill></fill>"))
        + "</fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf "
        + "fillId=\"0\"/></cellStyleXfs><cellXfs><xf fillId=\"0\"/>"
        + string.Concat(fills.Select((_, i) => $"<xf fillId=\"{i + 2}\" applyFill=\"1\"/>"))
        + string.Concat(Enumerable.Repeat("<xf fillId=\"0\"/>", MostFills - fills.Count))
        + string.Concat(formats.Select((_, i) => $"<xf numFmtId=\"{200 + i}\" fillId=\"0\" applyNumberFormat=\"1\"/>"))
        + "</cellXfs></styleSheet>";

    private static void Part(ZipArchive zip, string name, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content);
    }
}

/// <summary>A number with a number format.</summary>
internal sealed record Formatted(double Number, string Format);

/// <summary>A cell as it stands in the file: the attributes beside its place, and what it holds.</summary>
internal sealed record Raw(string Attributes, string Content)
{
    /// <summary>A formula without a stored result, as scripts write it.</summary>
    public static Raw Formula(string formula) => new("", $"<f>{SecurityElement.Escape(formula)}</f><v></v>");

    /// <summary>An error of the spreadsheet.</summary>
    public static Raw Error(string code) => new("t=\"e\"", $"<v>{SecurityElement.Escape(code)}</v>");
}

/// <summary>A cell with a background.</summary>
internal sealed record Filled(string Text, string Colour);
