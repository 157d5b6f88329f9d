using System.Collections.Concurrent;
using Edge.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using TestKit;
using TestKit.Brokers;

namespace Edge.Mqtt.Tests;

/// <summary>Two gateways that run as one site by mistake would answer each other without end.</summary>
[Trait("Fault", "03")]
public sealed class RetainedGuardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_another_client_goes_on_the_pause_grows_to_a_minute()
    {
        ShortPauses time = new();
        await WriteAsync(time, [.. Enumerable.Repeat(TimeSpan.Zero, 8)]);
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], time.Pauses);
    }

    [Fact]
    public async Task After_more_than_five_quiet_minutes_it_is_a_second_again()
    {
        ShortPauses time = new();
        await WriteAsync(time, [TimeSpan.Zero, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.1)]);
        Assert.Equal([1, 2, 1], time.Pauses);
    }

    /// <summary>Another client writes, each time after it was quiet for so long; the guard replaces each message.</summary>
    private static async Task WriteAsync(ShortPauses time, TimeSpan[] quiet)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop);
        using IMqttClient own = new MqttClientFactory().CreateMqttClient();
        using IMqttClient other = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult connected = await own.ConnectAsync(Options(broker.Port), Stop);
        await other.ConnectAsync(Options(broker.Port), Stop);
        MqttOptions options = new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "edge-la-prueba" };
        MqttSession session = new(own, connected, options, time, NullLogger.Instance);
        ForeignWrites foreign = new(time, NullLogger.Instance);
        RetainedGuard.Actions actions = new(foreign, _ => true, (_, _) => true);
        RetainedGuard guard = new(own, new Topics("la-prueba"), session, actions, time, NullLogger.Instance);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = guard.RunAsync(end.Token);
        for (int i = 0; i < quiet.Length; i++)
        {
            time.Pass(quiet[i]);

            // Until the guard has subscribed nobody takes it.
            await Eventually.TrueAsync(async () => await IsTakenAsync(other), "the guard listens", Stop);
            await Eventually.TrueAsync(() => foreign.Now?.Count == i + 1, "the message is replaced", Stop);
        }

        await end.CancelAsync();
        await running;
    }

    private static MqttClientOptions Options(int port) =>
        new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).Build();

    private static async Task<bool> IsTakenAsync(IMqttClient client)
    {
        MqttClientPublishResult result = await client.PublishStringAsync(
            Station.Root + "tag/LA1PA_03", "{}", MqttQualityOfServiceLevel.AtLeastOnce, retain: true, Stop);
        return result.ReasonCode == MqttClientPublishReasonCode.Success;
    }

    /// <summary>A pause takes no time, but as much of this clock as was asked for.</summary>
    private sealed class ShortPauses : TimeProvider
    {
        private readonly ConcurrentQueue<double> _pauses = [];
        private long _now;

        /// <summary>In seconds.</summary>
        public IEnumerable<double> Pauses => _pauses;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _pauses.Enqueue(dueTime.TotalSeconds);
            Pass(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }

        public void Pass(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);
    }
}
