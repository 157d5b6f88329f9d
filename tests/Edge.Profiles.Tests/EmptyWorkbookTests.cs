using System.IO.Compression;
using System.Xml.Linq;
using Edge.Domain;
using TestKit;

namespace Edge.Profiles.Tests;

public sealed class EmptyWorkbookTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static readonly string[] Sheets =
        ["comaster", "ied", "varsys", "di", "ai", "screens", "eg", "formulas", "color", "textoevtipo", "com", "alarmas", "accionev"];

    [Fact]
    public void It_is_imported_without_a_finding()
    {
        using TemporaryFolder own = new();
        string folder = own.Path;
        string path = Path.Combine(folder, "new.xlsx");
        File.WriteAllBytes(path, EmptyWorkbook.Write());
        ProfileCheck check = ProfileCheck.Load(path, new ProfileImportOptions());
        Assert.Empty(check.Findings);
        Profile profile = check.Profile!;
        Assert.Equal(
            (1, 1, 3, 4), (check.Import.Comaster!.Id, profile.Ieds.Length, profile.Ieds[0].DigitalWords, profile.Ieds[0].AnalogWords));
        Assert.Equal((0, 0, 0), (profile.Digitals.Length, profile.Elements.Length, profile.Formulas.Length));
        Assert.Equal("#ffcc00", profile.Colours.Single(colour => colour.Name == "ocre").Colour);
        Assert.Equal(
            ("CERRADO", 3u),
            (
                profile.StateTexts.Single(text => text is { Id: 0, Value: 1 }).Text,
                profile.Actions.Aggregate(0u, (mask, action) => mask | (1u << action.Id))));
    }

    [Fact]
    public void It_has_every_sheet_and_the_same_bytes_each_time()
    {
        Assert.Equal(EmptyWorkbook.Write(), EmptyWorkbook.Write());
        Assert.Equal(Sheets, Part("xl/workbook.xml").Descendants(Main + "sheet").Select(sheet => sheet.Attribute("name")!.Value));
    }

    [Fact]
    public void Every_heading_has_its_comment_and_every_rule_stands_below_a_heading()
    {
        for (int number = 1; number <= Sheets.Length; number++)
        {
            XDocument sheet = Part($"xl/worksheets/sheet{number}.xml");
            string[] headings =
            [
                .. sheet.Descendants(Main + "row").First().Elements(Main + "c").Select(cell => cell.Attribute("r")!.Value),
            ];
            Assert.Equal(
                headings,
                Part($"xl/comments{number}.xml").Descendants(Main + "comment").Select(comment => comment.Attribute("ref")!.Value));
            Assert.Equal(
                headings.Length, Part($"xl/drawings/vmlDrawing{number}.vml").Descendants().Count(shape => shape.Name.LocalName == "shape"));
            foreach (XElement rule in sheet.Descendants(Main + "dataValidation"))
            {
                string column = rule.Attribute("sqref")!.Value[..1];
                Assert.Contains(column + "1", headings);
                Assert.NotEqual("", rule.Element(Main + "formula1")!.Value);
            }
        }
    }

    [Fact]
    public void The_rules_are_those_of_the_import()
    {
        XElement[] rules = [.. Part("xl/worksheets/sheet4.xml").Descendants(Main + "dataValidation")];
        Assert.Equal(
            [
                ("A", "ied!$A$2:$A$1000", null), ("B", "1", "127"), ("C", "0", "7"), ("D", "0", "15"), ("H", "\"0,1\"", null),
                ("I", "\"0,1,2,3\"", null),
            ],
            rules.Take(6)
                .Select(
                    rule =>
                        (
                            rule.Attribute("sqref")!.Value[..1], rule.Element(Main + "formula1")!.Value,
                            rule.Element(Main + "formula2")?.Value)));
    }

    [Fact]
    public void The_page_for_the_engineer_names_every_sheet_and_column_of_it()
    {
        string page = File.ReadAllText(Path.Combine(Places.Root, "docs", "workbook.md"));
        for (int number = 1; number <= Sheets.Length; number++)
        {
            int start = page.IndexOf($"## `{Sheets[number - 1]}`", StringComparison.Ordinal);
            Assert.True(start >= 0, Sheets[number - 1]);
            int end = page.IndexOf("\n## ", start, StringComparison.Ordinal);
            string section = end < 0 ? page[start..] : page[start..end];
            foreach (XElement heading in Part($"xl/worksheets/sheet{number}.xml").Descendants(Main + "row").First().Descendants(Main + "t"))
            {
                Assert.True(section.Contains($"`{heading.Value}`", StringComparison.Ordinal), $"{Sheets[number - 1]}: {heading.Value}");
            }
        }
    }

    private static XDocument Part(string name)
    {
        using var zip = new ZipArchive(new MemoryStream(EmptyWorkbook.Write()));
        using Stream part = zip.GetEntry(name)!.Open();
        return XDocument.Load(part);
    }
}
