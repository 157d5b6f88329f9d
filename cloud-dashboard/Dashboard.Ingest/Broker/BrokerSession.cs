using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Dashboard.Ingest.Broker;

/// <summary>
/// One MQTT 5 session that reconnects indefinitely: connect, subscribe, pass on messages until the connection ends, wait, repeat. Each
/// connection has a new client, so that no state of an old one remains.
/// </summary>
internal sealed class BrokerSession(string name, BrokerEndpoint endpoint, IReadOnlyList<string> filters, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.25);

    // Short, because without the broker nothing on the pages is good: it is found again as soon as it is back.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2.5);

    private readonly MqttClientFactory _factory = new();
    private TaskCompletionSource<string>? _ended;
    private readonly LineLimit _refusals = new(time);
    private IMqttClient? _client;

    /// <summary>Whether the broker keeps messages while the dashboard is not connected (QoS 1), with explicit acknowledgement.</summary>
    internal bool Durable { get; init; }

    /// <summary>How many unacknowledged messages the broker may have sent.</summary>
    internal ushort ReceiveMaximum { get; init; } = 200;

    /// <summary>Called before the subscription, so before the first message of the connection.</summary>
    internal Action Connected { get; init; } = static () => { };

    /// <summary>Called when the subscription is active.</summary>
    internal Action Subscribed { get; init; } = static () => { };

    /// <summary>Called with the reason when the connection ended or failed.</summary>
    internal Action<string> Ended { get; init; } = static _ => { };

    /// <summary>Called for each message in order.</summary>
    internal required Func<MqttApplicationMessageReceivedEventArgs, CancellationToken, Task> Received { get; init; }

    /// <summary>
    /// Ends the present connection. The session reconnects after its back-off, and the broker sends unacknowledged messages again.
    /// </summary>
    internal void Reset(string reason) => _ended?.TrySetResult(reason);

    /// <summary>Publishes with QoS 1 over the present connection. Without one, or if it ends, nothing happens.</summary>
    internal Task PublishAsync(string topic, byte[] payload, bool retain, CancellationToken cancellationToken) => PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithRetainFlag(retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
        cancellationToken);

    /// <summary>As the other one.</summary>
    /// <returns>Whether the broker has it.</returns>
    internal async Task<bool> PublishAsync(MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        if (_client is not { } client)
        {
            return false;
        }

        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(ConnectTimeout);
            MqttClientPublishResult result = await client.PublishAsync(message, limit.Token).ConfigureAwait(false);
            if (!result.IsSuccess && _refusals.Next() > 0)
            {
                Log.AnswerRefused(logger, endpoint.ToString(), message.Topic, result.ReasonCode.ToString());
            }

            return result.IsSuccess;
        }
        catch (Exception exception) when (exception is MqttCommunicationException or MqttClientNotConnectedException
            or OperationCanceledException or InvalidOperationException or ObjectDisposedException or NullReferenceException)
        {
            // MQTTnet itself fails with the last one when the connection ends at that moment.
            Reset("a message to a gateway could not be published.");
            return false;
        }
    }

    /// <summary>Runs until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        Backoff backoff = new(ShortestPause, LongestPause);
        string? written = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            string reason = await ConnectionAsync(backoff, cancellationToken).ConfigureAwait(false);
            Ended(reason);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            // A repeated reason is logged once.
            if (reason != written)
            {
                Log.SessionDisconnected(logger, endpoint.ToString(), name, reason);
                written = reason;
            }

            await Task.Delay(backoff.Next(), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> ConnectionAsync(Backoff backoff, CancellationToken cancellationToken)
    {
        TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ended = ended;
        using IMqttClient client = _factory.CreateMqttClient();
        using CancellationTokenSource connection = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        client.DisconnectedAsync += args =>
        {
            ended.TrySetResult(args.Exception?.Message ?? $"the broker ended the connection ({args.Reason}).");
            return Task.CompletedTask;
        };
        client.ApplicationMessageReceivedAsync += args => Received(args, connection.Token);
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(ConnectTimeout);
            MqttClientConnectResult connected = await client.ConnectAsync(Options(), limit.Token).ConfigureAwait(false);
            if (connected.ResultCode != MqttClientConnectResultCode.Success)
            {
                return $"the broker refused the log-in ({connected.ResultCode} {connected.ReasonString}).";
            }

            Connected();
            await SubscribeAsync(client, limit.Token).ConfigureAwait(false);
            _client = client;
            Subscribed();
            Log.SessionConnected(logger, endpoint.ToString(), name);
            backoff.Reset();
            string reason = await ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return reason;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopAsync(client).ConfigureAwait(false);
            return "the dashboard is stopping.";
        }
        catch (OperationCanceledException)
        {
            return $"no answer within {ConnectTimeout.TotalSeconds:0} s.";
        }
        catch (Exception exception)
        {
            // Any failure is logged by the caller, and the connection is tried again indefinitely.
            return Innermost(exception).Message;
        }
        finally
        {
            _client = null;
            await connection.CancelAsync().ConfigureAwait(false);
        }
    }

    private MqttClientOptions Options()
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(endpoint.Host, endpoint.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId($"{endpoint.ClientId}-{name}")
            .WithCleanStart(!Durable)
            .WithSessionExpiryInterval(Durable ? (uint)Math.Min(uint.MaxValue, endpoint.KeepEvents.TotalSeconds) : 0)
            .WithReceiveMaximum(ReceiveMaximum)
            .WithKeepAlivePeriod(KeepAlive)
            .WithTimeout(ConnectTimeout);
        if (endpoint.UserName is not null)
        {
            builder = builder.WithCredentials(endpoint.UserName, endpoint.Password);
        }

        if (endpoint.Tls)
        {
            builder = builder.WithTlsOptions(tls =>
            {
                tls.UseTls();
                if (endpoint.TrustedCertificates is { } trusted)
                {
                    // A private authority publishes no revocation list; a check would refuse all its certificates.
                    tls.WithTrustChain(trusted)
                        .WithRevocationMode(System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck);
                }
            });
        }

        return builder.Build();
    }

    private async Task SubscribeAsync(IMqttClient client, CancellationToken cancellationToken)
    {
        MqttClientSubscribeOptionsBuilder options = _factory.CreateSubscribeOptionsBuilder();
        foreach (string filter in filters)
        {
            options.WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        MqttClientSubscribeResult result = await client.SubscribeAsync(options.Build(), cancellationToken).ConfigureAwait(false);
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
            {
                throw new SubscriptionRefusedException(
                    $"the broker refused the subscription to {item.TopicFilter.Topic} ({item.ResultCode}).");
            }
        }
    }

    private static async Task StopAsync(IMqttClient client)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(1));
        try
        {
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MqttCommunicationException or OperationCanceledException or InvalidOperationException
            or ObjectDisposedException)
        {
            // The DISCONNECT is optional: the broker detects the end of the connection anyway.
        }
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    private sealed class SubscriptionRefusedException(string message) : Exception(message);
}
