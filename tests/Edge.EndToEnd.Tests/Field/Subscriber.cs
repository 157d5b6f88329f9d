using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Edge.Contracts;
using MQTTnet;
using MQTTnet.Protocol;
using TestKit;

namespace Edge.EndToEnd.Tests.Field;

/// <summary>
/// A third party that subscribes to everything of the site. (epoch, seq) is the identity of an event: what arrives again is the same one.
/// The gateway has one journal, so a seq has one epoch, that of the run which wrote it.
/// </summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private const string Root = "edge/v1/" + GatewayProgram.Site + "/";

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _last = [];
    private readonly SortedDictionary<long, string> _events = [];
    private readonly List<string> _wrong = [];
    private string? _journal;

    private Subscriber() => _client.ApplicationMessageReceivedAsync += e =>
    {
        Take(e.ApplicationMessage.Topic[Root.Length..], Encoding.UTF8.GetString(e.ApplicationMessage.Payload.ToArray()));
        return Task.CompletedTask;
    };

    public static async Task<Subscriber> StartAsync(int port, CancellationToken stop)
    {
        Subscriber subscriber = new();
        try
        {
            await subscriber._client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build(), stop);
            await subscriber._client.SubscribeAsync(
                new MqttClientSubscribeOptionsBuilder().WithTopicFilter(Root + "#", MqttQualityOfServiceLevel.AtLeastOnce).Build(), stop);
            return subscriber;
        }
        catch
        {
            await subscriber.DisposeAsync();
            throw;
        }
    }

    /// <summary>A field of the newest message of a topic, as text; null where there is none.</summary>
    public string? Last(string topic, string field)
    {
        lock (_lock)
        {
            return _last.TryGetValue(topic, out string? text)
                && JsonDocument.Parse(text).RootElement.TryGetProperty(field, out JsonElement value)
                ? value.ToString() : null;
        }
    }

    /// <summary>The names below a kind of topic, as <c>tag</c>, of which something came.</summary>
    public IReadOnlySet<string> Names(string kind)
    {
        lock (_lock)
        {
            return _last.Keys.Where(t => t.StartsWith(kind + "/", StringComparison.Ordinal)).Select(t => t[(kind.Length + 1)..])
                .ToHashSet();
        }
    }

    /// <summary>The sequence of events in the order of the journal, each once; fails where one identity came with two contents.</summary>
    public IReadOnlyList<JsonElement> Events()
    {
        lock (_lock)
        {
            Assert.Empty(_wrong);
            return [.. _events.Values.Select(text => JsonDocument.Parse(text).RootElement)];
        }
    }

    /// <summary>What the field recorded of it: digital inputs, and communications; all, or those that are asked for.</summary>
    public IReadOnlyList<Recorded> Recorded(Func<JsonElement, bool>? which = null) =>
        [.. Events().Where(e => e.GetProperty("type").GetString() is "digital" or "comms" && which?.Invoke(e) != false)
            .Select(EndToEnd.Tests.Recorded.Of)];

    /// <summary>Waits until a tag has a quality.</summary>
    public Task QualityAsync(string tag, string quality, CancellationToken stop) =>
        Eventually.TrueAsync(() => Last($"tag/{tag}", "quality") == quality, $"{tag} is {quality}", stop);

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
        }

        _client.Dispose();
    }

    private void Take(string topic, string text)
    {
        lock (_lock)
        {
            _last[topic] = text;
            if (topic != "event")
            {
                return;
            }

            JsonElement happened = JsonDocument.Parse(text).RootElement;
            long seq = happened.GetProperty("seq").GetInt64();
            string epoch = happened.GetProperty("epoch").GetString()!;
            _journal ??= JournalEpochs.BaseOf(epoch);
            if (JournalEpochs.BaseOf(epoch) != _journal || (_events.TryGetValue(seq, out string? before) && before != text))
            {
                _wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{epoch} {seq} came as {text}"));
            }

            _events[seq] = text;
        }
    }
}
