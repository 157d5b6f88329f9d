using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Mqtt;

/// <summary>The connection to the broker is lost, or the broker does not answer.</summary>
internal sealed class SessionLostException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What became of a message.</summary>
internal enum Delivery
{
    /// <summary>The broker has it.</summary>
    Accepted,

    /// <summary>The broker dropped it, because no client subscribes to its topic.</summary>
    NoListener,

    /// <summary>The broker does not take messages of this client on this topic.</summary>
    Refused,

    /// <summary>It is larger than the broker accepts, and was not sent.</summary>
    TooLarge,

    /// <summary>The connection was lost before the broker confirmed it.</summary>
    Lost,
}

/// <summary>
/// One connection to the broker. It sends the messages of each caller in order, and limits the number of unconfirmed messages: MQTTnet has
/// no such limit, and sends no message again.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification =
    "Callers may still wait for the window when the session ends; both fields have only memory.")]
internal sealed class MqttSession
{
    /// <summary>More bytes than MQTT 5 adds to topic and payload.</summary>
    private const int Overhead = 64;

    private readonly IMqttClient _client;
    private readonly MqttOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _window;
    private readonly uint? _maximumPacket;
    private readonly ILogger _logger;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _lost = new();
    private readonly Lock _making = new();
    private int _live;

    public MqttSession(IMqttClient client, MqttClientConnectResult connected, MqttOptions options, TimeProvider time, ILogger logger)
    {
        _client = client;
        _options = options;
        _time = time;
        _logger = logger;
        // MQTTnet returns 0 where the broker sends no limit, which means that there is none (MQTT 5 §3.2.2.3.6).
        _maximumPacket = connected.MaximumPacketSize is { } maximum and > 0 ? maximum : null;
        int receiveMaximum = connected.ReceiveMaximum is { } limit and > 0 ? limit : ushort.MaxValue;
        _window = new SemaphoreSlim(Math.Clamp(options.MaximumInFlight, 1, receiveMaximum));
        Lost = _lost.Token;
    }

    /// <summary>Cancelled when the connection is lost.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Whether anything but records for historians is sent or waits to be sent.</summary>
    public bool HasLive => Volatile.Read(ref _live) > 0;

    /// <summary>The most bytes that a payload on a topic may have; null: the broker gives no limit.</summary>
    public long? MaximumPayload(string topic) => _maximumPacket - Encoding.UTF8.GetByteCount(topic) - Overhead;

    /// <summary>Why the connection was lost, for the middle of a log line: without a full stop.</summary>
    public string LostReason { get; private set; } = "the connection was closed";

    /// <summary>Marks the connection as lost: everything that waits for it ends.</summary>
    public void MarkLost(string reason)
    {
        if (!_lost.IsCancellationRequested)
        {
            LostReason = reason.TrimEnd('.');
            _lost.Cancel();
        }
    }

