using System.Buffers;
using System.Text;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Protocol;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>A third party that listens to everything of the station.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Lock _lock = new();
    private readonly List<(string Topic, string Text)> _heard = [];

    private Listener() => _client.ApplicationMessageReceivedAsync += e =>
    {
        lock (_lock)
        {
            _heard.Add((e.ApplicationMessage.Topic["edge/v1/los-alamos/".Length..],
                Encoding.UTF8.GetString(e.ApplicationMessage.Payload.ToArray())));
        }

        return Task.CompletedTask;
    };

    public static async Task<Listener> StartAsync(int port, CancellationToken stop)
    {
        Listener listener = new();
        await listener._client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build(), stop);
        await listener._client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder().WithTopicFilter("edge/v1/los-alamos/#", MqttQualityOfServiceLevel.AtMostOnce).Build(),
            stop);
        return listener;
    }

    /// <summary>Everything that was heard, in its order.</summary>
    public IReadOnlyList<(string Topic, string Text)> Heard
    {
        get
        {
            lock (_lock)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary>A field of the newest message of a topic, as text; null where there is none.</summary>
    public string? Last(string topic, string field)
    {
        lock (_lock)
        {
            int at = _heard.FindLastIndex(h => h.Topic == topic);
            return at >= 0 && _heard[at].Text.Length > 0
                && JsonDocument.Parse(_heard[at].Text).RootElement.TryGetProperty(field, out JsonElement value) ? value.ToString() : null;
        }
    }

    public IReadOnlyList<JsonElement> All(string topic)
    {
        lock (_lock)
        {
            return [.. _heard.Where(h => h.Topic == topic).Select(h => JsonDocument.Parse(h.Text).RootElement)];
        }
    }

    /// <summary>The colour of the palette with this index.</summary>
    public string Colour(int index) => All("catalog")[^1].GetProperty("colours").EnumerateArray()
        .Single(c => c.GetProperty("index").GetInt32() == index).GetProperty("colour").GetString()!;

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
        _client.Dispose();
    }
}
