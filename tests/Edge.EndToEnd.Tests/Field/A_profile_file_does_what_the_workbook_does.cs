using System.Text.Json;
using TestKit;
using TestKit.Brokers;

namespace Edge.EndToEnd.Tests.Field;

/// <summary><c>edge profile import</c> and <c>edge run</c> as programs: the file that comes of the workbook stands in its place.</summary>
[Trait("Category", "Slow")]
[Collection("Demonstration")]
public sealed class A_profile_file_does_what_the_workbook_does
{
    // EX_CONFIG of sysexits.h.
    private const int WrongConfiguration = 78;
    private const string Breaker = "LA152B03";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_tags_come_over_MQTT_and_move_with_the_plant()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using Kept kept = new();
        GatewayProgram gateway = kept.Keep(new GatewayProgram());
        string file = await ImportAsync(gateway);
        FieldProgram field = kept.Keep(await FieldProgram.StartAsync(Stop));
        List<IReadOnlySet<string>> names = [];
        foreach (string profile in (string[])[Repository.PathOf("deploy", "sample", "los-alamos.xlsx"), file])
        {
            // Each has a broker of its own: what is retained of the one is nothing of the other.
            await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
            await using Subscriber subscriber = await Subscriber.StartAsync(broker.Port, Stop);
            Configure(gateway, field.Port, broker.Port, profile);
            gateway.Program.Start();
            await subscriber.QualityAsync(Breaker, "good", Stop);
            string? before = subscriber.Last($"tag/{Breaker}", "value");
            await field.TellAsync($"{(names.Count == 0 ? "open" : "close")} F3", Stop);
            await Eventually.TrueAsync(
                () => subscriber.Last($"tag/{Breaker}", "value") is { } now && now != before, $"{Breaker} moves", Stop);
            await Eventually.TrueAsync(() => subscriber.Events().Any(IsOfBreaker), "its event comes", Stop);
            names.Add(new HashSet<string>([.. Of("tag"), .. Of("element"), .. Of("screen")]));
            await gateway.Program.KillAsync();

            IEnumerable<string> Of(string kind) => subscriber.Names(kind).Select(name => $"{kind}/{name}");
        }

        Assert.True(names[0].Count > 200, $"Only {names[0].Count} names were published.");
        Assert.Equal(names[0].Order(StringComparer.Ordinal), names[1].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_its_name_and_what_to_do()
    {
        await using Kept kept = new();
        GatewayProgram gateway = kept.Keep(new GatewayProgram());
        string file = await ImportAsync(gateway);
        byte[] whole = await File.ReadAllBytesAsync(file, Stop);

        // A bit that turned over on the card, a copy that broke off, and something else in its place.
        byte[] turned = [.. whole];
        turned[whole.Length / 2] ^= 0x01;
        foreach (byte[] damaged in (byte[][])[turned, whole[..(whole.Length / 3)], [0, 1, 2, 3]])
        {
            await File.WriteAllBytesAsync(file, damaged, Stop);
            Configure(gateway, field: 1, mqtt: 1, file);
            CommandResult run = await GatewayProgram.EdgeAsync("run", "--config", gateway.PathOf("edge.json"));
            Assert.Equal(WrongConfiguration, run.ExitCode);
            Assert.Contains(file, run.Errors, StringComparison.Ordinal);
            Assert.False(File.Exists(gateway.PathOf("data/journal.db")), "A journal was made for a profile that cannot be.");
            Assert.DoesNotContain("   at ", run.All, StringComparison.Ordinal);
            TestContext.Current.TestOutputHelper?.WriteLine(run.All);
        }
    }

    private static bool IsOfBreaker(JsonElement e) => e.TryGetProperty("tag", out JsonElement tag) && tag.GetString() == Breaker;

    private static async Task<string> ImportAsync(GatewayProgram gateway)
    {
        string file = gateway.PathOf("los-alamos.profile");
        CommandResult import = await GatewayProgram.EdgeAsync(
            "profile", "import", Repository.PathOf("deploy", "sample", "los-alamos.xlsx"), "-o", file);
        Assert.Equal((0, ""), (import.ExitCode, import.Errors));
        return file;
    }

    private static void Configure(GatewayProgram gateway, int field, int mqtt, string profile) => gateway.Configure(
        [new { name = "comaster", type = "mara-tcp", host = "127.0.0.1", port = field, pollPeriod = "00:00:00.1",
            answerTimeout = "00:00:00.5" }],
        [], mqtt, profile);
}
