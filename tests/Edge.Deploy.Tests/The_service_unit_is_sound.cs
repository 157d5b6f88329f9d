using TestKit;

namespace Edge.Deploy.Tests;

[Trait("Category", "Slow")]
public sealed class The_service_unit_is_sound
{
    /// <summary>systemd-analyze ends with 0 on a key that it does not know, so what it says counts.</summary>
    [Fact]
    public async Task And_systemd_has_nothing_to_say_against_it()
    {
        using TemporaryFolder own = new();
        string folder = own.Path;
        string unit = await File.ReadAllTextAsync(
            Repository.PathOf("deploy", "systemd", "edge.service"), TestContext.Current.CancellationToken);
        string path = Path.Combine(folder, "edge.service");
        await File.WriteAllTextAsync(
            path, unit.Replace("/opt/edge/edge", "/bin/true", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        CommandResult result = await Command.RunAsync("systemd-analyze", ["verify", path], TestContext.Current.CancellationToken);
        string[] complaints = [.. result.All.Split('\n')
            .Where(line => line.Contains("edge.service", StringComparison.Ordinal)
            && !line.Contains("man page", StringComparison.Ordinal) && !line.Contains("file:///", StringComparison.Ordinal))];
        Assert.True(complaints.Length == 0 && result.ExitCode == 0, result.All);
    }
}