    /// <summary>
    /// Sends messages in order and waits until the broker has confirmed each. The stop ends the wait, but cancels no message: MQTTnet
    /// treats the late confirmation of a cancelled message as a protocol error, and would disconnect before "offline" is published.
    /// </summary>
    /// <returns>How many, from the first, the broker accepted.</returns>
    /// <exception cref="OperationCanceledException">The stop.</exception>
    public async Task<int> SendAsync(IEnumerable<MqttApplicationMessage> messages, CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, Lost);
        List<Task<bool>> sent = [];
        _ = Interlocked.Increment(ref _live);
        try
        {
            foreach (MqttApplicationMessage message in messages)
            {
                await _window.WaitAsync(either.Token).ConfigureAwait(false);
                sent.Add(SendOneAsync(message));
            }

            return await CountAsync(sent, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The connection was lost; the messages that were sent before count.
            return await CountAsync(sent, stop).ConfigureAwait(false);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _live);
        }
    }

    /// <summary>Sends records for a historian, and waits until the broker has confirmed them.</summary>
    /// <exception cref="OperationCanceledException">The stop.</exception>
    public async Task<Delivery> SendRecordsAsync(MqttApplicationMessage message, CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, Lost);
        try
        {
            await _window.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Delivery.Lost;
        }

        return await DeliverAsync(message).WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>
    /// Starts to send a message that is made at this moment, and does not wait for the confirmation. Messages of this kind are made and
    /// sent one after the other, so an older one never follows a newer one.
    /// </summary>
    /// <param name="make">Makes the message.</param>
    /// <param name="started">Executed when the message has its place in the stream: what is sent after that arrives after it.</param>
    /// <param name="stop">The stop.</param>
    /// <returns>Whether the broker accepts it; false where the connection was lost before.</returns>
    /// <exception cref="OperationCanceledException">The stop.</exception>
    public async Task<Task<bool>> StartAsync(Func<MqttApplicationMessage> make, Action started, CancellationToken stop)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, Lost);
        try
        {
            await _window.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Task.FromResult(false);
        }

        lock (_making)
        {
            Task<bool> accepted = SendOneAsync(make());
            started();
            return accepted;
        }
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

    private static async Task<int> CountAsync(List<Task<bool>> sent, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        bool[] accepted = await Task.WhenAll(sent).WaitAsync(stop).ConfigureAwait(false);
        int refused = Array.IndexOf(accepted, false);
        return refused < 0 ? accepted.Length : refused;
    }

    // What is too large does not come through at the next attempt either.
    private async Task<bool> SendOneAsync(MqttApplicationMessage message) =>
        await DeliverAsync(message).ConfigureAwait(false) is Delivery.Accepted or Delivery.TooLarge;

    private async Task<Delivery> DeliverAsync(MqttApplicationMessage message)
    {
        try
        {
            long bytes = message.Payload.Length + Encoding.UTF8.GetByteCount(message.Topic) + Overhead;
            if (bytes > _maximumPacket)
            {
                // The broker would close the connection each time that it is sent.
                if (Changes(message.Topic, accepted: false))
                {
                    Log.TooLarge(_logger, message.Topic, bytes, _maximumPacket.Value);
                }

                return Delivery.TooLarge;
            }

            Task<MqttClientPublishResult> published = _client.PublishAsync(message, Lost);
            return DeliveryOf(message, await published.WaitAsync(_options.AnswerTimeout, _time).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return Delivery.Lost;
        }
        catch (TimeoutException)
        {
            MarkLost($"the broker has not confirmed {message.Topic} within {_options.AnswerTimeout.TotalSeconds:0.#} s");
            return Delivery.Lost;
        }
        catch (Exception e) when (
            e is MqttCommunicationException or MqttProtocolViolationException or IOException or ObjectDisposedException
            || (e is NullReferenceException && !_client.IsConnected))
        {
            // MQTTnet clears its fields while it disconnects: a message at that moment fails with a NullReferenceException.
            MarkLost(e.Message);
            return Delivery.Lost;
        }
        finally
        {
            _ = _window.Release();
        }
    }

    /// <summary>
    /// The broker stores a retained message without subscribers for later ones. It drops a message without subscribers that is not retained
    /// (MQTT 5 §3.4.2.1, reason 0x10): that message was not delivered, and must be sent again.
    /// </summary>
    private Delivery DeliveryOf(MqttApplicationMessage message, MqttClientPublishResult result)
    {
        bool dropped = result.ReasonCode == MqttClientPublishReasonCode.NoMatchingSubscribers && !message.Retain;
        bool accepted = result.IsSuccess && !dropped;
        bool changed = Changes(message.Topic, accepted);
        if (dropped && changed)
        {
            Log.NobodyListens(_logger, message.Topic);
        }
        else if (!accepted && changed)
        {
            Log.TopicRefused(_logger, message.Topic, $"{result.ReasonCode} {result.ReasonString}".TrimEnd());
        }

        return accepted ? Delivery.Accepted : dropped ? Delivery.NoListener : Delivery.Refused;
    }

    // Each change is logged once.
    private bool Changes(string topic, bool accepted)
    {
        lock (_refused)
        {
            return accepted ? _refused.Remove(topic) : _refused.Add(topic);
        }
    }
}
