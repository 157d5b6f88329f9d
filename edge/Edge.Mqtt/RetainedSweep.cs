using System.Threading.Channels;
using Edge.Contracts;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Mqtt;

/// <summary>
/// Clears what a former profile left behind: listens for a while to the retained points, elements and drawings of its own site and
/// takes back, by an empty retained message, each that the profile does not have. The broker itself says what it holds, so no list
/// has to be kept, and another broker or another data directory changes nothing.
/// </summary>
internal sealed class RetainedSweep(IMqttClient client, Publication publication, MqttSession session, ILogger logger)
{
    private static readonly TopicKind[] Kinds = [TopicKind.Screen, TopicKind.Tag, TopicKind.Element];

    private readonly Channel<string> _found = Channel.CreateUnbounded<string>();

    /// <summary>Listens for so long, clearing what comes, then stops listening.</summary>
    /// <param name="time">How long.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="replaced">Another profile is to be published: nothing more may be judged by this one.</param>
    /// <param name="stop">The stop of the service.</param>
    /// <returns>Whether there is no need for another one: it listened to the end, or it may not listen.</returns>
    public async Task<bool> RunAsync(TimeSpan time, TimeProvider clock, CancellationToken replaced, CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Gone);
        client.ApplicationMessageReceivedAsync += HearAsync;
        try
        {
            if (!await SubscribeAsync(either.Token).ConfigureAwait(false))
            {
                return true;
            }

            using (CancellationTokenSource enough = new(time, clock))
            using (CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(either.Token, enough.Token, replaced))
            {
                await ClearAsync(stop, end.Token).ConfigureAwait(false);
            }

            MqttClientUnsubscribeOptions options = new();
            options.TopicFilters.AddRange(Kinds.Select(publication.Topics.OwnFilter));
            _ = await client.UnsubscribeAsync(options, either.Token).ConfigureAwait(false);
            return !replaced.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            // The end of the session or of the gateway ends the search too.
        }
        catch (MqttCommunicationException failure)
        {
            session.Lose(failure.Message);
        }
        finally
        {
            client.ApplicationMessageReceivedAsync -= HearAsync;
        }

        return false;
    }

    private async Task<bool> SubscribeAsync(CancellationToken cancellationToken)
    {
        MqttClientSubscribeOptionsBuilder builder = new();
        foreach (TopicKind kind in Kinds)
        {
            builder = builder.WithTopicFilter(
                publication.Topics.OwnFilter(kind), MqttQualityOfServiceLevel.AtMostOnce, noLocal: true, retainAsPublished: true,
                MqttRetainHandling.SendAtSubscribe);
        }

        MqttClientSubscribeResult result = await client.SubscribeAsync(builder.Build(), cancellationToken).ConfigureAwait(false);
        MqttClientSubscribeResultItem? refused = result.Items.FirstOrDefault(
            i => i.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2);
        if (refused is not null)
        {
            Log.SweepRefused(logger, $"{refused.TopicFilter.Topic}: {refused.ResultCode}");
        }

        return refused is null;
    }

    // Called from the receive loop of the client: what must be confirmed by the broker cannot be sent from here.
    private Task HearAsync(MqttApplicationMessageReceivedEventArgs heard)
    {
        MqttApplicationMessage message = heard.ApplicationMessage;
        if (message.Retain && message.Payload.Length > 0
            && Topics.TryParse(message.Topic, out TopicParts parts) && parts.Site == publication.Topics.Site
            && !publication.IsCurrent(message.Topic))
        {
            _ = _found.Writer.TryWrite(message.Topic);
        }

        return Task.CompletedTask;
    }

    private async Task ClearAsync(CancellationToken stop, CancellationToken end)
    {
        int count = 0;
        try
        {
            while (true)
            {
                string topic = await _found.Reader.ReadAsync(end).ConfigureAwait(false);
                count += await session.SendAsync([MqttSession.Message(topic, default, retain: true)], stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            if (count > 0)
            {
                Log.Cleared(logger, count);
            }
        }
    }
}
