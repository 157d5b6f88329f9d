using TestKit;

namespace Edge.Deploy.Tests;

/// <summary>What holds for every box that the gateway is published for.</summary>
public abstract class NativeTests(NativeGateway published, string objdump)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Without_a_warning()
    {
        Assert.True(published.Said.ExitCode == 0, published.Said.All);
        Assert.DoesNotContain("warning", published.Said.All, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task And_tells_its_version()
    {
        CommandResult result = await published.RunAsync(["--version"], Stop);
        Assert.True(result.ExitCode == 0, result.All);
        Assert.Matches(@"\d+\.\d+\.\d+", result.Output);
    }

    [Fact]
    public async Task And_decodes_the_captured_frames()
    {
        string capture = Repository.SharedData("poll-answers-2014-01-13.txt") ?? "";
        Assert.SkipWhen(capture.Length == 0, "The captured frames (../shared/data) are not on this machine.");
        CommandResult result = await published.RunAsync(["decode", capture, "--json"], Stop);
        Assert.True(result.ExitCode == 0, result.All);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(100, lines.Length);
        Assert.All(lines, line => Assert.Contains("\"bcc\":\"ok\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task And_needs_no_newer_C_library_than_the_box_has()
    {
        CommandResult result = await Command.RunAsync(objdump, ["-T", published.Program], Stop);
        Assert.True(result.ExitCode == 0, result.All);
        Version newest = result.Output.Split('\n')
            .Select(line => line.IndexOf("GLIBC_", StringComparison.Ordinal) is var at and >= 0 ? line[(at + 6)..] : null)
            .Select(text => Version.TryParse(text?.Split(')', ' ')[0], out Version? version) ? version : null)
            .OfType<Version>().Max()!;
        Assert.True(newest <= new Version(2, 36), $"Debian 12 has glibc 2.36; the program asks for {newest}.");
    }
}
