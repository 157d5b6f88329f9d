using System.Xml.Linq;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>One project as its csproj says it.</summary>
public sealed record ProjectFile(string Name, string Area, string Path, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static IReadOnlyList<ProjectFile> All { get; } =
    [
        .. new[] { "edge", "cloud-dashboard", "firmware-sim", "tests" }
            .SelectMany(area => Directory.EnumerateFiles(Repository.PathOf(area), "*.csproj", SearchOption.AllDirectories)
                .Where(path => !path.Contains("/node_modules/", StringComparison.Ordinal))
                .Select(path => Read(area, path)))
            .OrderBy(project => project.Name, StringComparer.Ordinal),
    ];

    public static ProjectFile Named(string name) => All.Single(project => project.Name == name);

    /// <summary>The projects seen through references of references too.</summary>
    public IEnumerable<string> Reachable() =>
        Projects.Concat(Projects.SelectMany(name => Named(name).Reachable())).Distinct();

    private static ProjectFile Read(string area, string path)
    {
        XDocument xml = XDocument.Load(path);
        return new ProjectFile(
            System.IO.Path.GetFileNameWithoutExtension(path),
            area,
            path,
            [
                .. xml.Descendants("ProjectReference")
                    .Select(reference => System.IO.Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)),
            ],
            [.. xml.Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!)]);
    }
}
