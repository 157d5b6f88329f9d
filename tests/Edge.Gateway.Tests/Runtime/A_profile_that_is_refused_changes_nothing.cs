using Edge.Gateway.Runtime;
using Edge.Profiles;
using Edge.Profiles.Tests;
using TestKit;
using Station = Edge.Profiles.Tests.Station;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>A new workbook that is not taken: the running one goes on whole, and log and state say why (ADR 0014).</summary>
public sealed class A_profile_that_is_refused_changes_nothing
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("damaged", "No profile can be made of it.")]
    [InlineData("gone", "There is no workbook")]
    [InlineData("a folder", "is a folder and no workbook")]
    [InlineData("without drawing", "screens, row 3, column path: The drawing los-alamos.svg is missing.")]
    [InlineData("twice", "di, row 104, column tag: The tag LA152B03 stands in row 30 too.")]
    [InlineData("IEDs wrong", "ied, row 13, column offset: The place 11 in the answer is taken by an earlier row.")]
    public async Task And_says_why(string what, string why)
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        string? hash = gateway.Hash;
        int before = gateway.Listener.Heard.Count;
        switch (what)
        {
            case "damaged":
                byte[] bytes = await File.ReadAllBytesAsync(gateway.Workbook.Path, Stop);
                await File.WriteAllBytesAsync(gateway.Workbook.Path, bytes[..(bytes.Length / 2)], Stop);
                break;
            case "gone":
                File.Delete(gateway.Workbook.Path);
                break;
            case "a folder":
                File.Delete(gateway.Workbook.Path);
                Directory.CreateDirectory(gateway.Workbook.Path);
                break;
            case "without drawing":
                File.Delete(gateway.Workbook.Drawing);
                break;
            case "twice":
                gateway.Workbook.Add(
                    "di", ("id", 900), ("ied_id", 1), ("offset", 1), ("port", 0), ("bit", 9), ("tag", "LA152B03"), ("tipodi", 1));
                gateway.Workbook.Save();
                break;
            default:
                gateway.Workbook.Set("ied", row => row("id") == "12", "offset", 11);
                gateway.Workbook.Save();
                break;
        }

        string refusal = await gateway.RefusedAsync();
        Assert.Contains(why, refusal, StringComparison.Ordinal);
        Assert.Contains(refusal, Assert.Single(gateway.Said(5206)), StringComparison.Ordinal);
        Assert.Equal(hash, gateway.Hash);

        // It is polled and published as before, and nothing but values and the state was sent meanwhile.
        gateway.Station.Open("F3");
        await Eventually.TrueAsync(() => gateway.Listener.Last($"tag/{LiveGateway.Breaker}", "value") == "0", "it reads on", Stop);
        Assert.DoesNotContain(gateway.Since(before),
            m => m.Topic.StartsWith("catalog", StringComparison.Ordinal) || m.Topic.StartsWith("screen/", StringComparison.Ordinal));
        LiveGateway.AssertNothingFlashed(gateway.Since(before));
        Assert.Equal(0, gateway.Exit.Code);
    }

    [Fact]
    public async Task Until_the_workbook_is_right_again()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        byte[] right = await File.ReadAllBytesAsync(gateway.Workbook.Path, Stop);
        await File.WriteAllTextAsync(gateway.Workbook.Path, "no workbook", Stop);
        _ = await gateway.RefusedAsync();
        await File.WriteAllBytesAsync(gateway.Workbook.Path, right, Stop);
        gateway.Runtime.Reload();
        await Eventually.TrueAsync(() => gateway.Refusal is null, "nothing is refused any more", Stop);
        Assert.Single(gateway.Said(5201));
    }

    [Fact]
    public async Task A_bad_formula_is_taken_and_its_element_says_so()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        gateway.Workbook.Set("formulas", row => row("tag") == "LA1PA_03" && row("atributo") == "text", "Formula", "str(ai.LA1PA_03.value*");
        await gateway.TakeAsync();
        await Eventually.TrueAsync(() => gateway.Listener.Last("element/LA1PA_03", "quality") == "bad", "the element is bad", Stop);
        Assert.Equal("good", gateway.Listener.Last("tag/LA1PA_03", "quality"));
    }

    [Fact]
    public async Task That_the_configuration_has_changed_too_is_said()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        await File.AppendAllTextAsync(gateway.Files.Config, "\n", Stop);
        gateway.Runtime.Reload();
        await Eventually.TrueAsync(() => gateway.Said(5207).Length == 1, "it is said", Stop);
    }

    [Fact]
    public void An_error_that_the_running_profile_has_too_does_not_stand_in_the_way()
    {
        using Station old = new();
        old.Sheets["di"].Add([9, 1, 2, 1, 0, "XX52B01", "Otra vez", 0, 1, null]);
        using Station next = new();
        next.Sheets["di"].Insert(1, [8, 1, 2, 1, 1, "XXNEW01", "Nueva", 0, 1, null]);
        next.Sheets["di"].Add([9, 1, 2, 1, 0, "XX52B01", "Otra vez", 0, 1, null]);
        Assert.Null(ProfileAcceptance.Check(Check(old), Check(next)));

        // A second one of the same kind is new.
        next.Sheets["di"].Add([10, 1, 2, 1, 2, "XX52B01", "Y otra", 0, 1, null]);
        Refusal? refused = ProfileAcceptance.Check(Check(old), Check(next));
        Assert.Equal("worse", refused?.Reason);
        Assert.Contains("XX52B01", refused?.Detail, StringComparison.Ordinal);
    }

    private static ProfileCheck Check(Station station)
    {
        string path = Path.Combine(station.Folder, $"{Guid.NewGuid():N}.xlsx");
        XlsxWriter.Write(path, station.Sheets);
        return ProfileCheck.Load(path, new ProfileImportOptions());
    }
}
