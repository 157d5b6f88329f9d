using System.Threading.Channels;
using Edge.Contracts;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Mqtt;

/// <summary>
/// Hears what somebody else writes under the topics of this gateway, puts its own in the place of it, and reports it. It asks the broker not
/// to send back what the gateway itself publishes (MQTT 5 §3.8.3.1, No Local). While somebody goes on writing it answers ever less often: two
/// gateways that run as one site by mistake must not fill the network.
/// </summary>
internal sealed class RetainedGuard(
    IMqttClient client, Topics topics, MqttSession session, RetainedGuard.Hands hands, TimeProvider time, ILogger logger)
{
    // Tells what comes of these filters from what comes of the others of this connection.
    private const uint Identifier = 7;
    private const int MaximumTopics = 10_000;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Last = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    private readonly Channel<string> _heard = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaximumTopics) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>What is done about a foreign message.</summary>
    /// <param name="Foreign">Counts it.</param>
    /// <param name="Repeat">Publishes the gateway's own in its place; false when the gateway has nothing there.</param>
    public sealed record Hands(ForeignWrites Foreign, Func<string, bool> Repeat);

    /// <summary>Listens until the connection is lost or the gateway stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Gone);
        client.ApplicationMessageReceivedAsync += HearAsync;
        try
        {
            if (await SubscribeAsync(either.Token).ConfigureAwait(false))
            {
                await AnswerAsync(stop, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the session or of the gateway ends the listening too.
        }
        catch (MqttCommunicationException failure)
        {
            session.Lose(failure.Message);
        }
        finally
        {
            client.ApplicationMessageReceivedAsync -= HearAsync;
        }
    }

    /// <summary>
    /// The filters; written otherwise than those of the sweep, so that neither takes the place of the other. Events and energies are not
    /// among them: the broker would take the gateway for somebody who listens to them, and would no longer say that nobody does.
    /// </summary>
    private IEnumerable<string> Filters() =>
    [
        topics.State, topics.Catalog,
        .. new[] { TopicKind.Screen, TopicKind.Tag, TopicKind.Element }.Select(kind => topics.OwnFilter(kind)[..^1] + "#"),
    ];

    private async Task<bool> SubscribeAsync(CancellationToken cancellationToken)
    {
        MqttClientSubscribeOptionsBuilder builder = new MqttClientSubscribeOptionsBuilder().WithSubscriptionIdentifier(Identifier);
        foreach (string filter in Filters())
        {
            builder = builder.WithTopicFilter(
                filter, MqttQualityOfServiceLevel.AtMostOnce, noLocal: true, retainAsPublished: true, MqttRetainHandling.DoNotSendOnSubscribe);
        }

        MqttClientSubscribeResult result = await client.SubscribeAsync(builder.Build(), cancellationToken).ConfigureAwait(false);
        MqttClientSubscribeResultItem? refused = result.Items.FirstOrDefault(i => i.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2);
        if (refused is not null)
        {
            Log.GuardRefused(logger, refused.TopicFilter.Topic, refused.ResultCode.ToString());
        }

        return refused is null;
    }

    // Called from the receive loop of the client: what must be confirmed by the broker cannot be sent from here.
    private Task HearAsync(MqttApplicationMessageReceivedEventArgs heard)
    {
        string topic = heard.ApplicationMessage.Topic;
        if (heard.ApplicationMessage.SubscriptionIdentifiers?.Contains(Identifier) == true
            && Topics.TryParse(topic, out TopicParts parts) && parts.Site == topics.Site)
        {
            _ = _heard.Writer.TryWrite(topic);
        }

        return Task.CompletedTask;
    }

    private async Task AnswerAsync(CancellationToken stop, CancellationToken end)
    {
        RetryDelay pause = new(First, Last);
        HashSet<string> answered = new(StringComparer.Ordinal);
        long before = time.GetTimestamp();
        while (await _heard.Reader.WaitToReadAsync(end).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(before) > Quiet)
            {
                pause.Reset();
            }

            await Task.Delay(pause.Next(), time, end).ConfigureAwait(false);
            before = time.GetTimestamp();
            answered.Clear();
            int count = 0;
            string last = "";
            while (_heard.Reader.TryRead(out string? topic))
            {
                count++;
                last = topic;
                if (answered.Add(topic) && !hands.Repeat(topic) && IsRetainedKind(topic))
                {
                    _ = await session.SendAsync([MqttSession.Message(topic, default, retain: true)], stop).ConfigureAwait(false);
                }
            }

            hands.Foreign.Add(count, last);
            _ = hands.Repeat(topics.State);
        }
    }

    private static bool IsRetainedKind(string topic) =>
        Topics.TryParse(topic, out TopicParts parts) && parts.Kind is TopicKind.Screen or TopicKind.Tag or TopicKind.Element;
}
