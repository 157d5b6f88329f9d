using Edge.Gateway.Tests.Runtime;
using Edge.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace Edge.Gateway.Tests.Faults;

/// <summary>A start that may work later ends with 75 (EX_TEMPFAIL) and advice; 78 is for what a person must change.</summary>
[Trait("Category", "Slow")]
public sealed class Fault_71_A_full_disk_is_no_wrong_configuration
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "edge.dll");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A disk that is too small for a journal, and one that has no place for one more file.</summary>
    [Theory]
    [InlineData("size=64k")]
    [InlineData("nr_inodes=1")]
    public async Task A_start_on_a_full_disk_ends_with_75_and_says_what_to_do(string full)
    {
        using Files files = new(1, 2);
        string data = Path.GetDirectoryName(files.Journal)!;
        Directory.CreateDirectory(data);

        // In a namespace of its own.
        string run = $"mount -t tmpfs -o {full} none '{data}' || exit 99; exec dotnet '{Program}' run --config '{files.Config}'";
        CommandResult result = await Command.RunAsync("unshare", ["--map-root-user", "--mount", "sh", "-c", run], Stop);
        Assert.SkipWhen(result.ExitCode is 1 or 99, "This machine lets nobody mount a small disk.");

        Assert.True(result.ExitCode == 75, $"{result.ExitCode}: {result.All}");
        Assert.Contains("full", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Make room", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_another_process_has_is_tried_again()
    {
        using Files files = new(1, 2);
        Directory.CreateDirectory(Path.GetDirectoryName(files.Journal)!);
        await using SqliteJournal other = SqliteJournal.Open(
            new JournalOptions { Path = files.Journal }, TimeProvider.System, NullLogger<SqliteJournal>.Instance);

        CommandResult result = await Command.RunAsync("dotnet", [Program, "run", "--config", files.Config], Stop);

        Assert.True(result.ExitCode == 75, $"{result.ExitCode}: {result.All}");
        Assert.Contains("Another gateway may be running", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_journal_is_for_a_person()
    {
        using Files files = new(1, 2);
        Directory.CreateDirectory(Path.GetDirectoryName(files.Journal)!);
        await using (Microsoft.Data.Sqlite.SqliteConnection connection = new($"Data Source={files.Journal};Pooling=False"))
        {
            connection.Open();
            await using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (x)";
            _ = command.ExecuteNonQuery();
        }

        CommandResult result = await Command.RunAsync("dotnet", [Program, "run", "--config", files.Config], Stop);

        Assert.True(result.ExitCode == 78, $"{result.ExitCode}: {result.All}");
    }
}
