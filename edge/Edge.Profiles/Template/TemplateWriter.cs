using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Edge.Profiles.Template;

/// <summary>
/// Writes sheets as Office Open XML (ECMA-376 part 1): texts and numbers, bold headings with comments, a frozen first row, backgrounds, and
/// validation rules. Only the features of an empty workbook. The same sheets give the same bytes.
/// </summary>
internal static class TemplateWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private const int LastRow = 5000;

    // The oldest date that a zip archive can hold: the time of writing must not be in the bytes.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Write(IReadOnlyList<TemplateSheet> sheets)
    {
        string[] fills =
        [
            .. sheets.SelectMany(sheet => sheet.Rows).SelectMany(row => row).OfType<TemplateFill>().Select(cell => cell.Rgb).Distinct(),
        ];
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml", xml => ContentTypes(xml, sheets.Count));
            Part(zip, "_rels/.rels", xml => Relations(xml, [("rId1", "officeDocument", "xl/workbook.xml")]));
            Part(zip, "xl/workbook.xml", xml => Workbook(xml, sheets));
            Part(zip, "xl/_rels/workbook.xml.rels", xml => Relations(
                xml,
                [
                    .. Enumerable.Range(1, sheets.Count).Select(i => ($"rId{i}", "worksheet", $"worksheets/sheet{i}.xml")),
                    ("rIdS", "styles", "styles.xml"),
                ]));
            Part(zip, "xl/styles.xml", xml => Styles(xml, fills));
            for (int i = 0; i < sheets.Count; i++)
            {
                TemplateSheet sheet = sheets[i];
                int number = i + 1;
                Part(zip, $"xl/worksheets/sheet{number}.xml", xml => Sheet(xml, sheet, fills));
                Part(zip, $"xl/worksheets/_rels/sheet{number}.xml.rels", xml => Relations(
                    xml,
                    [("rId1", "vmlDrawing", $"../drawings/vmlDrawing{number}.vml"), ("rId2", "comments", $"../comments{number}.xml")]));
                Part(zip, $"xl/comments{number}.xml", xml => Comments(xml, sheet));
                Part(zip, $"xl/drawings/vmlDrawing{number}.vml", xml => CommentShapes(xml, sheet));
            }
        }

        return content.ToArray();
    }

    private static void Part(ZipArchive zip, string name, Action<XmlWriter> write)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        entry.LastWriteTime = Epoch;
        using Stream stream = entry.Open();
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
        xml.WriteStartDocument(standalone: true);
        write(xml);
        xml.WriteEndDocument();
    }

    private static void ContentTypes(XmlWriter xml, int sheets)
    {
        xml.WriteStartElement("Types", Types);
        foreach ((string extension, string type) in ((string, string)[])
            [
                ("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"),
                ("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"),
            ])
        {
            Element(xml, "Default", Types, ("Extension", extension), ("ContentType", type));
        }

        Element(xml, "Override", Types, ("PartName", "/xl/workbook.xml"), ("ContentType", Kind + "sheet.main+xml"));
        Element(xml, "Override", Types, ("PartName", "/xl/styles.xml"), ("ContentType", Kind + "styles+xml"));
        for (int i = 1; i <= sheets; i++)
        {
            Element(xml, "Override", Types, ("PartName", $"/xl/worksheets/sheet{i}.xml"), ("ContentType", Kind + "worksheet+xml"));
            Element(xml, "Override", Types, ("PartName", $"/xl/comments{i}.xml"), ("ContentType", Kind + "comments+xml"));
        }

        xml.WriteEndElement();
    }

    private static void Relations(XmlWriter xml, (string Id, string Type, string Target)[] relations)
    {
        xml.WriteStartElement("Relationships", Package);
        foreach ((string id, string type, string target) in relations)
        {
            Element(xml, "Relationship", Package, ("Id", id), ("Type", $"{Office}/{type}"), ("Target", target));
        }

        xml.WriteEndElement();
    }

    private static void Workbook(XmlWriter xml, IReadOnlyList<TemplateSheet> sheets)
    {
        xml.WriteStartElement("workbook", Main);
        xml.WriteStartElement("sheets", Main);
        for (int i = 0; i < sheets.Count; i++)
        {
            xml.WriteStartElement("sheet", Main);
            xml.WriteAttributeString("name", sheets[i].Name);
            xml.WriteAttributeString("sheetId", Text(i + 1));
            xml.WriteAttributeString("r", "id", Office, $"rId{i + 1}");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Cell formats: 0 plain, 1 a heading, from 2 on the backgrounds.</summary>
    private static void Styles(XmlWriter xml, string[] fills)
    {
        xml.WriteStartElement("styleSheet", Main);
        xml.WriteRaw(
            "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name "
            + "val=\"Calibri\"/></font></fonts>");
        xml.WriteRaw(
            $"<fills count=\"{fills.Length + 3}\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
            + $"patternType=\"gray125\"/></fill>");
        foreach (string rgb in (string[])["D9D9D9", .. fills])
        {
            xml.WriteRaw(
                $"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{rgb}\"/><bgColor indexed=\"64\"/></patternFill></fill>");
        }

        xml.WriteRaw("</fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>");
        xml.WriteRaw("<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>");
        xml.WriteRaw($"<cellXfs count=\"{fills.Length + 2}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>");
        xml.WriteRaw("<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\"/>");
        for (int i = 0; i < fills.Length; i++)
        {
            xml.WriteRaw($"<xf numFmtId=\"0\" fontId=\"0\" fillId=\"{i + 3}\" borderId=\"0\" xfId=\"0\" applyFill=\"1\"/>");
        }

        xml.WriteRaw("</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>");
        xml.WriteEndElement();
    }

    private static void Sheet(XmlWriter xml, TemplateSheet sheet, string[] fills)
    {
        xml.WriteStartElement("worksheet", Main);
        xml.WriteAttributeString("xmlns", "r", null, Office);
        xml.WriteRaw(
            "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
            + "state=\"frozen\"/></sheetView></sheetViews>");
        xml.WriteStartElement("cols", Main);
        for (int i = 0; i < sheet.Columns.Length; i++)
        {
            bool wide = sheet.Columns[i].Name is "description" or "Formula" or "accion" or "TextoEv2" or "path";
            Element(xml, "col", Main, ("min", Text(i + 1)), ("max", Text(i + 1)), ("width", wide ? "40" : "14"), ("customWidth", "1"));
        }

        xml.WriteEndElement();
        xml.WriteStartElement("sheetData", Main);
        Row(xml, 1, [.. sheet.Columns.Select(column => column.Name)], fills, heading: true);
        for (int i = 0; i < sheet.Rows.Length; i++)
        {
            Row(xml, i + 2, sheet.Rows[i], fills, heading: false);
        }

        xml.WriteEndElement();
        Validations(xml, sheet);
        xml.WriteRaw("<legacyDrawing r:id=\"rId1\"/>");
        xml.WriteEndElement();
    }

    private static void Row(XmlWriter xml, int number, object?[] cells, string[] fills, bool heading)
    {
        xml.WriteStartElement("row", Main);
        xml.WriteAttributeString("r", Text(number));
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] is not { } cell)
            {
                continue;
            }

            xml.WriteStartElement("c", Main);
            xml.WriteAttributeString("r", $"{Letter(i)}{number}");
            int style = heading ? 1 : cell is TemplateFill filled ? Array.IndexOf(fills, filled.Rgb) + 2 : 0;
            xml.WriteAttributeString("s", Text(style));
            if (cell is double value)
            {
                xml.WriteElementString("v", Main, value.ToString("R", CultureInfo.InvariantCulture));
            }
            else
            {
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is", Main);
                xml.WriteElementString("t", Main, cell is TemplateFill { Text: var words } ? words : (string)cell);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Validations(XmlWriter xml, TemplateSheet sheet)
    {
        (TemplateColumn Column, int Index)[] rules = [.. sheet.Columns.Select((column, index) => (column, index))
            .Where(
                item =>
                    item.column.List is not null || item.column.ListFrom is not null || item.column.Least is not null
                        || item.column.Number)];
        if (rules.Length == 0)
        {
            return;
        }

        xml.WriteStartElement("dataValidations", Main);
        xml.WriteAttributeString("count", Text(rules.Length));
        foreach ((TemplateColumn column, int index) in rules)
        {
            TemplateValidation.Write(xml, column, $"{Letter(index)}2:{Letter(index)}{LastRow}", Main);
        }

        xml.WriteEndElement();
    }

    private static void Comments(XmlWriter xml, TemplateSheet sheet)
    {
        xml.WriteStartElement("comments", Main);
        xml.WriteRaw("<authors><author></author></authors>");
        xml.WriteStartElement("commentList", Main);
        for (int i = 0; i < sheet.Columns.Length; i++)
        {
            xml.WriteStartElement("comment", Main);
            xml.WriteAttributeString("ref", $"{Letter(i)}1");
            xml.WriteAttributeString("authorId", "0");
            xml.WriteStartElement("text", Main);
            xml.WriteStartElement("r", Main);
            xml.WriteElementString("t", Main, sheet.Columns[i].Comment);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Spreadsheet programs show a comment only if it has a VML shape with its size.</summary>
    private static void CommentShapes(XmlWriter xml, TemplateSheet sheet)
    {
        xml.WriteStartElement("xml");
        xml.WriteAttributeString("xmlns", "v", null, "urn:schemas-microsoft-com:vml");
        xml.WriteAttributeString("xmlns", "o", null, "urn:schemas-microsoft-com:office:office");
        xml.WriteAttributeString("xmlns", "x", null, "urn:schemas-microsoft-com:office:excel");
        xml.WriteRaw("<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"/>");
        for (int i = 0; i < sheet.Columns.Length; i++)
        {
            xml.WriteRaw(
                $"<v:shape id=\"_x0000_s{1025 + i}\" type=\"#_x0000_t202\" "
                + $"style=\"position:absolute;width:200pt;height:70pt;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">"
                + "<v:textbox/><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>"
                + $"<x:Row>0</x:Row><x:Column>{i}</x:Column></x:ClientData></v:shape>");
        }

        xml.WriteEndElement();
    }

    internal static void Element(XmlWriter xml, string name, string space, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name, space);
        foreach ((string attribute, string value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }

        xml.WriteEndElement();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static char Letter(int column) => (char)('A' + column);
}
