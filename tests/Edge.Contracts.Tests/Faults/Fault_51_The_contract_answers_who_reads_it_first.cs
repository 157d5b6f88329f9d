using System.Text.Json;
using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Contracts.Tests.Faults;

/// <summary>What somebody asks who has only docs/asyncapi.yaml: where to connect, how to miss nothing, what the numbers mean.</summary>
[Trait("Fault", "51")]
public sealed partial class Fault_51_The_contract_answers_who_reads_it_first
{
    [Fact]
    public void Where_to_connect_with_encryption_and_without()
    {
        Assert.Equal(
            ["mqtt broker.example:1883", "mqtts broker.example:8883"],
            AsyncApi.Document.Servers.Values.Select(s => $"{AsyncApi.Text(s, "protocol")} {AsyncApi.Text(s, "host")}").Order());
        Assert.All(
            AsyncApi.Document.Servers.Values,
            server =>
            {
                Assert.NotEmpty(AsyncApi.Text(server, "description")!);
                Assert.NotNull(AsyncApi.Get(server, "security"));
            });
    }

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
    public void An_energy_with_its_unit()
    {
        JsonElement[] energies =
        [
            .. AsyncApi.Document.Examples().Where(example => example.Schema == "EnergyMessage").Select(example => example.Payload)
                .Where(payload => payload.TryGetProperty("value", out _)),
        ];
        Assert.NotEmpty(energies);
        Assert.All(energies, energy => Assert.True(energy.TryGetProperty("unit", out _), energy.ToString()));
        Assert.All(
            AsyncApi.Properties(AsyncApi.Document.Schemas["EnergyMessage"]).Where(field => field.Key is "value" or "unit"),
            field => Assert.Contains("unit", AsyncApi.Text(field.Value, "description"), StringComparison.Ordinal));
    }

    [Fact]
    public void What_each_code_and_motive_means()
    {
        string native = AsyncApi.Text(AsyncApi.Document.Schemas["NativeEvent"], "description")!;
        Assert.Contains("docs/mara.md §5", native, StringComparison.Ordinal);
        string mara = File.ReadAllText(Path.Combine(Repository.Root, "docs", "mara.md"));
        string table = mara[mara.IndexOf("### 5.2", StringComparison.Ordinal)..mara.IndexOf("### 5.3", StringComparison.Ordinal)];

        // Each code with the numbers that its motive explains: of a link lost and back, of a restart four bits.
        Assert.Equal(
            ["2: 0 1", "3: 0 1 2 3", "4: ", "6: ", "7: "],
            Row().Matches(table).Select(row =>
                $"{row.Groups[1].Value}: {string.Join(' ', row.Groups[2].Value.Where(char.IsAsciiDigit).Distinct().Order())}"));
    }

    [GeneratedRegex(@"^\| (\d+) \| [^|\s][^|]* \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
