using Dashboard.Historian;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Dashboard.Ingest.Broker;

/// <summary>
/// Connects the broker with the rest of the dashboard by two sessions: a live one that starts clean each time, since all its topics are
/// retained; and a durable one for events, so that the broker queues only events for it.
/// </summary>
public sealed class IngestService
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan UpdateEvery = TimeSpan.FromSeconds(1);

    private readonly SiteStore _store;
    private readonly EventIntake _intake;
    private readonly RefusalLog _refusals;
    private readonly ILiveListener _listener;
    private readonly TimeProvider _time;
    private readonly ILogger<IngestService> _logger;
    private readonly Lock _lock = new();
    private bool _liveUp;
    private bool _eventsUp;

    public IngestService(
        SiteStore store, EventIntake intake, RefusalLog refusals, ILiveListener listener, TimeProvider time, ILogger<IngestService> logger)
    {
        (_store, _intake, _refusals, _listener, _time, _logger) = (store, intake, refusals, listener, time, logger);
        Health = new HealthState(Up: false, time.GetUtcNow(), "not connected yet");
    }

    /// <summary>Whether both sessions are connected.</summary>
    public HealthState Health { get; private set; }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(BrokerEndpoint endpoint, CancellationToken cancellationToken)
    {
        BrokerSession live = new(
            "live", endpoint, [TopicKind.State, TopicKind.Catalog, TopicKind.Screen, TopicKind.Tag, TopicKind.Element], _time, _logger)
        {
            Connected = _store.LinkUp,
            Subscribed = () => SetHealth(live: true, events: null, null),
            Ended = reason =>
            {
                _store.LinkDown();
                SetHealth(live: false, events: null, reason);
            },
            Received = (args, _) =>
            {
                Apply(args.ApplicationMessage);
                return Task.CompletedTask;
            },
        };
        EventSubscriber events = new(endpoint, _intake, _refusals, _time, _logger)
        {
            Subscribed = () => SetHealth(null, events: true, null),
            Ended = () => SetHealth(null, events: false, "the session for events is down"),
        };
        using ChangePump pump = new(_store, _listener, Window, _time);
        using ITimer update = _time.CreateTimer(_ => _store.UpdateStatus(), null, UpdateEvery, UpdateEvery);

        // Each runs until it is stopped. If one fails, the others end too and the exception is thrown: without updates a drawing would look
        // like a substation where nothing happens.
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts = [live.RunAsync(end.Token), events.RunAsync(end.Token), pump.RunAsync(end.Token)];
        await Task.WhenAny(parts).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(false);
    }

    private void Apply(MqttApplicationMessage message)
    {
        if (!Topics.TryParse(message.Topic, out TopicParts topic))
        {
            _refusals.Add(message.Topic, "it is not a topic of the contract");
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

    private void SetHealth(bool? live, bool? events, string? reason)
    {
        lock (_lock)
        {
            _liveUp = live ?? _liveUp;
            _eventsUp = events ?? _eventsUp;
            bool up = _liveUp && _eventsUp;
            if (up == Health.Up && (up || reason is null || reason == Health.Reason))
            {
                return;
            }

            Health = new HealthState(up, up == Health.Up ? Health.Since : _time.GetUtcNow(), up ? null : reason ?? Health.Reason);
        }

        _listener.Health();
    }
}
