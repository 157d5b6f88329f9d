using Dashboard.Web.Broker;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>Broker users for the tests: what <c>edge-dashboard broker-user add</c> makes.</summary>
internal static class BrokerFiles
{
    internal const string Password = "una clave de verdad";

    /// <summary>Two gateways; a reader and a commander of every site, and one each of site a.</summary>
    internal static string Write(string directory)
    {
        string file = Path.Combine(directory, "broker-users.json");
        BrokerUserFile.Write(file,
        [
            BrokerUserFile.Make("gwA", BrokerRole.Gateway, "a", Password),
            BrokerUserFile.Make("gwB", BrokerRole.Gateway, "b", Password),
            BrokerUserFile.Make("lector", BrokerRole.Reader, null, Password),
            BrokerUserFile.Make("lectorA", BrokerRole.Reader, "a", Password),
            BrokerUserFile.Make("mando", BrokerRole.Commander, null, Password),
            BrokerUserFile.Make("mandoA", BrokerRole.Commander, "a", Password),
        ]);
        return file;
    }
}

/// <summary>A dashboard with these users, for all tests of a class.</summary>
public sealed class DashboardWithBrokerUsers : IAsyncLifetime
{
    private readonly TemporaryFolder _directory = new();

    internal RunningDashboard Dashboard { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        BrokerFiles.Write(_directory.Path);
        Dashboard = await RunningDashboard.StartAsync(_directory.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await Dashboard.DisposeAsync();
        _directory.Dispose();
    }
}
