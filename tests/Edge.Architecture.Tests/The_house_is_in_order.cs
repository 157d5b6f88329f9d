using System.Text.RegularExpressions;
using System.Xml.Linq;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>Habits that hold for every project.</summary>
public sealed partial class The_house_is_in_order
{
    private static readonly string[] Areas = ["edge", "cloud-dashboard", "firmware-sim", "tests"];

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Repository.PathOf("Edge.sln"));
        Assert.Empty(
            ProjectFile.All.Where(project => !solution.Contains($"{project.Name}.csproj", StringComparison.Ordinal))
                .Select(project => project.Name));
    }

    /// <summary>Four projects are built by the whole run only: native programs, whole systems, measurements and fuzzing.</summary>
    [Fact]
    public void The_quick_tests_build_every_other_project()
    {
        string[] slow = ["Edge.Benchmarks", "Edge.Deploy.Tests", "Edge.EndToEnd.Tests", "Edge.Fuzz"];
        string quick = File.ReadAllText(Repository.PathOf("tests", "quick.slnf"));
        Assert.Equal(
            slow,
            ProjectFile.All.Select(project => project.Name).Where(name => !quick.Contains($"/{name}.csproj", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_project_has_a_lock_file() =>
        Assert.Empty(ProjectFile.All
            .Where(project => !File.Exists(Path.Combine(Path.GetDirectoryName(project.Path)!, "packages.lock.json")))
            .Select(project => project.Name));

    [Fact]
    public void No_project_names_a_version_or_switches_a_warning_off_for_itself()
    {
        Assert.All(ProjectFile.All, project =>
        {
            XDocument xml = XDocument.Load(project.Path);
            Assert.Empty(xml.Descendants("PackageReference").Attributes("Version"));
            Assert.Empty(xml.Descendants("TreatWarningsAsErrors"));
            Assert.Empty(xml.Descendants("Nullable"));
        });
    }

    [Fact]
    public void A_rule_of_style_is_a_warning_or_does_not_exist() =>
        Assert.DoesNotContain(
            File.ReadLines(Repository.PathOf(".editorconfig")), line => line.EndsWith(":silent", StringComparison.Ordinal));

    [Fact]
    public void Every_package_version_is_pinned_to_one_version() =>
        Assert.All(
            XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion").Attributes("Version"),
            version => Assert.Matches(@"^\d+\.\d+\.\d+(\.\d+)?$", version.Value));

    [Fact]
    public void Microsoft_packages_of_version_11_do_not_come_in() =>
        Assert.DoesNotContain(
            XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion"),
            package => ((string)package.Attribute("Include")!).StartsWith("Microsoft.", StringComparison.Ordinal)
                && ((string)package.Attribute("Version")!).StartsWith("11.", StringComparison.Ordinal));

    [Fact]
    public void Every_log_message_has_an_event_id_of_its_own()
    {
        (string File, int Id)[] ids =
        [
            .. Sources().SelectMany(
                file =>
                    LoggerMessage().Matches(File.ReadAllText(file)).Select(match => (file, int.Parse(match.Groups[1].ValueSpan, null)))),
        ];
        Assert.NotEmpty(ids);
        Assert.Empty(ids.GroupBy(entry => entry.Id).Where(group => group.Count() > 1)
            .Select(
                group => $"{group.Key}: {string.Join(", ", group.Select(entry => Path.GetRelativePath(Repository.Root, entry.File)))}"));
    }

    [Fact]
    public void Log_messages_stand_in_one_file_a_project() =>
        Assert.Empty(Sources().Where(file => LoggerMessage().IsMatch(File.ReadAllText(file)) && Path.GetFileName(file) != "Log.cs")
            .Select(file => Path.GetRelativePath(Repository.Root, file)));

    [Fact]
    public void No_file_grows_past_four_hundred_lines() =>
        Assert.Empty(
            Sources().Concat(Tests()).Where(file => File.ReadLines(file).Count() > 400)
                .Select(file => Path.GetRelativePath(Repository.Root, file)));

    [Fact]
    public void Only_the_clock_that_was_handed_in_tells_the_time() =>
        Assert.Empty(
            Sources().Where(file => WallClock().IsMatch(File.ReadAllText(file)))
                .Select(file => Path.GetRelativePath(Repository.Root, file)));

    private static IEnumerable<string> Sources() => Areas[..3].SelectMany(CSharp);

    private static IEnumerable<string> Tests() => CSharp("tests");

    private static IEnumerable<string> CSharp(string area) =>
        Directory.EnumerateFiles(Repository.PathOf(area), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Generated().IsMatch(file));

    [GeneratedRegex(@"/(obj|bin|node_modules|Migrations)/")]
    private static partial Regex Generated();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex LoggerMessage();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bStopwatch\.(StartNew|GetTimestamp)\b")]
    private static partial Regex WallClock();
}
