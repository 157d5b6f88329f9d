using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Edge.Contracts;
using Edge.Pipeline;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Mqtt;

/// <summary>
/// Executes a request of an operator, or refuses it; see <see cref="Edge.Pipeline.Loop.PipelineLoop.RequestAsync"/>.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="expires">When the request becomes invalid, UTC.</param>
/// <param name="cancellationToken">Ends the wait.</param>
public delegate Task<ElementAnswer> ElementRequestHandler(
    ElementRequest request, DateTimeOffset expires, CancellationToken cancellationToken);

/// <summary>
/// Receives requests about elements over one connection, and answers them. A request must arrive while the gateway is connected: retained
/// requests are refused, no session queues requests, and each one has an expiry. So an old request is never executed.
/// </summary>
internal sealed class ElementCommands(
    IMqttClient client, Topics topics, MqttSession session, ElementRequestHandler handler, TimeProvider time, CommandLog log)
{
    /// <summary>The longest that a request may be valid.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(60);

    private const int LargestRequest = 16 * 1024;

    // Brokers disconnect a client that publishes on a topic of very many levels.
    private const int LongestAnswerTopic = 256;
    private const int MaximumAnswerLevels = 16;
    private const int MaximumWaiting = 32;

    private readonly Channel<(MqttApplicationMessage Message, DateTimeOffset Arrived)> _received =
        Channel.CreateBounded<(MqttApplicationMessage, DateTimeOffset)>(new BoundedChannelOptions(MaximumWaiting) { SingleReader = true });

    /// <summary>Receives and answers until the connection is lost or the gateway stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Lost);
        client.ApplicationMessageReceivedAsync += OnMessageAsync;
        try
        {
            if (!await SubscribeAsync(either.Token).ConfigureAwait(false))
            {
                return;
            }

            await foreach ((MqttApplicationMessage message, DateTimeOffset arrived)
                in _received.Reader.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                CommandReply reply = await AnswerAsync(message, arrived, either.Token).ConfigureAwait(false);
                log.Answered(reply);
                _ = await session.SendAsync([Reply(message, reply)], stop).ConfigureAwait(false);
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

    private async Task<bool> SubscribeAsync(CancellationToken cancellationToken)
    {
        MqttClientSubscribeOptions options = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(
            topics.CommandElement, MqttQualityOfServiceLevel.AtLeastOnce, noLocal: true, retainAsPublished: true,
            MqttRetainHandling.DoNotSendOnSubscribe).Build();
        MqttClientSubscribeResult result = await client.SubscribeAsync(options, cancellationToken).ConfigureAwait(false);
        MqttClientSubscribeResultCode code = result.Items.First().ResultCode;
        if (code > MqttClientSubscribeResultCode.GrantedQoS2)
        {
            log.SubscriptionRefused(topics.CommandElement, code.ToString());
        }

        return code <= MqttClientSubscribeResultCode.GrantedQoS2;
    }

    // Runs in the receive loop of the client: waiting for the broker here would block it.
    private Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        MqttApplicationMessage message = args.ApplicationMessage;
        if (message.Topic != topics.CommandElement)
        {
            return Task.CompletedTask;
        }

        if (message.ResponseTopic is not { Length: > 0 } answer || message.CorrelationData is not { Length: > 0 })
        {
            log.WithoutReturn.Add(topics.CommandElement);
        }
        else if (FaultOfReturn(answer) is { } fault)
        {
            log.WrongReturn.Add((topics.CommandElement, fault));
        }
        else if (!_received.Writer.TryWrite((message, time.GetUtcNow())))
        {
            log.Dropped.Add(MaximumWaiting);
        }

        return Task.CompletedTask;
    }

    /// <summary>Why the gateway does not publish an answer there, or null when it does.</summary>
    private static string? FaultOfReturn(string answer) =>
        answer.Length > LongestAnswerTopic ? $"it has {answer.Length} letters, at most {LongestAnswerTopic} are possible"
        : answer.AsSpan().Count('/') >= MaximumAnswerLevels
            ? $"it has {answer.AsSpan().Count('/') + 1} levels, at most {MaximumAnswerLevels} are possible"
        : answer.AsSpan().IndexOfAny('+', '#') >= 0 ? "it has a wildcard"
        : answer[0] == '$' ? "it begins with $"
        : Topics.TryParse(answer, out _) ? "it is a topic of the contract"
        : null;

    private async Task<CommandReply> AnswerAsync(MqttApplicationMessage message, DateTimeOffset arrived, CancellationToken stop)
    {
        if (message.Retain)
        {
            return Reply(CommandOutcome.Expired, CommandReasonCode.Retained, "A request must not be retained: clear the retain flag.");
        }

        if (message.MessageExpiryInterval == 0 || message.MessageExpiryInterval > LongestLife.TotalSeconds)
        {
            return Reply(
                CommandOutcome.Expired, CommandReasonCode.NotBounded,
                $"A request must have a message expiry interval of at most {LongestLife.TotalSeconds:0} s.");
        }

        ElementRequest? request = message.Payload.Length > LargestRequest ? null : Parse(message.Payload);
        if (request is null)
        {
            return Reply(
                CommandOutcome.Malformed, CommandReasonCode.NotOfContract,
                "The payload is no request about an element, or a text of it has control characters: see the contract.");
        }

        DateTimeOffset expires = arrived.AddSeconds(message.MessageExpiryInterval);
        ElementAnswer answer = await handler(request, expires, stop).ConfigureAwait(false);
        return Reply(Words.Outcome(answer.Outcome), answer.Refusal is { } refusal ? Words.Reason(refusal) : null, answer.Detail);
    }

    private static ElementRequest? Parse(ReadOnlySequence<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (JsonSerializer.Deserialize(ref reader, ContractJson.Default.ElementCommand) is not { Tag: not null, Who: not null } command
                || reader.Read()
                || !(IsPlain(command.Tag) && IsPlain(command.Who) && IsPlain(command.Value)))
            {
                return null;
            }

            return new ElementRequest(
                Words.Action(command.Action), command.Tag, Words.Attribute(command.Attribute ?? ElementAttributeName.Text),
                command.Value, command.Who)
            {
                Seen = command.Seen,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Such characters would steer the terminal of a person who reads the log, or turn a line of it round.
    private static bool IsPlain(string? text) => text is null || !text.Any(
        letter => char.IsControl(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format);

    private static MqttApplicationMessage Reply(MqttApplicationMessage request, CommandReply reply)
    {
        MqttApplicationMessage message = MqttSession.Message(
            request.ResponseTopic, JsonSerializer.SerializeToUtf8Bytes(reply, ContractJson.Default.CommandReply), retain: false);
        message.CorrelationData = request.CorrelationData;
        message.MessageExpiryInterval = (uint)LongestLife.TotalSeconds;
        return message;
    }

    private static CommandReply Reply(CommandOutcome outcome, string? reason, string? detail) =>
        new() { Outcome = outcome, Reason = reason, Detail = detail };
}
