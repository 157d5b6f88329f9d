using System.Collections.Concurrent;
using System.Text.Json;
using Edge.Contracts;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;

namespace Dashboard.Ingest.Broker;

/// <summary>
/// Sends requests about elements to gateways, and waits for their answers. A request is valid for a few seconds only, and is never
/// retained: one to a gateway that is away is done by nobody later.
/// </summary>
internal sealed class ElementRequests
{
    /// <summary>How long a request is valid, and an answer waited for.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int LargestAnswer = 16 * 1024;

    private readonly BrokerSession _session;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<CommandReply>> _waiting = new(StringComparer.Ordinal);

    internal ElementRequests(BrokerEndpoint endpoint, TimeProvider time, ILogger logger)
    {
        // Each run has its own topic of answers: what is for one before it is for nobody.
        _name = Guid.NewGuid().ToString("N");
        _time = time;
        _session = new BrokerSession("requests", endpoint, [Topics.ReplyFilter(_name)], time, logger)
        {
            Received = (args, _) =>
            {
                Take(args.ApplicationMessage);
                return Task.CompletedTask;
            },
        };
    }

    internal Task RunAsync(CancellationToken cancellationToken) => _session.RunAsync(cancellationToken);

    /// <summary>Asks the gateway of a site.</summary>
    /// <returns>Its answer; null: none came in time, or the broker does not have the request.</returns>
    internal async Task<CommandReply?> AskAsync(string site, ElementCommand command, CancellationToken cancellationToken)
    {
        string id = Guid.NewGuid().ToString("N");
        TaskCompletionSource<CommandReply> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            Topics topics = new(site);
            MqttApplicationMessage request = new MqttApplicationMessageBuilder()
                .WithTopic(topics.CommandElement)
                .WithPayload(JsonSerializer.SerializeToUtf8Bytes(command, ContractJson.Default.ElementCommand))
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithResponseTopic(topics.Reply(_name)).WithCorrelationData(System.Text.Encoding.ASCII.GetBytes(id))
                .WithMessageExpiryInterval((uint)Patience.TotalSeconds).Build();
            return !await _session.PublishAsync(request, cancellationToken).ConfigureAwait(false) ? null
                : await answer.Task.WaitAsync(Patience, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _ = _waiting.TryRemove(id, out _);
        }
    }

    // What is no answer to a request that waits is anybody's: it changes nothing.
    private void Take(MqttApplicationMessage message)
    {
        if (message.CorrelationData is not { Length: 32 } id || message.Payload.Length > LargestAnswer
            || !_waiting.TryGetValue(System.Text.Encoding.ASCII.GetString(id), out TaskCompletionSource<CommandReply>? waiting))
        {
            return;
        }

        try
        {
            Utf8JsonReader json = new(message.Payload);
            if (JsonSerializer.Deserialize(ref json, ContractJson.Default.CommandReply) is { } reply)
            {
                _ = waiting.TrySetResult(reply);
            }
        }
        catch (JsonException)
        {
            // An answer that cannot be read is none: the request is made again.
        }
    }
}
