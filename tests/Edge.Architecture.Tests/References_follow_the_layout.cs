namespace Edge.Architecture.Tests;

/// <summary>The folder list is the architecture: who may see whom, read from the csproj files.</summary>
public sealed class References_follow_the_layout
{
    /// <summary>
    /// What each project may reference. A project that is not here, or that wants more, is a decision: write it down first.
    /// </summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Edge.Domain"] = [],
        ["Edge.Protocols"] = [],
        ["Edge.Contracts"] = [],
        ["Edge.Contracts.Journal"] = ["Edge.Contracts"],
        ["Edge.Texts"] = [],
        ["Edge.CommandLine"] = ["Edge.Texts"],
        ["Edge.Drawings"] = ["Edge.Texts"],
        ["Edge.Formulas"] = ["Edge.Domain", "Edge.Texts"],
        ["Edge.Profiles"] = ["Edge.Domain", "Edge.Formulas", "Edge.Contracts", "Edge.Drawings", "Edge.Texts"],
        ["Edge.Pipeline"] = ["Edge.Domain", "Edge.Formulas"],
        ["Edge.Field"] = ["Edge.Domain", "Edge.Pipeline"],
        ["Edge.Field.Mara"] = ["Edge.Domain", "Edge.Pipeline", "Edge.Protocols", "Edge.Field"],
        ["Edge.Field.LocalIo"] = ["Edge.Domain", "Edge.Pipeline", "Edge.Protocols", "Edge.Field"],
        ["Edge.Journal"] = ["Edge.Pipeline"],
        ["Edge.Mqtt"] = ["Edge.Pipeline", "Edge.Contracts", "Edge.Contracts.Journal"],
        ["Edge.Gateway"] =
        [
            "Edge.Domain", "Edge.Protocols", "Edge.Contracts", "Edge.Formulas", "Edge.Profiles", "Edge.Pipeline", "Edge.Field",
            "Edge.Field.Mara", "Edge.Field.LocalIo", "Edge.Journal", "Edge.Mqtt", "Edge.Texts", "Edge.CommandLine",
        ],
        ["Dashboard.Alarms"] = ["Edge.Contracts"],
        ["Dashboard.Historian"] = ["Edge.Contracts", "Dashboard.Alarms"],
        ["Dashboard.Ingest"] = ["Edge.Contracts", "Edge.Contracts.Journal", "Edge.Drawings", "Dashboard.Alarms", "Dashboard.Historian"],
        ["Dashboard.Web"] =
        [
            "Edge.Contracts", "Edge.Contracts.Journal", "Edge.Texts", "Edge.CommandLine", "Dashboard.Alarms", "Dashboard.Ingest",
            "Dashboard.Historian",
        ],
        ["FirmwareSim.Devices"] = ["Edge.Protocols"],
        ["FirmwareSim.Host"] = ["FirmwareSim.Devices"],
    };

    /// <summary>Packages that do I/O or bring a framework: none of them belongs in a pure project.</summary>
    private static readonly string[] Pure =
        ["Edge.Domain", "Edge.Protocols", "Edge.Contracts", "Edge.Texts", "Edge.Drawings", "Edge.Formulas", "Dashboard.Alarms"];

    public static TheoryData<string> Products =>
        [.. ProjectFile.All.Where(project => project.Area != "tests").Select(project => project.Name)];

    public static TheoryData<string> PureProjects => [.. Pure];

    [Theory]
    [MemberData(nameof(Products))]
    public void A_project_references_only_what_the_layout_allows(string name)
    {
        Assert.True(
            Allowed.TryGetValue(name, out string[]? allowed),
            $"{name} has no place in the layout yet: add it here with an ADR that says why.");
        Assert.Empty(ProjectFile.Named(name).Projects.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void A_pure_project_has_no_package(string name) => Assert.Empty(ProjectFile.Named(name).Packages);

    [Fact]
    public void No_field_protocol_sees_another()
    {
        ProjectFile[] protocols =
        [
            .. ProjectFile.All.Where(project => project.Name.StartsWith("Edge.Field.", StringComparison.Ordinal) && project.Area == "edge"),
        ];
        Assert.NotEmpty(protocols);
        Assert.All(
            protocols,
            project => Assert.DoesNotContain(project.Reachable(), name => name.StartsWith("Edge.Field.", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_dashboard_never_sees_the_gateway()
    {
        string[] seen =
        [
            .. ProjectFile.All.Where(project => project.Area == "cloud-dashboard").SelectMany(project => project.Reachable()).Distinct(),
        ];
        Assert.Equal(
            ["Edge.CommandLine", "Edge.Contracts", "Edge.Contracts.Journal", "Edge.Drawings", "Edge.Texts"],
            seen.Where(name => name.StartsWith("Edge.", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void The_simulator_sees_the_protocols_only()
    {
        string[] seen =
        [
            .. ProjectFile.All.Where(project => project.Area == "firmware-sim").SelectMany(project => project.Reachable()).Distinct(),
        ];
        Assert.Equal(["Edge.Protocols"], seen.Where(name => !name.StartsWith("FirmwareSim.", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_product_references_a_test_project() =>
        Assert.Empty(ProjectFile.All.Where(project => project.Area != "tests").SelectMany(project => project.Projects).Intersect(
            ProjectFile.All.Where(project => project.Area == "tests").Select(project => project.Name)));
}
