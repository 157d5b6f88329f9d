using TestKit;

namespace Edge.Deploy.Tests;

[Trait("Category", "Slow")]
public sealed class The_service_unit_is_sound
{
    /// <summary>systemd-analyze ends with 0 on a key that it does not know, so what it says counts.</summary>
    [Theory]
    [InlineData("edge.service", "/opt/edge/edge")]
    [InlineData("edge-dashboard.service", "/opt/edge-dashboard/edge-dashboard")]
    public async Task And_systemd_has_nothing_to_say_against_it(string name, string program)
    {
        using TemporaryFolder own = new();
        string folder = own.Path;
        string unit = await File.ReadAllTextAsync(
            Repository.PathOf("deploy", "systemd", name), TestContext.Current.CancellationToken);
        string path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(
            path, unit.Replace(program, "/bin/true", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        CommandResult result = await Command.RunAsync("systemd-analyze", ["verify", path], TestContext.Current.CancellationToken);
        string[] complaints = [.. result.All.Split('\n')
            .Where(line => line.Contains(name, StringComparison.Ordinal)
            && !line.Contains("man page", StringComparison.Ordinal) && !line.Contains("file:///", StringComparison.Ordinal))];
        Assert.True(complaints.Length == 0 && result.ExitCode == 0, result.All);
    }
}
