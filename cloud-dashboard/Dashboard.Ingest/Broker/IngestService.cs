using Dashboard.Historian;
using Dashboard.Ingest.Records;
using Dashboard.Ingest.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Dashboard.Ingest.Broker;

/// <summary>
/// Connects the broker with the rest of the dashboard by three sessions: a live one that starts clean each time, since all its topics are
/// retained; a durable one for events, so that the broker queues only events for it; and one for journals, which starts clean too, since
/// gateways keep what is not acknowledged.
/// </summary>
/// <remarks>Seven parameters: each is a part that the host makes, and the two intakes are the two ways of an event.</remarks>
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
    private bool _journalUp;

    public IngestService(
        SiteStore store, EventIntake intake, JournalIntake journals, RefusalLog refusals, ILiveListener listener, TimeProvider time,
        ILogger<IngestService> logger)
    {
        (_store, _intake, Journals, _refusals, _listener, _time, _logger) = (store, intake, journals, refusals, listener, time, logger);
        Health = new HealthState(Up: false, time.GetUtcNow(), "not connected yet");
    }

    /// <summary>Accepts the batches of journals.</summary>
    public JournalIntake Journals { get; }

    /// <summary>Whether all sessions are connected.</summary>
    public HealthState Health { get; private set; }

    /// <summary>Counts a message that was refused before it came to a subscription.</summary>
    public void NoteRefused(string topic, string reason) => _refusals.Add(topic, reason);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(BrokerEndpoint endpoint, CancellationToken cancellationToken)
    {
        TopicKind[] present = [TopicKind.State, TopicKind.Catalog, TopicKind.Screen, TopicKind.Tag, TopicKind.Element];
        BrokerSession live = new("live", endpoint, [.. present.Select(Topics.Filter)], _time, _logger)
        {
            Connected = _store.LinkUp,
            Subscribed = () => SetHealth(ref _liveUp, true, null),
            Ended = reason =>
            {
                _store.LinkDown();
                SetHealth(ref _liveUp, false, reason);
            },
            Received = (args, _) =>
            {
                Apply(args.ApplicationMessage);
                return Task.CompletedTask;
            },
        };
        EventSubscriber events = new(endpoint, _intake, _refusals, _time, _logger)
        {
            Subscribed = () => SetHealth(ref _eventsUp, true, null),
            Ended = () => SetHealth(ref _eventsUp, false, "the session for events is down"),
        };
        JournalSubscriber journals = new(endpoint, Journals, _refusals, _time, _logger)
        {
            Subscribed = () => SetHealth(ref _journalUp, true, null),
            Ended = () => SetHealth(ref _journalUp, false, "the session for journals is down"),
        };
        using ChangePump pump = new(_store, _listener, Window, _time);
        using ITimer update = _time.CreateTimer(_ => _store.UpdateStatus(), null, UpdateEvery, UpdateEvery);

        // Each runs until it is stopped. If one fails, the others end too and the exception is thrown: without updates a drawing would look
        // like a substation where nothing happens.
        await EventSubscriber.TogetherAsync(cancellationToken, live.RunAsync, events.RunAsync, journals.RunAsync, pump.RunAsync)
            .ConfigureAwait(false);
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

    private void SetHealth(ref bool session, bool isUp, string? reason)
    {
        lock (_lock)
        {
            session = isUp;
            bool up = _liveUp && _eventsUp && _journalUp;
            if (up == Health.Up && (up || reason is null || reason == Health.Reason))
            {
                return;
            }

            Health = new HealthState(up, up == Health.Up ? Health.Since : _time.GetUtcNow(), up ? null : reason ?? Health.Reason);
        }

        _listener.Health();
    }
}
