using System.Collections.Immutable;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Mqtt;

/// <summary>
/// Receives the answers of the historians over one connection. A feed sends only while its acknowledgements can arrive: a broker that
/// refuses the subscription gets no records, and is asked again ever less often.
/// </summary>
internal sealed class HistorianAnswers(
    IMqttClient client, MqttSession session, ImmutableArray<HistorianFeed> feeds, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(2);

    /// <summary>Receives until the connection is lost or the gateway stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Lost);
        client.ApplicationMessageReceivedAsync += OnMessageAsync;
        try
        {
            RetryDelay retry = new(FirstRetry, LastRetry);
            ImmutableArray<HistorianFeed> waiting = feeds;
            HashSet<string> logged = new(StringComparer.Ordinal);
            while (true)
            {
                foreach (HistorianFeed feed in waiting)
                {
                    if (await SubscribeAsync(feed, logged, either.Token).ConfigureAwait(false))
                    {
                        waiting = waiting.Remove(feed);
                        feed.Mailbox.Session = session;
                    }
                }

                await Task.Delay(waiting.IsEmpty ? Timeout.InfiniteTimeSpan : retry.Next(), time, either.Token).ConfigureAwait(false);
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
            foreach (HistorianFeed feed in feeds)
            {
                feed.Mailbox.Session = null;
            }
        }
    }

    private async Task<bool> SubscribeAsync(HistorianFeed feed, HashSet<string> logged, CancellationToken cancellationToken)
    {
        MqttClientSubscribeOptionsBuilder builder = new();
        foreach (string topic in new[] { feed.Topics.Acknowledgement, feed.Topics.Replay })
        {
            builder = builder.WithTopicFilter(
                topic, MqttQualityOfServiceLevel.AtLeastOnce, noLocal: true, retainAsPublished: true, MqttRetainHandling.SendAtSubscribe);
        }

        MqttClientSubscribeResult result = await client.SubscribeAsync(builder.Build(), cancellationToken).ConfigureAwait(false);
        MqttClientSubscribeResultItem? refused = result.Items.FirstOrDefault(i => i.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2);
        if (refused is not null && logged.Add(refused.TopicFilter.Topic))
        {
            Log.AnswersRefused(logger, feed.Name, refused.TopicFilter.Topic, refused.ResultCode.ToString());
        }

        return refused is null;
    }

    // Runs in the receive loop of the client: waiting for the broker here would block it.
    private Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        MqttApplicationMessage message = args.ApplicationMessage;
        foreach (HistorianFeed feed in feeds)
        {
            if (message.Topic == feed.Topics.Acknowledgement)
            {
                feed.Mailbox.Ack(message);
            }
            else if (message.Topic == feed.Topics.Replay)
            {
                feed.Mailbox.Replay(message);
            }
        }

        return Task.CompletedTask;
    }
}
