using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using TestKit;

namespace Edge.Profiles.Tests.Faults;

/// <summary>
/// Before: 0.17 MB of workbook took 1.09 GB, a FIFO as drawing (or workbook) was waited for without end, and a folder that is a link led
/// out of the workbook's folder.
/// </summary>
public sealed class Fault_14_a_workbook_takes_what_it_may_and_waits_for_nobody
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public void A_pipe_as_drawing_is_refused_and_not_waited_for()
    {
        using var station = new Station();
        File.Delete(Path.Combine(station.Folder, "plan.svg"));
        Pipe(Path.Combine(station.Folder, "plan.svg"));
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Equal((FindingSeverity.Error, "screens", 2, "path"), (finding.Severity, finding.Sheet, finding.Row, finding.Column));
        Assert.Contains("empty, or no file", finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_as_workbook_is_refused_and_not_waited_for()
    {
        using var station = new Station();
        Pipe(station.Path);
        Assert.Contains(
            "no file", Assert.Single(ProfileImporter.Import(station.Path, new ProfileImportOptions()).Findings).Text.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/tty")]
    [InlineData("/proc/self/mem")]
    public void A_link_to_a_device_is_refused(string device)
    {
        using var station = new Station();
        File.Delete(Path.Combine(station.Folder, "plan.svg"));
        File.CreateSymbolicLink(Path.Combine(station.Folder, "plan.svg"), device);
        Assert.Equal("path", Assert.Single(station.Import().Findings).Column);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("folder behind a folder")]
    [InlineData("link to a link")]
    public void A_link_that_leads_out_is_refused_wherever_it_stands_on_the_way(string where)
    {
        using var station = new Station();
        using TemporaryFolder own = new();
        string outside = own.Path;
        File.Move(Path.Combine(station.Folder, "plan.svg"), Path.Combine(outside, "plan.svg"));
        string link = Path.Combine(station.Folder, "d");
        switch (where)
        {
            case "folder":
                Directory.CreateSymbolicLink(link, outside);
                break;
            case "folder behind a folder":
                Directory.CreateDirectory(Path.Combine(outside, "plans"));
                File.Move(Path.Combine(outside, "plan.svg"), Path.Combine(outside, "plans", "plan.svg"));
                Directory.CreateSymbolicLink(Path.Combine(station.Folder, "e"), outside);
                Directory.CreateSymbolicLink(link, "e/plans");
                break;
            default:
                Directory.CreateDirectory(link);
                File.CreateSymbolicLink(Path.Combine(outside, "there.svg"), "plan.svg");
                File.CreateSymbolicLink(Path.Combine(link, "plan.svg"), Path.Combine(outside, "there.svg"));
                break;
        }

        station.Sheets["screens"][1][0] = "d/plan.svg";
        ProfileFinding finding = Assert.Single(station.Import().Findings);
        Assert.Contains("leads out of the folder", finding.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_within_the_folder_is_followed_also_where_that_is_a_link()
    {
        using var station = new Station();
        Directory.CreateDirectory(Path.Combine(station.Folder, "2026"));
        File.Move(Path.Combine(station.Folder, "plan.svg"), Path.Combine(station.Folder, "2026", "plan.svg"));
        Directory.CreateSymbolicLink(Path.Combine(station.Folder, "now"), "2026");
        station.Sheets["screens"][1][0] = "now/plan.svg";
        Assert.Empty(station.Import().Findings);
        string alias = $"{station.Folder}-alias";
        Directory.CreateSymbolicLink(alias, station.Folder);
        try
        {
            Assert.Empty(ProfileImporter.Import(Path.Combine(alias, "station.xlsx"), new ProfileImportOptions()).Findings);
        }
        finally
        {
            Directory.Delete(alias);
        }
    }

    /// <summary>Rows and cells of a sheet that is not read, and of columns of one that is.</summary>
    [Theory]
    [InlineData("otra", 0)]
    [InlineData("di", 5)]
    public void Cells_that_mean_nothing_are_not_kept(string sheet, int rows)
    {
        using var station = new Station();
        station.Import();
        Blow(station, sheet, rows: 2_000, columns: 120);
        var findings = new FindingList();
        var workbook = Profiles.Workbook.WorkbookFile.Read(
            File.ReadAllBytes(station.Path), new Profiles.Workbook.WorkbookBounds(64 * MiB, 20_000), findings);
        Assert.Empty(findings.ToImmutable());
        Profiles.Workbook.SheetTable table = workbook!.Sheets.Single(table => table.Name == sheet);
        Assert.Equal(rows, table.Rows.Length);
        Assert.All(table.Rows, row => Assert.True(row.Cells.Length <= table.Headings.Length));
    }

    [Fact]
    public void More_filled_cells_than_the_bound_make_the_workbook_unusable()
    {
        using var station = new Station();
        station.Import();
        using var file = new MemoryStream(File.ReadAllBytes(station.Path));
        var findings = new FindingList();
        Assert.Null(Profiles.Workbook.WorkbookFile.Read(
            file.ToArray(), new Profiles.Workbook.WorkbookBounds(MiB, 1000, MaximumCells: 50), findings));
        Assert.Contains("more than 50 cells", Assert.Single(findings.ToImmutable()).Text.ToString(), StringComparison.Ordinal);
    }

    private static void Blow(Station station, string sheet, int rows, int columns)
    {
        int at = station.Sheets.Keys.ToList().IndexOf(sheet);
        if (at < 0)
        {
            station.Sheets[sheet] = [["nota"]];
            station.Import();
            at = station.Sheets.Count - 1;
        }

        string name = $"xl/worksheets/sheet{at + 1}.xml";
        using ZipArchive zip = ZipFile.Open(station.Path, ZipArchiveMode.Update);
        string text;
        using (var reader = new StreamReader(zip.GetEntry(name)!.Open()))
        {
            text = reader.ReadToEnd();
        }

        zip.GetEntry(name)!.Delete();
        var more = new StringBuilder();
        for (int row = 100; row < 100 + rows; row++)
        {
            more.Append("<row r=\"").Append(row).Append("\">");
            for (int column = 26; column < columns; column++)
            {
                more.Append("<c r=\"").Append((char)('A' + (column / 26) - 1)).Append((char)('A' + (column % 26))).Append(row)
                    .Append("\"><v>1</v></c>");
            }

            more.Append("</row>");
        }

        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.SmallestSize).Open());
        writer.Write(text.Replace("</sheetData>", $"{more}</sheetData>", StringComparison.Ordinal));
    }

    private static void Pipe(string path)
    {
        using Process mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
    }
}
