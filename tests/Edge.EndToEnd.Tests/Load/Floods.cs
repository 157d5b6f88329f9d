using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Edge.EndToEnd.Tests.Load;

/// <summary>The floods, each as fast as this machine sends it. Each thing that is sent has an outcome.</summary>
internal sealed class Floods(Uri dashboard, int broker, HttpClient session)
{
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private int _sent;

    public int Sent => _sent;

    /// <summary>How many had which outcome since the last call of <see cref="PlayAsync"/>.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    public Task PlayAsync(string flood, CancellationToken end)
    {
        _outcomes.Clear();
        _sent = 0;
        return flood switch
        {
            "log-ins" => LogInsAsync(end),
            "queries" => ManyAsync(64, (_, _) => StatusAsync(session.GetAsync("/api/events?type=loss", CancellationToken.None)), end),
            "requests" => PublishAsync(
                n => ($"edge/v1/{WholeSystem.Site}/command/element", Request(n)), end),
            "records" => PublishAsync(n => ("edge/v1/flood/event", Event(n)), end),
            "log lines" => PublishAsync(n => ($"edge/v1/no such site {n}/event", "{}"), end),
            _ => Task.Delay(Timeout.InfiniteTimeSpan, end).ContinueWith(_ => { }, TaskScheduler.Default),
        };
    }

    private static string Request(int n) =>
        $$"""{"action":"set","tag":"A","attribute":"text","who":"anonymous","value":"{{n}}"}""";

    private static string Event(int seq) => $$"""
        {"epoch":"f1","seq":{{seq}},"type":"digital","tag":"T","state":0,"time":"2026-03-01T12:00:00Z","timeSource":"device",
         "clock":"synchronised","received":"2026-03-01T12:00:01Z"}
        """;

    /// <summary>Wrong passwords of 64 names from 64 addresses.</summary>
    private async Task LogInsAsync(CancellationToken end)
    {
        HttpClient[] clients = [.. Enumerable.Range(2, 64).Select(From)];
        await ManyAsync(
            clients.Length,
            (i, n) => StatusAsync(clients[i].PostAsJsonAsync(
                "/api/session", new { user = $"user{i}", password = $"wrong {n}" }, CancellationToken.None)),
            end);
        Array.ForEach(clients, client => client.Dispose());
    }

    private HttpClient From(int address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, stop) =>
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)address]), 0));
            await socket.ConnectAsync(IPAddress.Loopback, dashboard.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = dashboard,
    };

    private static async Task<string> StatusAsync(Task<HttpResponseMessage> asking)
    {
        using HttpResponseMessage answer = await asking;
        return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
    }

    private async Task PublishAsync(Func<int, (string Topic, string Payload)> make, CancellationToken end)
    {
        IMqttClient[] clients = new IMqttClient[4];
        for (int i = 0; i < clients.Length; i++)
        {
            clients[i] = new MqttClientFactory().CreateMqttClient();
            await clients[i].ConnectAsync(
                new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker).WithClientId($"flood-{i}")
                    .WithProtocolVersion(MqttProtocolVersion.V500).Build(),
                CancellationToken.None);
        }

        await ManyAsync(
            32,
            async (i, n) =>
            {
                (string topic, string payload) = make((n * 32) + i + 1);
                MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload)
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithMessageExpiryInterval(30)
                    .WithResponseTopic($"edge/v1/{WholeSystem.Site}/reply/flood").Build();
                MqttClientPublishResult result = await clients[i % clients.Length].PublishAsync(message, CancellationToken.None);
                return result.ReasonCode == MqttClientPublishReasonCode.NoMatchingSubscribers ? "Success" : $"{result.ReasonCode}";
            },
            end);
        Array.ForEach(clients, client => client.Dispose());
    }

    private Task ManyAsync(int parallel, Func<int, int, Task<string>> act, CancellationToken end) => Task.WhenAll(
        Enumerable.Range(0, parallel).Select(i => Task.Run(async () =>
        {
            for (int n = 0; !end.IsCancellationRequested; n++)
            {
                _ = Interlocked.Increment(ref _sent);
                string outcome = await act(i, n);
                _ = _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
            }
        })));
}
