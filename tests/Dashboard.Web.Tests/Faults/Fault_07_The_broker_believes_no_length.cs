using System.Net.Sockets;
using Dashboard.Ingest;
using Dashboard.Web.Broker;
using MQTTnet;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>What a client says about lengths costs nothing, and what it makes the broker keep has a bound.</summary>
[Trait("Fault", "07")]
public sealed class Fault_07_The_broker_believes_no_length : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Fifty_strangers_that_announce_256_MB_are_hung_up_and_cost_nothing()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 50; i++)
        {
            await using RawMqtt raw = await RawMqtt.OpenAsync(dashboard.BrokerPort);
            await raw.Stream.WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, TestContext.Current.CancellationToken);
            Assert.True(await raw.IsClosedAsync());
        }

        // Everything that the whole program allocated meanwhile: one such packet alone would be 268 MB.
        long each = (GC.GetTotalAllocatedBytes(precise: true) - before) / 50;
        Assert.InRange(each, 0, 256 * 1024);
    }

    [Fact]
    public async Task A_length_that_never_ends_is_hung_up()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using RawMqtt raw = await RawMqtt.OpenAsync(dashboard.BrokerPort);
        await raw.Stream.WriteAsync(new byte[] { 0x10, 0x80, 0x80, 0x80, 0x80, 0x01 }, TestContext.Current.CancellationToken);
        Assert.True(await raw.IsClosedAsync());
    }

    [Fact]
    public async Task A_log_in_of_the_largest_size_is_taken_and_one_more_byte_is_not()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        int limit = new BrokerLimits().ConnectBytes;
        // Ten bytes of the variable header, two of the length of the id.
        await (await RawMqtt.ConnectAsync(dashboard.BrokerPort, new string('x', limit - 12))).DisposeAsync();
        await using RawMqtt larger = await RawMqtt.OpenAsync(dashboard.BrokerPort);
        await larger.Stream.WriteAsync(RawMqtt.Connect(new string('x', limit - 11)), TestContext.Current.CancellationToken);
        Assert.True(await larger.IsClosedAsync());
    }

    [Fact]
    public async Task Silent_strangers_of_one_address_are_bounded_and_gateways_stay()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        BrokerLimits limits = new();
        List<RawMqtt> silent = [];
        try
        {
            for (int i = 0; i < limits.StrangersPerAddress + 10; i++)
            {
                silent.Add(await RawMqtt.OpenAsync(dashboard.BrokerPort));
            }

            await Eventually.TrueAsync(() => silent.Count(raw => IsHungUp(raw)) >= 10, "the strangers too many are hung up",
                TestContext.Current.CancellationToken);
            Assert.True((await gateway.EventAsync(FakeGateway.Event(1))).IsSuccess);
        }
        finally
        {
            foreach (RawMqtt raw in silent)
            {
                await raw.DisposeAsync();
            }
        }

        await Eventually.TrueAsync(
            async () =>
            {
                await using BrokerPeer next = new();
                return await ComesInAsync(next, dashboard.BrokerPort);
            },
            "the next one comes in", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_reader_that_acknowledges_nothing_is_hung_up()
    {
        BrokerLimits limits = new() { WaitingMessages = 200 };
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, limits);
        await using RawMqtt reader = await RawMqtt.ConnectAsync(dashboard.BrokerPort, "silent");
        await reader.Stream.WriteAsync(
            RawMqtt.Packet(0x82, [0, 1, 0, 9, .. "edge/v1/#"u8, 1]), TestContext.Current.CancellationToken);
        byte[] granted = new byte[5];
        await reader.Stream.ReadExactlyAsync(granted, TestContext.Current.CancellationToken);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        for (int i = 0; i < 250; i++)
        {
            Assert.True((await gateway.RetainAsync("element/E1", FakeGateway.Open)).IsSuccess);
        }

        Assert.True(await reader.IsClosedAsync());
    }

    [Fact]
    public void Retained_topics_and_bytes_of_a_site_have_a_bound_and_others_go_on()
    {
        RetainedBudget budget = new(new BrokerLimits { RetainedTopics = 3, RetainedBytes = 100 }, new IngestLimits { Sites = 2 });
        Assert.Null(budget.Refuse("a", "1", 10));
        Assert.Null(budget.Refuse("a", "2", 10));
        Assert.Null(budget.Refuse("a", "3", 10));
        Assert.NotNull(budget.Refuse("a", "4", 10));
        Assert.NotNull(budget.Refuse("a", "3", 81));
        Assert.Null(budget.Refuse("a", "3", 80));
        Assert.Null(budget.Refuse("b", "1", 100));
        Assert.NotNull(budget.Refuse("c", "1", 1));
        Assert.Null(budget.Refuse("b", "1", 0));
        Assert.Null(budget.Refuse("c", "1", 1));
        Assert.Null(budget.Refuse("a", "1", 0));
        Assert.Null(budget.Refuse("a", "4", 10));
    }

    private static bool IsHungUp(RawMqtt raw)
    {
        Socket socket = raw.Stream.Socket;
        return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
    }

    private static async Task<bool> ComesInAsync(BrokerPeer peer, int port)
    {
        try
        {
            return (await peer.ConnectAsync(port)).ResultCode == MqttClientConnectResultCode.Success;
        }
        catch (MQTTnet.Exceptions.MqttCommunicationException)
        {
            return false;
        }
    }
}
