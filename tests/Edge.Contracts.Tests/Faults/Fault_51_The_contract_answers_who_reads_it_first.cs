using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Contracts.Tests.Faults;

/// <summary>What somebody asks who has only docs/asyncapi.yaml: where to connect, how to miss nothing, what the numbers mean.</summary>
[Trait("Fault", "51")]
public sealed partial class Fault_51_The_contract_answers_who_reads_it_first
{
    [Fact]
    public void Where_to_connect_with_encryption_and_without() => Assert.Equal(
        ["mqtt", "mqtts"], AsyncApi.Document.Servers.Values.Select(server => AsyncApi.Text(server, "protocol")).Order());

    [Fact]
    public void How_a_late_reader_misses_nothing() => Assert.All(
        ["client id", "clean start", "session expiry", "QoS 1", "retained", "type `loss`", "/api/sites/{site}/events"],
        word => Assert.Contains(word, AsyncApi.Document.Introduction, StringComparison.Ordinal));

    // All but the drawing, which is an SVG file.
    [Fact]
    public void Every_message_with_an_example() => Assert.Equal(
        AsyncApi.Document.Messages.Keys.Where(message => message != "screen").Order(),
        AsyncApi.Document.Examples().Select(example => example.Name.Split('/')[0]).Distinct().Order());

    [Fact]
    public void An_energy_with_its_unit() => Assert.All(
        AsyncApi.Document.Examples().Where(example => example.Schema == "EnergyMessage" && example.Payload.TryGetProperty("value", out _)),
        example => Assert.True(example.Payload.TryGetProperty("unit", out _), example.Name));

    [Fact]
    public void What_each_code_and_motive_means()
    {
        string native = AsyncApi.Text(AsyncApi.Document.Schemas["NativeEvent"], "description")!;
        Assert.Contains("docs/mara.md §5", native, StringComparison.Ordinal);
        string mara = File.ReadAllText(Path.Combine(Repository.Root, "docs", "mara.md"));
        string table = mara[mara.IndexOf("### 5.2", StringComparison.Ordinal)..mara.IndexOf("### 5.3", StringComparison.Ordinal)];

        Assert.Equal(["2", "3", "4", "6", "7"], Row().Matches(table).Select(row => row.Groups[1].Value));
    }

    [GeneratedRegex(@"^\| (\d+) \| \S", RegexOptions.Multiline)]
    private static partial Regex Row();
}
