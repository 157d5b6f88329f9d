using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>One dashboard for the tests of a class that leave it as it was.</summary>
public sealed class SharedDashboard : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();

    internal RunningDashboard Dashboard { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Dashboard = await RunningDashboard.StartAsync(_directory.Path);

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        _directory.Dispose();
    }
}
