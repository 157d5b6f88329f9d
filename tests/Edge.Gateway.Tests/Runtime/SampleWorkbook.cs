using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>A copy of the sample substation's workbook with its drawings, to be changed and saved as an engineer does.</summary>
internal sealed class SampleWorkbook
{
    private static readonly XNamespace s_main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly Dictionary<string, XDocument> _sheets = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <summary>Copies workbook and drawings into a folder.</summary>
    public SampleWorkbook(string folder)
    {
        _folder = folder;
        foreach (string file in Directory.GetFiles(Repository.PathOf("deploy", "sample"), "los-alamos.*")
            .Concat(Directory.GetFiles(Repository.PathOf("deploy", "sample"), "*.svg")).Distinct())
        {
            File.Copy(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)), overwrite: true);
        }

        using ZipArchive zip = ZipFile.OpenRead(Path);
        using Stream workbook = zip.GetEntry("xl/workbook.xml")!.Open();
        string[] names = [.. XDocument.Load(workbook).Descendants(s_main + "sheet").Select(s => s.Attribute("name")!.Value)];
        for (int i = 0; i < names.Length; i++)
        {
            using Stream sheet = zip.GetEntry(Entry(i))!.Open();
            _sheets.Add(names[i], XDocument.Load(sheet));
        }
    }

    public string Path => System.IO.Path.Combine(_folder, "los-alamos.xlsx");

    public string Drawing => System.IO.Path.Combine(_folder, "los-alamos.svg");

    /// <summary>Writes a cell of the row that says so.</summary>
    public SampleWorkbook Set(string sheet, Func<Func<string, string>, bool> row, string column, object value)
    {
        XElement found = Rows(sheet).Skip(1).Single(r => row(name => Text(sheet, r, name)));
        Put(found, Letters(sheet)[column], value);
        return this;
    }

    /// <summary>Adds a row.</summary>
    public SampleWorkbook Add(string sheet, params (string Column, object Value)[] cells)
    {
        XElement last = Rows(sheet).Last();
        XElement row = new(s_main + "row", new XAttribute("r", int.Parse(last.Attribute("r")!.Value, CultureInfo.InvariantCulture) + 1));
        last.AddAfterSelf(row);
        Dictionary<string, string> letters = Letters(sheet);
        foreach ((string column, object value) in cells.OrderBy(c => letters[c.Column].Length)
            .ThenBy(c => letters[c.Column], StringComparer.Ordinal))
        {
            Put(row, letters[column], value);
        }

        return this;
    }

    /// <summary>Empties the rows that say so.</summary>
    public SampleWorkbook Remove(string sheet, Func<Func<string, string>, bool> row)
    {
        XElement[] gone = [.. Rows(sheet).Skip(1).Where(r => row(name => Text(sheet, r, name)))];
        Assert.NotEmpty(gone);
        foreach (XElement one in gone)
        {
            one.Elements().Remove();
        }

        return this;
    }

    /// <summary>Saves it in the place of the one before, as a spreadsheet program does: another file under the same name.</summary>
    public void Save()
    {
        string next = Path + ".new";
        File.Copy(Path, next, overwrite: true);
        using (ZipArchive zip = ZipFile.Open(next, ZipArchiveMode.Update))
        {
            int i = 0;
            foreach (XDocument sheet in _sheets.Values)
            {
                zip.GetEntry(Entry(i))!.Delete();
                using Stream stream = zip.CreateEntry(Entry(i++)).Open();
                sheet.Save(stream);
            }
        }

        File.Move(next, Path, overwrite: true);
    }

    private static string Entry(int index) => $"xl/worksheets/sheet{index + 1}.xml";

    private static void Put(XElement row, string letter, object value)
    {
        string place = letter + row.Attribute("r")!.Value;
        row.Elements().SingleOrDefault(c => c.Attribute("r")!.Value == place)?.Remove();
        XElement cell = value is string text
            ? new(s_main + "c", new XAttribute("r", place), new XAttribute("t", "inlineStr"),
                new XElement(s_main + "is", new XElement(s_main + "t", text)))
            : new(s_main + "c", new XAttribute("r", place),
                new XElement(s_main + "v", Convert.ToString(value, CultureInfo.InvariantCulture)));
        XElement? after = row.Elements().LastOrDefault(c => Compare(c.Attribute("r")!.Value, place) < 0);
        if (after is null)
        {
            row.AddFirst(cell);
        }
        else
        {
            after.AddAfterSelf(cell);
        }
    }

    // A to Z, then AA: the shorter first.
    private static int Compare(string one, string other)
    {
        string a = Letter(one), b = Letter(other);
        return a.Length != b.Length ? a.Length - b.Length : string.CompareOrdinal(a, b);
    }

    private static string Letter(string place) => place.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');

    private IEnumerable<XElement> Rows(string sheet) => _sheets[sheet].Descendants(s_main + "row");

    private Dictionary<string, string> Letters(string sheet) => Rows(sheet).First().Elements()
        .ToDictionary(c => c.Value, c => Letter(c.Attribute("r")!.Value), StringComparer.Ordinal);

    private string Text(string sheet, XElement row, string column)
    {
        string place = Letters(sheet)[column] + row.Attribute("r")!.Value;
        return row.Elements().FirstOrDefault(c => c.Attribute("r")!.Value == place)?.Value ?? "";
    }
}
