using System.Buffers;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;

namespace Edge.Mqtt.Tests;

internal sealed record Heard(string Topic, string Text, bool Retained, byte[] Payload)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;
}

/// <summary>A client of a third party that subscribes to everything.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Lock _lock = new();
    private readonly List<Heard> _heard = [];

    private Listener() => _client.ApplicationMessageReceivedAsync += e =>
    {
        MqttApplicationMessage m = e.ApplicationMessage;
        lock (_lock)
        {
            byte[] payload = m.Payload.ToArray();
            _heard.Add(new Heard(m.Topic, Encoding.UTF8.GetString(payload), m.Retain, payload));
        }

        return Task.CompletedTask;
    };

    public IReadOnlyList<Heard> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _heard];
            }
        }
    }

    public static async Task<Listener> StartAsync(int port, CancellationToken stop)
    {
        Listener listener = new();
        await listener.ConnectAsync(port, stop);
        return listener;
    }

    public async Task ConnectAsync(int port, CancellationToken stop)
    {
        await _client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
                .Build(), stop);

        // At least once: a broker may drop messages at QoS 0 for a slow subscriber, as on a busy machine.
        await _client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder()
                .WithTopicFilter("#", MqttQualityOfServiceLevel.AtLeastOnce, retainAsPublished: true).Build(),
            stop);
    }

    /// <summary>The newest message of a topic, or null.</summary>
    public Heard? Last(string topic) => All.LastOrDefault(h => h.Topic == topic);

    /// <summary>The value in the newest message of a topic; null where there is none.</summary>
    public double? Value(string topic) =>
        Last(topic) is { Text.Length: > 0 } heard && heard.Json.TryGetProperty("value", out JsonElement value) ? value.GetDouble() : null;

    /// <summary>The seqs of the events and energies, in the order of their arrival.</summary>
    public IReadOnlyList<long> Seqs() =>
        [.. All.Where(h => h.Topic is Station.Event or Station.Energy).Select(h => h.Json.GetProperty("seq").GetInt64())];

    public long LastSeq => Seqs() is [.., var last] ? last : 0;

    /// <summary>The retained messages that the broker has now.</summary>
    public static async Task<Dictionary<string, Heard>> RetainedAsync(
        int port, Func<Dictionary<string, Heard>, bool> complete, CancellationToken stop)
    {
        await using Listener listener = await StartAsync(port, stop);
        Dictionary<string, Heard> Now() => listener.All.Where(h => h.Retained)
            .GroupBy(h => h.Topic).Select(g => g.Last()).Where(h => h.Text.Length > 0).ToDictionary(h => h.Topic);
        await TestKit.Eventually.TrueAsync(() => complete(Now()), "the broker has the retained messages", stop);
        return Now();
    }

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
        }

        _client.Dispose();
    }
}
