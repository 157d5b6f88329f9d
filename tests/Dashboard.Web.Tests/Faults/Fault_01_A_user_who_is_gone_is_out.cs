using Dashboard.Web.Broker;
using MQTTnet;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>The file of the users counts at once, for connections that stand too.</summary>
[Trait("Fault", "01")]
[Trait("Category", "Slow")]
public sealed class Fault_01_A_user_who_is_gone_is_out : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_user_who_is_taken_away_is_out_and_the_others_stay()
    {
        string file = BrokerFiles.Write(_directory.Path);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using BrokerPeer gone = new();
        await gone.ConnectAsync(dashboard.BrokerPort, "gwA");
        await using BrokerPeer stays = new();
        await stays.ConnectAsync(dashboard.BrokerPort, "gwB");
        BrokerUserFile.Write(file, BrokerUserFile.Read(file).Where(user => user.Name != "gwA"));
        await Eventually.TrueAsync(() => !gone.IsConnected, "its connection ends", TestContext.Current.CancellationToken);
        Assert.True(stays.IsConnected);
        await using BrokerPeer again = new();
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, (await again.ConnectAsync(dashboard.BrokerPort, "gwA")).ResultCode);
    }

    [Fact]
    public async Task With_the_first_user_nobody_else_stays()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using BrokerPeer nobody = new();
        await nobody.ConnectAsync(dashboard.BrokerPort);
        BrokerFiles.Write(_directory.Path);
        await Eventually.TrueAsync(() => !nobody.IsConnected, "its connection ends", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_file_that_became_wrong_changes_nothing()
    {
        string file = BrokerFiles.Write(_directory.Path);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await File.WriteAllTextAsync(file, "[{", TestContext.Current.CancellationToken);
        await using BrokerPeer peer = new();
        Assert.Equal(MqttClientConnectResultCode.Success, (await peer.ConnectAsync(dashboard.BrokerPort, "gwA")).ResultCode);
    }
}
