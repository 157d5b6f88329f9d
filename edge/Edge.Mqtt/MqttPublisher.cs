using System.Collections.Immutable;
using System.Text.Json;
using Edge.Contracts;
using Edge.Contracts.Journal;
using Edge.Pipeline;
using Edge.Pipeline.Live;
using Microsoft.Extensions.Logging;
using MQTTnet;

namespace Edge.Mqtt;

/// <summary>
/// Publishes one substation. It connects to the broker, and reconnects indefinitely. After each connection it publishes all values, because
/// the broker may have lost them, and then only the changes. Events and energies come from the journal by
/// <see cref="IPublisher.SendAsync"/>, and are sent only after all values are published.
/// </summary>
public sealed partial class MqttPublisher : IPublisher
{
    private readonly MqttOptions _options;
    private readonly Topics _topics;
    private readonly IJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger<MqttPublisher> _logger;
    private readonly ElementRequestHandler? _requests;
    private readonly ImmutableArray<HistorianFeed> _feeds;
    private readonly MqttClientFactory _factory = new();
    private readonly Lock _lock = new();
    private volatile ActiveProfile _active;
    private volatile LivePublisher? _live;
    private volatile ProfileState? _profile;
    private readonly ForeignWrites _foreign;
    private TaskCompletionSource<MqttSession> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _publishedSeq;
    private volatile bool _swept;
    private MqttSession? _lastSession;
    private bool _probe;

    /// <summary>Makes the publisher; it does not connect before <see cref="RunAsync"/>.</summary>
    /// <remarks>Seven parameters: the publisher creates its parts itself, so it needs what each of them needs.</remarks>
    /// <param name="options">The settings of the connection.</param>
    /// <param name="site">The substation.</param>
    /// <param name="board">The latest values.</param>
    /// <param name="journal">The journal; its status is part of the state.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs failures.</param>
    /// <param name="requests">Executes the requests of operators; null: no requests are received.</param>
    public MqttPublisher(
        MqttOptions options, SiteDescription site, LiveBoard board, IJournal journal, TimeProvider time, ILogger<MqttPublisher> logger,
        ElementRequestHandler? requests = null)
    {
        ArgumentNullException.ThrowIfNull(journal);
        _options = options;
        _active = new ActiveProfile(new Publication(site, logger), board);
        _topics = _active.Publication.Topics;
        _journal = journal;
        _time = time;
        _logger = logger;
        _requests = requests;
        _foreign = new ForeignWrites(time, logger);
        _publishedSeq = journal.GetCursor(Name);
        _feeds =
        [
            .. options.Historians.Select(historian => new HistorianFeed(
                new JournalTopics(site.Site, historian), journal, board, time, logger, options.CursorLag,
                (seq, stop) => _live?.AnnounceAsync(seq, stop) ?? Task.CompletedTask)),
        ];
        journal.SalvageChanged += () => _live?.PublishState();
    }

    /// <summary>The name of its cursor in the journal. No historian can have it.</summary>
    public const string CursorName = "mqtt";

    /// <inheritdoc/>
    public string Name => CursorName;

    /// <summary>For each historian the loop that sends it the journal; its name is that of the loop.</summary>
    public IEnumerable<(string Name, Func<CancellationToken, Task> Run)> Feeds =>
        _feeds.Select(feed => ($"historian {feed.Name}", (Func<CancellationToken, Task>)feed.RunAsync));

    /// <summary>Whether the broker has all values, and receives their changes.</summary>
    public bool IsConnected => _ready.Task.IsCompletedSuccessfully;

    /// <summary>
    /// Publishes another profile from now on, over the same connection: its catalogue, drawings and values replace those of the former one,
    /// and topics that only the former one had are cleared. The site must be the same.
    /// </summary>
    /// <param name="site">The substation by its new profile.</param>
    /// <param name="board">The latest values.</param>
    /// <param name="profile">The profile for the state.</param>
    public void Use(SiteDescription site, LiveBoard board, ProfileState profile)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (site.Site != _topics.Site)
        {
            throw new ArgumentException($"A publisher of {_topics.Site} cannot publish {site.Site}.", nameof(site));
        }

