using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Edge.Contracts;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Mqtt;

/// <summary>
/// Receives messages of other clients on the topics of this gateway, replaces them with the gateway's own, and reports them. The broker
/// does not send the gateway's own messages back (MQTT 5 §3.8.3.1, No Local). While another client continues to write, the gateway
/// replaces its messages less and less often: two gateways that run as one site by mistake must not fill the network.
/// </summary>
internal sealed class RetainedGuard(
    IMqttClient client, Topics topics, MqttSession session, RetainedGuard.Actions actions, TimeProvider time, ILogger logger)
{
    // Distinguishes the messages of these filters from those of the other filters of this connection.
    private const uint Identifier = 7;
    private const uint Before = 8;
    private const int MaximumTopics = 10_000;
    private const int MaximumState = 64 * 1024;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Last = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    private readonly Channel<string> _received = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaximumTopics) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The actions on a message of another client.</summary>
    /// <param name="Foreign">Counts it.</param>
    /// <param name="Repeat">Publishes the gateway's own message there; false when the gateway has none.</param>
    /// <param name="IsOwnEpoch">Whether the epoch of a state is this gateway's own; the second argument: the broker had it before.</param>
    public sealed record Actions(ForeignWrites Foreign, Func<string, bool> Repeat, Func<string, bool, bool> IsOwnEpoch);

    /// <summary>Receives messages until the connection is lost or the gateway stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Lost);
        client.ApplicationMessageReceivedAsync += OnMessageAsync;
        try
        {
            if (await SubscribeAsync(either.Token).ConfigureAwait(false))
            {
                await ReplaceAsync(stop, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The session or the gateway ended.
        }
        catch (MqttCommunicationException failure)
        {
            session.MarkLost(failure.Message);
        }
        finally
        {
            client.ApplicationMessageReceivedAsync -= OnMessageAsync;
        }
    }

    /// <summary>
    /// The filters. Their text differs from those of the sweep: an equal filter would replace the subscription of the sweep. Events and
    /// energies are not included: the gateway would be their subscriber, and the broker would no longer report that there is none.
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
                filter, MqttQualityOfServiceLevel.AtMostOnce, noLocal: true, retainAsPublished: true,
                MqttRetainHandling.DoNotSendOnSubscribe);
        }

        // The state that the broker has, before this gateway publishes its own. Two gateways with one client id throw each other out: what
        // the other one wrote meanwhile is all that is seen of it. This text matches the same topic.
        MqttClientSubscribeOptions state = new MqttClientSubscribeOptionsBuilder().WithSubscriptionIdentifier(Before)
            .WithTopicFilter(topics.State + "/#", MqttQualityOfServiceLevel.AtMostOnce, noLocal: true)
            .Build();
        Task<MqttClientSubscribeResult> before = client.SubscribeAsync(state, cancellationToken);
        MqttClientSubscribeResult result = await client.SubscribeAsync(builder.Build(), cancellationToken).ConfigureAwait(false);
        _ = await before.ConfigureAwait(false);
        MqttClientSubscribeResultItem? refused = result.Items.FirstOrDefault(i => i.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2);
        if (refused is not null)
        {
            Log.GuardRefused(logger, refused.TopicFilter.Topic, refused.ResultCode.ToString());
        }

        return refused is null;
    }

    // Runs in the receive loop of the client: waiting for a confirmation of the broker here would block it.
    private Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        string topic = args.ApplicationMessage.Topic;
        List<uint> identifiers = args.ApplicationMessage.SubscriptionIdentifiers ?? [];
        if (!Topics.TryParse(topic, out TopicParts parts) || parts.Site != topics.Site)
        {
            return Task.CompletedTask;
        }

        bool now = identifiers.Contains(Identifier);
        if (now)
        {
            _ = _received.Writer.TryWrite(topic);
        }

        bool before = !now && args.ApplicationMessage.Retain && identifiers.Contains(Before);
        if ((now || before) && parts.Kind == TopicKind.State && EpochOf(args.ApplicationMessage.Payload, before) is { } epoch
            && !actions.IsOwnEpoch(epoch, before))
        {
            actions.Foreign.AddGateway(topic, epoch);
        }

        return Task.CompletedTask;
    }

    // A state with a journal is what only a gateway writes. The will of a connection has none, and is news only where it stands already.
    private static string? EpochOf(ReadOnlySequence<byte> payload, bool alsoWill)
    {
        if (payload.Length > MaximumState)
        {
            return null;
        }

        try
        {
            Utf8JsonReader json = new(payload);
            return JsonSerializer.Deserialize(ref json, ContractJson.Default.StateMessage) is { } state
                && (alsoWill || state.Journal is not null) && Topics.IsName(state.Epoch)
                    ? state.Epoch
                    : null;
        }
        catch (JsonException)
        {
            // Not a state: it is replaced and counted like anything else.
            return null;
        }
    }

    private async Task ReplaceAsync(CancellationToken stop, CancellationToken end)
    {
        RetryDelay pause = new(First, Last);
        HashSet<string> replaced = new(StringComparer.Ordinal);
        long before = time.GetTimestamp();
        while (await _received.Reader.WaitToReadAsync(end).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(before) > Quiet)
            {
                pause.Reset();
            }

            await Task.Delay(pause.Next(), time, end).ConfigureAwait(false);
            before = time.GetTimestamp();
            replaced.Clear();
            int count = 0;
            string last = "";
            while (_received.Reader.TryRead(out string? topic))
            {
                count++;
                last = topic;
                if (replaced.Add(topic) && !actions.Repeat(topic) && IsRetainedKind(topic))
                {
                    _ = await session.SendAsync([MqttSession.Message(topic, default, retain: true)], stop).ConfigureAwait(false);
                }
            }

            actions.Foreign.Add(count, last);
            _ = actions.Repeat(topics.State);
        }
    }

    private static bool IsRetainedKind(string topic) =>
        Topics.TryParse(topic, out TopicParts parts) && parts.Kind is TopicKind.Screen or TopicKind.Tag or TopicKind.Element;
}
