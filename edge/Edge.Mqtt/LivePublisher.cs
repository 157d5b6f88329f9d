using System.Text.Json;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;
using MQTTnet;

namespace Edge.Mqtt;

/// <summary>
/// Publishes the latest values over one connection: all of them once, then the changes. A change after a rest is sent at once; while
/// changes continue, they are collected for a short time.
/// </summary>
internal sealed class LivePublisher(
    Publication publication, LiveBoard board, MqttOptions options, TimeProvider time, MqttSession session,
    Func<GatewayStatus, StateMessage> state)
    : IDisposable
{
    private readonly BoardWatch _watch = board.Watch();
    private readonly BoardChanges _changes = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _repeats = new(StringComparer.Ordinal);
    private int _stateDue;
    private long _announced;

    /// <summary>
    /// Publishes catalogue, drawings, tags and elements, and returns when the broker has them. After a new connection the state becomes
    /// "online" only then: until each is replaced, the broker still has values of a former run. For another profile over the same
    /// connection the state stays "online": the values of the broker were right until now.
    /// </summary>
    /// <param name="first">Whether the connection has just been made.</param>
    /// <param name="stop">The stop of the service.</param>
    public async Task PublishEverythingAsync(bool first, CancellationToken stop)
    {
        _watch.Drain(_changes);
        IEnumerable<MqttApplicationMessage> everything = Everything().Concat(Changes());

        // The broker still has the state "online" if it did not detect the end of the former run: after a power cut, or where it publishes
        // no will when the same client connects again.
        await SendAsync(first ? everything.Prepend(State(state(GatewayStatus.Offline))) : everything, stop).ConfigureAwait(false);
        await SendOnlineAsync(stop).ConfigureAwait(false);
    }

    /// <summary>
    /// Publishes the state before a record whose number it does not include yet: a dashboard takes a number that no state has announced for
    /// that of another client. It does not wait for the confirmation, because messages of one connection stay in their order.
    /// </summary>
    /// <param name="seq">The number of the record.</param>
    /// <param name="stop">The stop of the service.</param>
    public async Task AnnounceAsync(long seq, CancellationToken stop)
    {
        if (Interlocked.Read(ref _announced) < seq)
        {
            _ = await StartOnlineAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the state with the next changes.</summary>
    public void PublishState()
    {
        _ = Interlocked.Exchange(ref _stateDue, 1);
        _watch.Wake();
    }

    /// <summary>Publishes the message of a topic again, because another client has written there.</summary>
    /// <param name="topic">A topic of this site.</param>
    /// <returns>False when this gateway publishes nothing there.</returns>
    public bool Repeat(string topic)
    {
        if (topic == publication.Topics.State)
        {
            PublishState();
            return true;
        }

        if (publication.PointTopics.IndexOf(topic) is >= 0 and var point)
        {
            _watch.RepeatPoint(point);
            return true;
        }

        if (publication.ElementTopics.IndexOf(topic) is >= 0 and var element)
        {
            _watch.RepeatElement(element);
            return true;
        }

        if (topic != publication.Topics.Catalog && !publication.IsCurrent(topic))
        {
            return false;
        }

        lock (_lock)
        {
            _repeats.Add(topic);
        }

        _watch.Wake();
        return true;
    }

    /// <summary>
    /// Publishes the changes, and the state at each heartbeat, until the connection is lost or the gateway stops. It returns when another
    /// profile is active.
    /// </summary>
    /// <param name="stop">The stop of the service.</param>
    /// <param name="replaced">Another profile is active.</param>
    public async Task PublishChangesAsync(CancellationToken stop, CancellationToken replaced)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Lost, replaced);
        using ITimer heartbeat = time.CreateTimer(_ => PublishState(), null, options.Heartbeat, options.Heartbeat);
        long? last = null;
        while (true)
        {
            try
            {
                await _watch.WaitAsync(either.Token).ConfigureAwait(false);
                if (last is { } before && options.Gather - time.GetElapsedTime(before) is var rest && rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, time, either.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                if (session.Lost.IsCancellationRequested)
                {
                    throw new SessionLostException(session.LostReason);
                }

                return;
            }

            last = time.GetTimestamp();
            _watch.Drain(_changes);
            bool stateDue = Interlocked.Exchange(ref _stateDue, 0) == 1 || _changes.Links;
            if (stateDue)
            {
                await SendOnlineAsync(stop).ConfigureAwait(false);
            }

            await SendAsync(Repeats().Concat(Changes()), stop).ConfigureAwait(false);
        }
    }

    public void Dispose() => _watch.Dispose();

    private async Task SendOnlineAsync(CancellationToken stop)
    {
        Task<bool> confirmed = await StartOnlineAsync(stop).ConfigureAwait(false);
        _ = await confirmed.WaitAsync(stop).ConfigureAwait(false);
        ThrowIfLost();
    }

    private Task<Task<bool>> StartOnlineAsync(CancellationToken stop)
    {
        long lastSeq = 0;
        return session.StartAsync(
            () =>
            {
                StateMessage online = state(GatewayStatus.Online);
                lastSeq = online.Journal?.LastSeq ?? 0;
                return State(online);
            },

            // Not before: a batch of another task would overtake the state, and the dashboard would wait for it in vain.
            () => Interlocked.Exchange(ref _announced, lastSeq),
            stop);
    }

    private async Task SendAsync(IEnumerable<MqttApplicationMessage> messages, CancellationToken stop)
    {
        _ = await session.SendAsync(messages, stop).ConfigureAwait(false);
        ThrowIfLost();
    }

    private void ThrowIfLost()
    {
        if (session.Lost.IsCancellationRequested)
        {
            throw new SessionLostException(session.LostReason);
        }
    }

    private IEnumerable<MqttApplicationMessage> Everything()
    {
        yield return Retained(
            publication.Topics.Catalog, JsonSerializer.SerializeToUtf8Bytes(publication.Catalog, ContractJson.Default.CatalogMessage));
        foreach ((Screen screen, string? topic) in publication.Site.Profile.Screens.Zip(publication.ScreenTopics))
        {
            if (topic is not null && screen.Svg is { } svg)
            {
                yield return MqttSession.Drawing(topic, svg);
            }
        }
    }

    private MqttApplicationMessage[] Repeats()
    {
        lock (_lock)
        {
            if (_repeats.Count == 0)
            {
                return [];
            }

            MqttApplicationMessage[] messages = [.. Everything().Where(message => _repeats.Contains(message.Topic))];
            _repeats.Clear();
            return messages;
        }
    }

    private IEnumerable<MqttApplicationMessage> Changes()
    {
        // Elements first: they are what people see of the change.
        foreach ((int element, ElementDisplay now) in _changes.Elements)
        {
            if (publication.ElementTopics[element] is { } topic)
            {
                ElementMessage message = Messages.Element(now);
                yield return Retained(topic, JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Default.ElementMessage));
            }
        }

        foreach ((int point, PointState now) in _changes.Points)
        {
            if (publication.PointTopics[point] is { } topic)
            {
                TagMessage message = Messages.Tag(publication.Points[point], in now);
                yield return Retained(topic, JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Default.TagMessage));
            }
        }
    }

    private MqttApplicationMessage State(StateMessage message) =>
        Retained(publication.Topics.State, JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Default.StateMessage));

    private static MqttApplicationMessage Retained(string topic, byte[] payload) => MqttSession.Message(topic, payload, retain: true);
}
