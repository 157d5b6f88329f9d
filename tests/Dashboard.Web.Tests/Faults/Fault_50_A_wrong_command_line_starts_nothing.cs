using System.Diagnostics;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>Fault 50, its sisters: a setting without a value was passed over, names took letters that look alike.</summary>
[Trait("Category", "Slow")]
public sealed class Fault_50_A_wrong_command_line_starts_nothing : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--Data:Directory has no value", "--urls", "http://127.0.0.1:0", "--Data:Directory")]
    [InlineData("--Data:Directory has no value", "--Data:Directory", "--urls", "http://127.0.0.1:0")]
    [InlineData("--Data:Directory has no value", "--Data:Directory", "")]
    [InlineData("'strat' belongs to no setting", "--urls", "http://127.0.0.1:0", "strat")]
    [InlineData("'-urls' belongs to no setting", "-urls", "http://127.0.0.1:0")]
    [InlineData("--Data:Directory has no value", "broker-user", "list", "--Data:Directory")]
    [InlineData("--Data:Directory", "user", "list", "--Data:Directory")]
    public async Task A_setting_without_a_value_ends_with_64(string said, params string[] args)
    {
        (int exit, string errors) = await RunAsync("", args);
        Assert.Equal(64, exit);
        Assert.Contains(said, errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task An_empty_password_is_refused_in_our_words()
    {
        (int exit, string errors) = await RunAsync("\n", "user", "add", "ana", "--role", "viewer", "--password-stdin");
        Assert.Equal(1, exit);
        Assert.Contains("at least 10 characters", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("at least 1 ", errors, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Errors)> RunAsync(string input, params string[] args)
    {
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "edge-dashboard"), args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Data__Directory"] = _directory.Path, ["LC_ALL"] = "C" },
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancelled);
        string errors = await process.StandardError.ReadToEndAsync(Cancelled);
        await output;
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, errors);
    }
}
