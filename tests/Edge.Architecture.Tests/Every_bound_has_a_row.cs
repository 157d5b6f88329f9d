using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Architecture.Tests;

/// <summary>
/// docs/limits.md has a row for each way in, and each row names a test that exists. The endpoints of the dashboard and the keys of the
/// configurations are compared in the tests of the dashboard and of the gateway, which know them; here is what the sources tell.
/// </summary>
public sealed partial class Every_bound_has_a_row
{
    private static readonly HashSet<string> s_classes =
    [
        .. Document.Sources.Where(file => IsSource(file.Path, "tests/"))
            .SelectMany(file => TestClass().Matches(file.Text)).Select(match => match.Groups[1].Value),
        .. Document.Sources.Where(file => file.Path.EndsWith(".test.ts", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file.Path)),
    ];

    [Fact]
    public void Every_row_names_a_test_that_exists()
    {
        Assert.NotEmpty(LimitsTable.Rows);
        string[] wrong =
        [
            .. LimitsTable.Rows.Where(row => !row.Tests.Any() || row.Tests.Any(test => !s_classes.Contains(test)))
                .Select(row => $"{row.Cells[0]}: {row.Cells[^1]}"),
        ];
        Assert.Equal([], wrong);
    }

    [Fact]
    public void No_row_stands_twice()
    {
        Assert.Equal(
            [], LimitsTable.Rows.GroupBy(row => (row.Section, row.Cells[0])).Where(rows => rows.Count() > 1).Select(rows => rows.Key));
        Assert.Equal([], LimitsTable.Rows.SelectMany(row => row.Keys).Where(key => key.Contains(": ", StringComparison.Ordinal))
            .GroupBy(key => key).Where(keys => keys.Count() > 1).Select(keys => keys.Key));
    }

    [Fact]
    public void Every_socket_that_is_listened_on_has_a_row()
    {
        string[] listening = [.. Products(Listen()).Append("Kestrel").Order(StringComparer.Ordinal)];
        Assert.Contains("OutstationServer", listening);
        Assert.Equal(listening, LimitsTable.Ways("socket"));
    }

    [Fact]
    public void Every_subscription_to_topics_has_a_row()
    {
        string[] subscribing = [.. Products(Subscribe()).Order(StringComparer.Ordinal)];
        Assert.Contains("ElementCommands", subscribing);
        Assert.Equal(subscribing, LimitsTable.Ways("mqtt"));
    }

    [Fact]
    public void A_table_is_read_with_its_keys_and_tests()
    {
        LimitsTable.Row row = new("## Every way in", ["`http: GET /x`, `http: GET /y`", "1", "refused", "`Some_test`, `OtherTests`"]);
        Assert.Equal(["http: GET /x", "http: GET /y"], row.Keys);
        Assert.Equal(["Some_test", "OtherTests"], row.Tests);
    }

    private static bool IsSource(string path, string area) =>
        path.StartsWith(area, StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal);

    /// <summary>The files of the products, without the simulator, whose text matches; by the name of the file.</summary>
    private static IEnumerable<string> Products(Regex pattern) => Document.Sources
        .Where(file => (IsSource(file.Path, "edge/") || IsSource(file.Path, "cloud-dashboard/")) && pattern.IsMatch(file.Text))
        .Select(file => Path.GetFileNameWithoutExtension(file.Path));

    [GeneratedRegex(@"\bclass\s+(\w+)")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"\.Listen\(\w*Backlog\)|\.Listen\(Maximum\w+\)|new TcpListener\(|TcpListener \w+ = new\(|\bHttpListener\b")]
    private static partial Regex Listen();

    [GeneratedRegex(@"\.WithTopicFilter\(")]
    private static partial Regex Subscribe();
}
