using System.Text.Json;
using TestKit;

namespace Edge.Gateway.Tests.Faults;

/// <summary>Before: the example had a folder beside the sources, where the service may not write: it ended with 78.</summary>
public sealed class Fault_48_the_example_for_a_box_runs_on_one
{
    private static readonly JsonDocumentOptions s_commented = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    [Fact]
    public void Its_journal_lies_where_the_service_may_write()
    {
        string unit = File.ReadAllText(Repository.PathOf("deploy", "systemd", "edge.service"));
        string folder = unit.Split('\n').Single(line => line.StartsWith("StateDirectory=", StringComparison.Ordinal)).Split('=')[1];
        using JsonDocument example = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("deploy", "sample", "edge.json")), s_commented);
        Assert.Equal($"/var/lib/{folder}", example.RootElement.GetProperty("dataDirectory").GetString());
    }
}