        ActiveProfile before = _active;
        _profile = profile;
        _active = new ActiveProfile(new Publication(site, _logger), board);
        _swept = false;
        before.Replace();
    }

    /// <summary>Publishes in the state which profile is active, and the result of the last reload.</summary>
    /// <param name="profile">The profile for the state.</param>
    public void PublishProfileState(ProfileState profile)
    {
        _profile = profile;
        _live?.PublishState();
    }

    /// <inheritdoc/>
    public bool Publishes(JournalRecord record) => Messages.HasTopic(record);

    /// <inheritdoc/>
    public async ValueTask<int> SendAsync(ImmutableArray<JournalRecord> records, CancellationToken cancellationToken)
    {
        MqttSession session = await ReadyTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        JournalRuns runs = _journal.Status.Runs;
        List<int> positions = [];
        List<MqttApplicationMessage> messages = [];
        for (int i = 0; i < records.Length; i++)
        {
            if (Messages.OfTopic(_topics, runs.Of(records[i].Seq).Epoch, records[i]) is { } message)
            {
                positions.Add(i);
                messages.Add(message);
            }
        }

        if (messages.Count > 0 && _live is { } live)
        {
            await live.AnnounceAsync(records[positions[^1]].Seq, cancellationToken).ConfigureAwait(false);
        }

        int accepted = await SendAsync(session, messages, cancellationToken).ConfigureAwait(false);
        int confirmed = accepted == messages.Count ? records.Length : positions[accepted];
        if (confirmed > 0)
        {
            _ = Interlocked.Exchange(ref _publishedSeq, records[confirmed - 1].Seq);
        }

        return confirmed;
    }

    /// <summary>
    /// On a new connection, and after a batch that was not completely accepted, one message is sent first and the others after its
    /// confirmation. So a broker that drops the messages does not get a whole batch at each attempt, and a client that subscribes meanwhile
    /// gets all in order: messages sent together would reach it from the middle on, and the earlier ones only when they are sent again.
    /// </summary>
    private async Task<int> SendAsync(MqttSession session, List<MqttApplicationMessage> messages, CancellationToken cancellationToken)
    {
        _probe |= session != _lastSession;
        _lastSession = session;
        int first = _probe && messages.Count > 0 ? 1 : 0;
        int accepted = await session.SendAsync(messages.Take(first), cancellationToken).ConfigureAwait(false);
        if (accepted == first)
        {
            accepted += await session.SendAsync(messages.Skip(first), cancellationToken).ConfigureAwait(false);
        }

        _probe = accepted < messages.Count || (_probe && messages.Count == 0);
        return accepted;
    }

    /// <summary>Runs until it is stopped; then publishes "offline" and disconnects.</summary>
    /// <param name="stop">The stop.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        ReconnectDelay retry = new(_options);
        using CommandLog commandLog = new(_time, _logger);
        string? logged = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using IMqttClient client = _factory.CreateMqttClient();
                await ConnectAndServeAsync(client, commandLog, retry, stop).ConfigureAwait(false);
                logged = null;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (ConnectionFailure.Is(e))
            {
                string reason = ConnectionFailure.Innermost(e);
                if (reason != logged)
                {
                    Log.BrokerNotConnected(_logger, _options.Host, _options.Port, reason);
                    logged = reason;
                }
            }

            try
            {
                await Task.Delay(retry.Next(), _time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private StateMessage State(DateTimeOffset since, GatewayStatus status)
    {
        JournalStatus journal = _journal.Status;
        ActiveProfile active = _active;
        return new StateMessage
        {
            Status = status,
            Since = since,
            Time = _time.GetUtcNow(),
            HeartbeatSeconds = Math.Max(1, (int)Math.Ceiling(_options.Heartbeat.TotalSeconds)),
            Epoch = journal.Epoch,
            Software = active.Publication.Site.Software,
            Clock = status == GatewayStatus.Offline ? null : Words.Clock(active.Board.Clock),
            Field = status == GatewayStatus.Online ? [.. active.Board.Links.Select(Messages.Link)] : [],
            Journal = status == GatewayStatus.Offline ? null
                : Messages.Journal(in journal, Interlocked.Read(ref _publishedSeq), [.. _feeds.Select(feed => feed.State(in journal))]),
            Profile = status == GatewayStatus.Offline ? null : _profile,
            ForeignWriter = status == GatewayStatus.Offline ? null : _foreign.Now,
        };
    }

    private static byte[] Json(StateMessage state) => JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Default.StateMessage);

    private Task<MqttSession> ReadyTask()
    {
        lock (_lock)
        {
            return _ready.Task;
        }
    }
}
