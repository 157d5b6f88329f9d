namespace Dashboard.Web.Tests;

/// <summary>One dashboard for the tests of a class that leave it as it was.</summary>
public sealed class SharedDashboard : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    internal RunningDashboard Dashboard { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Dashboard = await RunningDashboard.StartAsync(_directory.Path);

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        _directory.Dispose();
    }
}

/// <summary>A directory of its own that is gone afterwards.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dashboard-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
