using System.Text.Json;
using Edge.Contracts.Journal;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Edge.Benchmarks.Load;

/// <summary>What the broker alone can carry: a historian that stores nothing and acknowledges each batch that arrives.</summary>
internal sealed class PlainHistorian : IDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    public async Task StartAsync(int port)
    {
        _client.ApplicationMessageReceivedAsync += AnswerAsync;
        _ = await _client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId("plain-historian")
            .WithProtocolVersion(MqttProtocolVersion.V500).Build());
        _ = await _client.SubscribeAsync(JournalTopics.Everywhere(), MqttQualityOfServiceLevel.AtLeastOnce);
    }

    public void Dispose() => _client.Dispose();

    private async Task AnswerAsync(MqttApplicationMessageReceivedEventArgs message)
    {
        if (JournalTopics.TryParse(message.ApplicationMessage.Topic, out JournalTopics? topics, out JournalTopic kind)
            && kind == JournalTopic.Records)
        {
            Batch batch = Batch.Parser.ParseFrom(message.ApplicationMessage.Payload);
            _ = await _client.PublishBinaryAsync(
                topics.Acknowledgement,
                JsonSerializer.SerializeToUtf8Bytes(
                    new JournalAck { Epoch = batch.Epoch, Seq = batch.LastSeq }, JournalJson.Default.JournalAck),
                MqttQualityOfServiceLevel.AtMostOnce, retain: true);
        }
    }
}
