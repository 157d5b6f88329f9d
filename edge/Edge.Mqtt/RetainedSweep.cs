using System.Threading.Channels;
using Edge.Contracts;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Mqtt;

/// <summary>
/// Clears the retained messages of former profiles: subscribes for some seconds to the points, elements and drawings of the site, and
/// clears each that the profile does not have, with an empty retained message. The broker itself lists them, so the gateway stores no list,
/// and another broker or another data directory makes no difference.
/// </summary>
internal sealed class RetainedSweep(IMqttClient client, Publication publication, MqttSession session, ILogger logger)
{
    private static readonly TopicKind[] Kinds = [TopicKind.Screen, TopicKind.Tag, TopicKind.Element];

    private readonly Channel<string> _found = Channel.CreateUnbounded<string>();

    /// <summary>Subscribes, clears messages for so long, and unsubscribes.</summary>
    /// <param name="time">How long.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="replaced">Another profile is active: no topic may be cleared by this one any more.</param>
    /// <param name="stop">The stop of the service.</param>
    /// <returns>Whether no other sweep is needed: this one was completed, or the broker refused the subscription.</returns>
    public async Task<bool> RunAsync(TimeSpan time, TimeProvider clock, CancellationToken replaced, CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Lost);
        client.ApplicationMessageReceivedAsync += OnMessageAsync;
        try
        {
            if (!await SubscribeAsync(either.Token).ConfigureAwait(false))
            {
                return true;
            }

            using (CancellationTokenSource deadline = new(time, clock))
            using (CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(either.Token, deadline.Token, replaced))
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

    // Runs in the receive loop of the client: waiting for a confirmation of the broker here would block it.
    private Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        MqttApplicationMessage message = args.ApplicationMessage;
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
