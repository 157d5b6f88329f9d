using System.Text.RegularExpressions;

namespace Edge.Architecture.Tests;

/// <summary>What many tests need stands once, in <c>tests/TestKit</c>: a second one would be the poorer copy.</summary>
public sealed partial class There_is_one_test_kit
{
    private static readonly IReadOnlyList<SourceFile> Tests =
    [
        .. SourceFile.All.Where(
            file => file.Project.Area == "tests" && file.Project.Name is not ("TestKit" or "Edge.Architecture.Tests")),
    ];

    [Fact]
    public void Logs_are_kept_by_the_notes_of_the_kit() => AssertNone(Logger());

    [Fact]
    public void Brokers_are_started_by_the_kit() => AssertNone(Broker());

    [Fact]
    public void Pseudo_terminals_are_opened_by_the_kit() => AssertNone(Terminal());

    [Fact]
    public void Folders_of_a_test_are_made_by_the_kit() => AssertNone(Folder());

    [Fact]
    public void Free_ports_are_found_by_the_kit() => AssertNone(FreePort());

    [Fact]
    public void Conditions_are_awaited_by_the_kit() => AssertNone(Poll());

    private static void AssertNone(Regex pattern)
    {
        Assert.NotEmpty(Tests);
        Assert.Equal(
            [], Tests.SelectMany(file => file.Lines.Where(line => pattern.IsMatch(line)).Select(line => $"{file.Path}: {line.Trim()}")));
    }

    [GeneratedRegex(@"\b(?:class|record) [^{]*[:,] *(?:ILogger(?:<\w+>)?|ILoggerProvider|ILoggerFactory)\b")]
    private static partial Regex Logger();

    [GeneratedRegex(@"bin/mosquitto\b|""mosquitto""|mosquitto\.conf")]
    private static partial Regex Broker();

    [GeneratedRegex(@"\b(?:posix_openpt|openpty|forkpty|getpt)\b|/dev/ptmx")]
    private static partial Regex Terminal();

    [GeneratedRegex(@"\b(?:CreateTempSubdirectory|GetTempFileName|GetTempPath)\b")]
    private static partial Regex Folder();

    [GeneratedRegex(@"\bint(?:\[\])? FreePorts?\b")]
    private static partial Regex FreePort();

    [GeneratedRegex(@"await Task\.Delay\(\d")]
    private static partial Regex Poll();
}
