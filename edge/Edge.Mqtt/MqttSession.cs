using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Mqtt;

/// <summary>The connection to the broker is gone, or the broker does not answer.</summary>
internal sealed class SessionLostException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// One connection to the broker: sends with a bounded number of unconfirmed messages and in the order of the calls of each
/// caller. MQTTnet itself bounds nothing and sends nothing again.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification =
    "Callers may still wait in the window while the session ends; neither field holds anything but memory.")]
internal sealed class MqttSession
{
    /// <summary>What MQTT 5 adds to topic and payload at most, with some room.</summary>
    private const int Overhead = 64;

    private readonly IMqttClient _client;
    private readonly MqttOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _window;
    private readonly uint? _maximumPacket;
    private readonly ILogger _logger;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _lost = new();

    public MqttSession(IMqttClient client, MqttClientConnectResult connected, MqttOptions options, TimeProvider time, ILogger logger)
    {
        _client = client;
        _options = options;
        _time = time;
        _logger = logger;
        // MQTTnet says 0 where the broker says nothing, which means that there is no limit (MQTT 5 §3.2.2.3.6).
        _maximumPacket = connected.MaximumPacketSize is { } maximum and > 0 ? maximum : null;
        _window = new SemaphoreSlim(Math.Clamp(options.MaximumInFlight, 1, connected.ReceiveMaximum is { } limit and > 0 ? limit : ushort.MaxValue));
        Gone = _lost.Token;
    }

    /// <summary>Cancelled when the connection is gone.</summary>
    public CancellationToken Gone { get; }

    /// <summary>Why the connection is gone.</summary>
    public string Why { get; private set; } = "the connection was closed";

    /// <summary>The connection is gone: everything that waits on it ends.</summary>
    public void Lose(string why)
    {
        if (!_lost.IsCancellationRequested)
        {
            Why = why;
            _lost.Cancel();
        }
    }

    /// <summary>
    /// Sends messages in order and waits until the broker has confirmed each. The stop ends the waiting, not what is under way: MQTTnet
    /// takes a late confirmation of a message that was called off for a breach of the protocol, and would hang up before "offline" is said.
    /// </summary>
    /// <returns>How many, from the first, it has taken.</returns>
    /// <exception cref="OperationCanceledException">The stop.</exception>
    public async Task<int> SendAsync(IEnumerable<MqttApplicationMessage> messages, CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, Gone);
        List<Task<bool>> sent = [];
        try
        {
            foreach (MqttApplicationMessage message in messages)
            {
                await _window.WaitAsync(either.Token).ConfigureAwait(false);
                sent.Add(SendOneAsync(message));
            }
        }
        catch (OperationCanceledException)
        {
            // The loss of the connection ends the sending; what was sent before counts below.
        }

        stop.ThrowIfCancellationRequested();
        bool[] taken = await Task.WhenAll(sent).WaitAsync(stop).ConfigureAwait(false);
        int first = Array.IndexOf(taken, false);
        return first < 0 ? taken.Length : first;
    }

    /// <summary>A message at QoS 1.</summary>
    public static MqttApplicationMessage Message(string topic, ReadOnlyMemory<byte> payload, bool retain) => new()
    {
        Topic = topic,
        Payload = new ReadOnlySequence<byte>(payload),
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        Retain = retain,
    };

    /// <summary>A drawing.</summary>
    public static MqttApplicationMessage Drawing(string topic, string svg)
    {
        MqttApplicationMessage message = Message(topic, Encoding.UTF8.GetBytes(svg), retain: true);
        message.ContentType = "image/svg+xml";
        return message;
    }

    private async Task<bool> SendOneAsync(MqttApplicationMessage message)
    {
        try
        {
            long bytes = message.Payload.Length + Encoding.UTF8.GetByteCount(message.Topic) + Overhead;
            if (bytes > _maximumPacket)
            {
                // The broker would close the connection for it, again and again.
                Log.TooLarge(_logger, message.Topic, bytes, _maximumPacket.Value);
                return true;
            }

            Task<MqttClientPublishResult> published = _client.PublishAsync(message, Gone);
            return IsTaken(message, await published.WaitAsync(_options.AnswerTimeout, _time).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (TimeoutException)
        {
            Lose($"the broker has not confirmed {message.Topic} within {_options.AnswerTimeout.TotalSeconds:0.#} s");
            return false;
        }
        catch (Exception e) when (e is MqttCommunicationException or MqttProtocolViolationException or IOException or ObjectDisposedException
            || (e is NullReferenceException && !_client.IsConnected))
        {
            // MQTTnet clears its fields while it hangs up, and a message at that moment finds them so.
            Lose(e.Message);
            return false;
        }
        finally
        {
            _ = _window.Release();
        }
    }

    /// <summary>
    /// A retained message that nobody hears yet is kept by the broker for who comes. One that is not retained it has thrown away
    /// (MQTT 5 §3.4.2.1, reason 0x10): it is not delivered, and must be sent again.
    /// </summary>
    private bool IsTaken(MqttApplicationMessage message, MqttClientPublishResult result)
    {
        bool unheard = result.ReasonCode == MqttClientPublishReasonCode.NoMatchingSubscribers && !message.Retain;
        bool taken = result.IsSuccess && !unheard;
        bool first;
        lock (_refused)
        {
            first = taken ? _refused.Remove(message.Topic) : _refused.Add(message.Topic);
        }

        if (unheard && first)
        {
            Log.NobodyListens(_logger, message.Topic);
        }
        else if (!taken && first)
        {
            Log.TopicRefused(_logger, message.Topic, $"{result.ReasonCode} {result.ReasonString}".TrimEnd());
        }

        return taken;
    }
}
