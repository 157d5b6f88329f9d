using System.Collections.Immutable;
using Edge.Gateway.Runtime;
using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>With <c>profile.watch</c> a new version is taken when it has settled, and not before.</summary>
public sealed class Files_are_watched : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_grows_is_left_alone_until_it_rests()
    {
        string workbook = Write("a.xlsx", "1");
        SettledFiles files = new(() => [workbook]);
        Assert.Equal([false, false], [files.HaveChanged(), files.HaveChanged()]);
        for (int i = 2; i < 6; i++)
        {
            Write("a.xlsx", new string('x', i));
            Assert.False(files.HaveChanged());
        }

        Assert.Equal([true, false, false], [files.HaveChanged(), files.HaveChanged(), files.HaveChanged()]);
    }

    [Fact]
    public void A_file_that_is_away_for_a_moment_while_it_is_saved_is_waited_for()
    {
        string workbook = Write("a.xlsx", "1");
        SettledFiles files = new(() => [workbook]);
        File.Delete(workbook);
        Assert.False(files.HaveChanged());
        Write("a.xlsx", "new");
        Assert.Equal([false, true], [files.HaveChanged(), files.HaveChanged()]);
    }

    [Fact]
    public void A_drawing_counts_too_and_one_newly_named_is_no_change_by_itself()
    {
        string workbook = Write("a.xlsx", "1"), drawing = Write("a.svg", "1"), more = Write("b.svg", "1");
        ImmutableArray<string> watched = [workbook, drawing];
        SettledFiles files = new(() => watched);
        Write("a.svg", "another");
        Assert.Equal([false, true], [files.HaveChanged(), files.HaveChanged()]);
        watched = [workbook, drawing, more];
        Assert.Equal([false, false], [files.HaveChanged(), files.HaveChanged()]);
        Write("b.svg", "changed");
        Assert.Equal([false, true], [files.HaveChanged(), files.HaveChanged()]);
    }

    [Fact]
    public async Task A_workbook_that_is_saved_is_taken_without_asking()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync(watch: true);
        string? before = gateway.Hash;
        gateway.Workbook.Set("ai", row => row("tag") == "LA1PA_03", "description", "Otra potencia");
        gateway.Workbook.Save();
        await Eventually.TrueAsync(() => gateway.Hash is { } now && now != before, "it is at work", Stop);
    }

    private string Write(string name, string text)
    {
        string path = _folder.At(name);
        File.WriteAllText(path, text);
        return path;
    }
}
