using System.Text.Json;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;
using MQTTnet;

namespace Edge.Mqtt;

/// <summary>The present over one connection: everything once, then what changes, gathered, the latest value only.</summary>
internal sealed class LivePublisher(
    Publication publication, LiveBoard board, MqttOptions options, TimeProvider time, MqttSession session,
    Func<GatewayStatus, StateMessage> state)
    : IDisposable
{
    private readonly BoardWatch _watch = board.Watch();
    private readonly BoardChanges _changes = new();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _again = new(StringComparer.Ordinal);
    private int _beatDue;

    /// <summary>
    /// Publishes catalogue, drawings, tags and elements, and returns when the broker has them. Only then does the state say "online":
    /// until each is replaced, the broker holds good values of a former run beside it. In the middle of a connection it goes on saying so: what the
    /// broker holds was right a moment ago.
    /// </summary>
    /// <param name="first">Whether the connection has just been made.</param>
    /// <param name="stop">The stop of the service.</param>
    public async Task PublishEverythingAsync(bool first, CancellationToken stop)
    {
        _watch.Drain(_changes);
        IEnumerable<MqttApplicationMessage> everything = Everything().Concat(Changes());

        // A broker that did not notice the end of the former run (a power cut, or one that sends no will when the same client comes back)
        // still says "online".
        await SendAsync(first ? everything.Prepend(State(GatewayStatus.Offline)) : everything, stop).ConfigureAwait(false);
        await SendAsync([State(GatewayStatus.Online)], stop).ConfigureAwait(false);
    }

    /// <summary>Sends the state as soon as may be.</summary>
    public void TellState()
    {
        _ = Interlocked.Exchange(ref _beatDue, 1);
        _watch.Wake();
    }

    /// <summary>Publishes again what stands under a topic, because somebody else has written there.</summary>
    /// <param name="topic">A topic of this site.</param>
    /// <returns>False when nothing of this gateway belongs there.</returns>
    public bool Repeat(string topic)
    {
        if (topic == publication.Topics.State)
        {
            TellState();
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
            _again.Add(topic);
        }

        _watch.Wake();
        return true;
    }

    /// <summary>
    /// Publishes what changes, and the state at each heartbeat, until the connection is lost or the gateway stops; returns when another profile is to be
    /// published.
    /// </summary>
    /// <param name="stop">The stop of the service.</param>
    /// <param name="replaced">Another profile is to be published.</param>
    public async Task FollowAsync(CancellationToken stop, CancellationToken replaced)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Gone, replaced);
        using ITimer heartbeat = time.CreateTimer(_ => TellState(), null, options.Heartbeat, options.Heartbeat);
        while (true)
        {
            try
            {
                await _watch.WaitAsync(either.Token).ConfigureAwait(false);
                await Task.Delay(options.Gather, time, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                if (session.Gone.IsCancellationRequested)
                {
                    throw new SessionLostException(session.Why);
                }

                return;
            }

            _watch.Drain(_changes);
            bool beat = Interlocked.Exchange(ref _beatDue, 0) == 1;
            IEnumerable<MqttApplicationMessage> messages = Again().Concat(Changes());
            await SendAsync(beat || _changes.Links ? messages.Prepend(State(GatewayStatus.Online)) : messages, stop).ConfigureAwait(false);
        }
    }

    public void Dispose() => _watch.Dispose();

    private async Task SendAsync(IEnumerable<MqttApplicationMessage> messages, CancellationToken stop)
    {
        _ = await session.SendAsync(messages, stop).ConfigureAwait(false);
        if (session.Gone.IsCancellationRequested)
        {
            throw new SessionLostException(session.Why);
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

    private MqttApplicationMessage[] Again()
    {
        lock (_lock)
        {
            if (_again.Count == 0)
            {
                return [];
            }

            MqttApplicationMessage[] messages = [.. Everything().Where(message => _again.Contains(message.Topic))];
            _again.Clear();
            return messages;
        }
    }

    private IEnumerable<MqttApplicationMessage> Changes()
    {
        foreach ((int point, PointState now) in _changes.Points)
        {
            if (publication.PointTopics[point] is { } topic)
            {
                TagMessage message = Messages.Tag(publication.Points[point], in now);
                yield return Retained(topic, JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Default.TagMessage));
            }
        }

        foreach ((int element, ElementDisplay now) in _changes.Elements)
        {
            if (publication.ElementTopics[element] is { } topic)
            {
                ElementMessage message = Messages.Element(now);
                yield return Retained(topic, JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Default.ElementMessage));
            }
        }
    }

    private MqttApplicationMessage State(GatewayStatus status) =>
        Retained(publication.Topics.State, JsonSerializer.SerializeToUtf8Bytes(state(status), ContractJson.Default.StateMessage));

    private static MqttApplicationMessage Retained(string topic, byte[] payload) => MqttSession.Message(topic, payload, retain: true);
}
