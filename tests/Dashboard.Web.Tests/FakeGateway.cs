using System.Buffers;
using System.Globalization;
using MQTTnet;
using MQTTnet.Protocol;

namespace Dashboard.Web.Tests;

/// <summary>Sends over real MQTT what a gateway sends; the payloads are written by hand from the contract.</summary>
internal sealed class FakeGateway : IAsyncDisposable
{
    internal const string Svg =
        """<svg data-drawing="" viewBox="0 0 10 10" xmlns="http://www.w3.org/2000/svg">"""
        + """<rect tag="LA152B03" width="4" height="4" /></svg>""";

    internal const string Closed = """{"fill":"#aa0000","quality":"good","time":"2026-03-01T12:00:00Z"}""";

    internal const string Open = """{"fill":"#00aa00","quality":"good","time":"2026-03-01T12:00:05Z"}""";

    internal const string Catalog = """
        {"site":"SITE","name":"ET Los Álamos","timeZone":"America/Argentina/Buenos_Aires","profile":"abc",
         "devices":[{"id":"f3","description":"Alimentador 3","kind":"ied"}],
         "tags":[{"tag":"LA152B03","kind":"digital","description":"Interruptor 3","device":"f3","stateTexts":["Abierto","Cerrado"]}],
         "elements":[{"tag":"LA152B03","description":"Interruptor 3"}],
         "colours":[{"index":0,"name":"verde","colour":"#00aa00","description":"Abierto"}],
         "screens":[{"name":"LA","description":"ET Los Álamos","parent":"VS","prefix":"LA"}]}
        """;

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string _site;

    internal FakeGateway(string site = "los-alamos") => _site = site;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal static string State(DateTimeOffset now, string status = "online") => $$"""
        {"status":"{{status}}","since":"2026-03-01T11:00:00Z","time":"{{now.ToString("O", CultureInfo.InvariantCulture)}}",
         "heartbeatSeconds":10,"epoch":"e1","software":"edge 0.1.0",
         "field":[{"device":"comaster","up":true,"since":"2026-03-01T11:00:00Z"}]}
        """;

    internal static string Event(long seq, string time = "2026-03-01T12:00:00.125Z", string tag = "LA152B03") => $$"""
        {"epoch":"e1","seq":{{seq}},"type":"digital","tag":"{{tag}}","state":0,"text":"Abierto",
         "time":"{{time}}","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
        """;

    internal async Task<MqttClientConnectResultCode> ConnectAsync(
        int port, string? user = null, string? password = null, string? will = null, string? clientId = null)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
            .WithClientId(clientId ?? "edge-" + _site);
        if (user is not null)
        {
            options = options.WithCredentials(user, password);
        }

        if (will is not null)
        {
            options = options.WithWillTopic($"edge/v1/{_site}/state").WithWillPayload(will).WithWillRetain()
                .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        }

        MqttClientConnectResult result = await _client.ConnectAsync(options.Build(), Cancelled);
        return result.ResultCode;
    }

    /// <summary>The state, the catalogue, the drawing, one element and one tag.</summary>
    internal async Task PublishSiteAsync(DateTimeOffset now)
    {
        await RetainAsync("state", State(now));
        await RetainAsync("catalog", Catalog.Replace("SITE", _site, StringComparison.Ordinal));
        await RetainAsync("screen/LA", Svg);
        await RetainAsync("element/LA152B03", Closed);
        await RetainAsync("tag/LA152B03", """{"value":1,"raw":1,"quality":"good","time":"2026-03-01T12:00:00Z"}""");
    }

    internal Task<MqttClientPublishResult> RetainAsync(string rest, string payload) =>
        PublishAsync($"edge/v1/{_site}/{rest}", payload, retain: true);

    internal Task<MqttClientPublishResult> EventAsync(string payload) => PublishAsync($"edge/v1/{_site}/event", payload, retain: false);

    internal Task<MqttClientPublishResult> PublishAsync(string topic, string payload, bool retain) =>
        _client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain, Cancelled);

    /// <summary>Answers each request about an element.</summary>
    internal async Task AnswerAsync(Func<byte[], byte[]> answer)
    {
        _client.ApplicationMessageReceivedAsync += args =>
        {
            // Not in the receive loop, which the broker's confirmation needs.
            MqttApplicationMessage request = args.ApplicationMessage;
            byte[] reply = answer(request.Payload.ToArray());
            _ = Task.Run(() => _client.PublishAsync(
                new MqttApplicationMessageBuilder().WithTopic(request.ResponseTopic).WithCorrelationData(request.CorrelationData)
                    .WithPayload(reply).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), Cancelled));
            return Task.CompletedTask;
        };
        await _client.SubscribeAsync($"edge/v1/{_site}/command/element", MqttQualityOfServiceLevel.AtLeastOnce, Cancelled);
    }

    /// <summary>Goes without a word, as after a power cut.</summary>
    internal void Vanish() => _client.Dispose();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
