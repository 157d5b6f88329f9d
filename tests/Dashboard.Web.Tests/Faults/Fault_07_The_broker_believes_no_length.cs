using System.Net.Sockets;
using Dashboard.Ingest;
using Dashboard.Web.Broker;
using MQTTnet;
using MQTTnet.Exceptions;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

/// <summary>What a client says about lengths costs nothing, and what it makes the broker keep has a bound.</summary>
[Trait("Fault", "07")]
[Trait("Category", "Slow")]
public sealed class Fault_07_The_broker_believes_no_length : IDisposable
{
    // Nobody is hung up for being slow: the fault alone decides.
    private static readonly BrokerLimits Patient = new() { ConnectTimeout = TimeSpan.FromMinutes(10) };

    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Fifty_strangers_that_announce_256_MB_are_hung_up_and_cost_nothing()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, Patient);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 50; i++)
        {
            await using RawMqtt raw = await RawMqtt.OpenAsync(dashboard.BrokerPort);
            await raw.Stream.WriteAsync(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, Cancelled);
            Assert.True(await raw.IsClosedAsync());
        }

        // Everything that the whole program allocated meanwhile, tests beside this one too: one such packet alone would be 268 MB.
        long each = (GC.GetTotalAllocatedBytes(precise: true) - before) / 50;
        Assert.InRange(each, 0, 8 * 1024 * 1024);
    }

    [Fact]
    public async Task A_length_that_never_ends_is_hung_up()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, Patient);
        await using RawMqtt raw = await RawMqtt.OpenAsync(dashboard.BrokerPort);
        await raw.Stream.WriteAsync(new byte[] { 0x10, 0x80, 0x80, 0x80, 0x80, 0x01 }, Cancelled);
        Assert.True(await raw.IsClosedAsync());
    }

    [Fact]
    public async Task A_fifth_byte_of_a_length_is_not_read_any_further()
    {
        BoundedChannel channel = new(new EndlessChannel([0x10, 0x80, 0x80, 0x80, 0x80, 0]), 1024);
        await Assert.ThrowsAsync<MqttProtocolViolationException>(() => channel.ReadAsync(new byte[6], 0, 6, Cancelled));
    }

    [Fact]
    public async Task A_log_in_of_the_largest_size_is_taken_and_one_more_byte_is_not()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, Patient);
        int limit = new BrokerLimits().ConnectBytes;
        // Ten bytes of the variable header, two of the length of the id.
        await (await RawMqtt.ConnectAsync(dashboard.BrokerPort, new string('x', limit - 12))).DisposeAsync();
        await using RawMqtt larger = await RawMqtt.OpenAsync(dashboard.BrokerPort);
        await larger.Stream.WriteAsync(RawMqtt.Connect(new string('x', limit - 11)), Cancelled);
        Assert.True(await larger.IsClosedAsync());
    }

    [Fact]
    public async Task A_reader_sends_less_than_a_gateway_may()
    {
        BrokerFiles.Write(_directory.Path);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using RawMqtt reader = await RawMqtt.ConnectAsync(dashboard.BrokerPort, "r", "lector", BrokerFiles.Password);
        await reader.Stream.WriteAsync((byte[])[0x30, .. RawMqtt.Length(new BrokerLimits().RequestBytes + 1)], Cancelled);
        Assert.True(await reader.IsClosedAsync());
    }

    [Theory]
    [InlineData(4, 100, 100)]
    [InlineData(100, 4, 100)]
    [InlineData(100, 100, 6)]
    public async Task Silent_strangers_are_bounded_and_gateways_stay(int ofOneAddress, int strangers, int connections)
    {
        BrokerLimits limits = Patient with { StrangersPerAddress = ofOneAddress, Strangers = strangers, Connections = connections };
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, limits);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        List<RawMqtt> silent = [];
        try
        {
            for (int i = 0; i < 14; i++)
            {
                silent.Add(await RawMqtt.OpenAsync(dashboard.BrokerPort));
            }

            await Eventually.TrueAsync(() => silent.Count(raw => IsHungUp(raw)) >= 10, "the strangers too many are hung up",
                Cancelled);
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
            "the next one comes in", Cancelled);
    }

    [Fact]
    public async Task A_client_that_has_logged_in_is_no_stranger()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, Patient with { StrangersPerAddress = 4, Strangers = 4 });
        List<RawMqtt> clients = [];
        for (int i = 0; i < 8; i++)
        {
            clients.Add(await RawMqtt.ConnectAsync(dashboard.BrokerPort, $"c{i}"));
        }

        foreach (RawMqtt client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(200, 10_000_000)]
    [InlineData(60_000, 40_000)]
    public async Task A_reader_that_acknowledges_nothing_is_hung_up(int messages, long bytes)
    {
        BrokerLimits limits = new() { WaitingMessages = messages, WaitingBytes = bytes };
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, limits);
        await using RawMqtt reader = await RawMqtt.ConnectAsync(dashboard.BrokerPort, "silent");
        await reader.Stream.WriteAsync(
            RawMqtt.Packet(0x82, [0, 1, 0, 9, .. "edge/v1/#"u8, 1]), Cancelled);
        byte[] granted = new byte[5];
        await reader.Stream.ReadExactlyAsync(granted, Cancelled);
        await using FakeGateway gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        for (int i = 0; i < 250; i++)
        {
            Assert.True((await gateway.RetainAsync("element/E1", FakeGateway.Open)).IsSuccess);
        }

        Assert.True(await reader.IsClosedAsync());
    }

    [Fact]
    public async Task A_gateway_is_told_when_its_site_retains_too_much()
    {
        BrokerLimits limits = new() { RetainedTopics = 3 };
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, limits);
        await using BrokerPeer gateway = new();
        await gateway.ConnectAsync(dashboard.BrokerPort);
        for (int i = 0; i < 3; i++)
        {
            Assert.NotEqual(MqttClientPublishReasonCode.QuotaExceeded, await RetainAsync(i, FakeGateway.Open));
        }

        Assert.Equal(MqttClientPublishReasonCode.QuotaExceeded, await RetainAsync(3, FakeGateway.Open));
        Assert.NotEqual(MqttClientPublishReasonCode.QuotaExceeded, await RetainAsync(0, ""));
        Assert.NotEqual(MqttClientPublishReasonCode.QuotaExceeded, await RetainAsync(3, FakeGateway.Open));

        Task<MqttClientPublishReasonCode> RetainAsync(int element, string payload) =>
            gateway.PublishAsync($"edge/v1/a/element/E{element}", payload, retain: true);
    }

    [Fact]
    public async Task A_stranger_that_says_nothing_is_hung_up()
    {
        BrokerLimits limits = new() { ConnectTimeout = TimeSpan.FromSeconds(1) };
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path, limits);
        await using RawMqtt silent = await RawMqtt.OpenAsync(dashboard.BrokerPort);
        Assert.True(await silent.IsClosedAsync());
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
        catch (MqttCommunicationException)
        {
            return false;
        }
    }
}
