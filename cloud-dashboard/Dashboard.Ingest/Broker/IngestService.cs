using Dashboard.Historian;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Dashboard.Ingest.Broker;

/// <summary>
/// Connects each broker with the rest of the dashboard by four sessions: a live one that starts clean each time, since all its topics
/// are retained; a durable one for events, so that the broker queues only events for it; one for journals, which starts clean too, since
/// gateways keep what is not acknowledged; and one for requests to gateways. Usually there is one broker; several carry the sites of a
/// list.
/// </summary>
/// <remarks>Seven parameters: each is a part that the host makes, and the two intakes are the two ways of an event.</remarks>
public sealed class IngestService
{
    private const int SessionsOfABroker = 3;

    private static readonly TimeSpan Scan = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(75);
    private static readonly TimeSpan UpdateEvery = TimeSpan.FromSeconds(1);

    private readonly SiteStore _store;
    private readonly EventIntake _intake;
    private readonly RefusalLog _refusals;
    private readonly ILiveListener _listener;
    private readonly TimeProvider _time;
    private readonly ILogger<IngestService> _logger;
    private readonly Lock _lock = new();
    private bool[] _up = [];
    private ElementRequests[] _requests = [];

    public IngestService(
        SiteStore store, EventIntake intake, JournalIntake journals, RefusalLog refusals, ILiveListener listener, TimeProvider time,
        ILogger<IngestService> logger)
    {
        (_store, _intake, Journals, _refusals, _listener, _time, _logger) = (store, intake, journals, refusals, listener, time, logger);
        Health = new HealthState(Up: false, time.GetUtcNow(), "not connected yet");
    }

    /// <summary>Accepts the batches of journals.</summary>
    public JournalIntake Journals { get; }

    /// <summary>Whether all sessions with all brokers are connected.</summary>
    public HealthState Health { get; private set; }

    /// <summary>Counts a message that was refused before it came to a subscription.</summary>
    public void NoteRefused(string topic, string reason) => _refusals.Add(topic, reason);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="endpoints">Each broker, in the order of the <see cref="SiteShards"/> of the sites.</param>
    /// <param name="cancellationToken">The stop.</param>
    public async Task RunAsync(IReadOnlyList<BrokerEndpoint> endpoints, CancellationToken cancellationToken)
    {
        if (endpoints.Count != _store.Shards.Brokers)
        {
            throw new ArgumentException($"{_store.Shards.Brokers} brokers carry the sites.", nameof(endpoints));
        }

        lock (_lock)
        {
            _up = new bool[endpoints.Count * SessionsOfABroker];
            _requests = [.. endpoints.Select(endpoint => new ElementRequests(endpoint, _time, _logger))];
        }

        using ChangePump pump = new(_store, _listener, Scan, Window, _time);
        using ITimer update = _time.CreateTimer(_ => _store.UpdateStatus(), null, UpdateEvery, UpdateEvery);

        // Each runs until it is stopped. If one fails, the others end too and the exception is thrown: without updates a drawing would look
        // like a substation where nothing happens.
        await EventSubscriber.TogetherAsync(
            cancellationToken,
            [
                .. Enumerable.Range(0, endpoints.Count).SelectMany(broker => Sessions(endpoints[broker], broker, endpoints.Count > 1)),
                .. _requests.Select(requests => (Func<CancellationToken, Task>)requests.RunAsync),
                pump.RunAsync, Journals.TakeOverAsync,
            ]).ConfigureAwait(false);
    }

    /// <summary>Asks the gateway of a site about an element.</summary>
    /// <returns>Its answer; null: none came in time.</returns>
    public Task<CommandReply?> AskAsync(string site, ElementCommand command, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _store.Shards.Of(site) is { } broker && broker < _requests.Length
                ? _requests[broker].AskAsync(site, command, cancellationToken) : Task.FromResult<CommandReply?>(null);
        }
    }

    private IEnumerable<Func<CancellationToken, Task>> Sessions(BrokerEndpoint endpoint, int broker, bool isOneOfMany)
    {
        string of = isOneOfMany ? $"{endpoint}: " : "";
        TopicKind[] present = [TopicKind.State, TopicKind.Catalog, TopicKind.Screen, TopicKind.Tag, TopicKind.Element];
        yield return new BrokerSession("live", endpoint, [.. present.Select(Topics.Filter)], _time, _logger)
        {
            Connected = () => _store.LinkUp(broker),
            Subscribed = () => SetHealth(broker, Session.Live, null),
            Ended = reason =>
            {
                _store.LinkDown(broker);
                SetHealth(broker, Session.Live, of + reason);
            },
            Received = (args, _) =>
            {
                Apply(args.ApplicationMessage, broker);
                return Task.CompletedTask;
            },
        }.RunAsync;
        yield return new EventSubscriber(
            endpoint, site => _store.Shards.Refuse(site, broker), _intake, _refusals, _time, _logger)
        {
            Subscribed = () => SetHealth(broker, Session.Events, null),
            Ended = () => SetHealth(broker, Session.Events, of + "the session for events is down"),
        }.RunAsync;
        yield return new JournalSubscriber(endpoint, broker, Journals, _refusals, _time, _logger)
        {
            Subscribed = () => SetHealth(broker, Session.Journal, null),
            Ended = () => SetHealth(broker, Session.Journal, of + "the session for journals is down"),
        }.RunAsync;
    }

    private void Apply(MqttApplicationMessage message, int broker)
    {
        if (!Topics.TryParse(message.Topic, out TopicParts topic))
        {
            _refusals.Add(message.Topic, "it is not a topic of the contract");
            return;
        }

        if (_store.Shards.Refuse(topic.Site, broker) is { } other)
        {
            _refusals.Add(message.Topic, other);
            return;
        }

        try
        {
            // A payload from the network is one segment; the copy is for other sources.
            ReadOnlySpan<byte> payload = message.Payload.IsSingleSegment ? message.Payload.FirstSpan
                : System.Buffers.BuffersExtensions.ToArray(message.Payload);
            _store.Apply(topic, payload, message.Retain);
        }
        catch (RefusedException refused)
        {
            _refusals.Add(message.Topic, refused.Message);
        }
    }

    // The reason says why a session is down; null: it is up.
    private void SetHealth(int broker, Session session, string? reason)
    {
        lock (_lock)
        {
            _up[(broker * SessionsOfABroker) + (int)session] = reason is null;
            bool up = Array.TrueForAll(_up, one => one);
            if (up == Health.Up && (up || reason is null || reason == Health.Reason))
            {
                return;
            }

            Health = new HealthState(up, up == Health.Up ? Health.Since : _time.GetUtcNow(), up ? null : reason ?? Health.Reason);
        }

        _listener.Health();
    }

    private enum Session
    {
        Live,
        Events,
        Journal,
    }
}
