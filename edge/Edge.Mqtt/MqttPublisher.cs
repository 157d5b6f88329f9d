using System.Collections.Immutable;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.Json;
using Edge.Contracts;
using Edge.Pipeline;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;

namespace Edge.Mqtt;

/// <summary>
/// Publishes one substation. Keeps a connection to the broker for ever; at each connection it publishes everything, because the
/// broker may have forgotten all, then only what changes, the latest value only. Events and energies come from the journal by
/// <see cref="IPublisher.SendAsync"/>, and never before the picture of the present is complete.
/// </summary>
public sealed partial class MqttPublisher : IPublisher
{
    private readonly MqttOptions _options;
    private readonly Topics _topics;
    private readonly IJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger<MqttPublisher> _logger;
    private readonly ElementRequestHandler? _requests;
    private readonly MqttClientFactory _factory = new();
    private readonly Lock _lock = new();
    private volatile Picture _picture;
    private volatile LivePublisher? _live;
    private volatile ProfileState? _profile;
    private readonly ForeignWrites _foreign;
    private TaskCompletionSource<MqttSession> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _publishedSeq;
    private volatile bool _swept;
    private MqttSession? _sentOver;
    private bool _probe;

    /// <summary>Makes the publisher; nothing is connected before <see cref="RunAsync"/>.</summary>
    /// <param name="options">How the broker is reached.</param>
    /// <param name="site">The substation.</param>
    /// <param name="board">The present.</param>
    /// <param name="journal">The past: its health stands in the state.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where failures go.</param>
    /// <param name="requests">Does what operators ask for; null: nobody is listened to.</param>
    public MqttPublisher(
        MqttOptions options, SiteDescription site, LiveBoard board, IJournal journal, TimeProvider time, ILogger<MqttPublisher> logger,
        ElementRequestHandler? requests = null)
    {
        ArgumentNullException.ThrowIfNull(journal);
        _options = options;
        _picture = new Picture(new Publication(site, logger), board);
        _topics = _picture.Publication.Topics;
        _journal = journal;
        _time = time;
        _logger = logger;
        _requests = requests;
        _foreign = new ForeignWrites(time, logger);
        _publishedSeq = journal.GetCursor(Name);
    }

    /// <inheritdoc/>
    public string Name => "mqtt";

    /// <summary>Whether the broker has the whole picture and is kept up to date.</summary>
    public bool IsConnected => _ready.Task.IsCompletedSuccessfully;

    /// <summary>
    /// Publishes another profile from now on, over the same connection: its catalogue, drawings and values in the place of those of the former one, then
    /// clears what that one left behind. The site stays the same.
    /// </summary>
    /// <param name="site">The substation by its new profile.</param>
    /// <param name="board">The present.</param>
    /// <param name="profile">What the state says of it.</param>
    public void Use(SiteDescription site, LiveBoard board, ProfileState profile)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (site.Site != _topics.Site)
        {
            throw new ArgumentException($"A publisher of {_topics.Site} cannot publish {site.Site}.", nameof(site));
        }

        Picture before = _picture;
        _profile = profile;
        _picture = new Picture(new Publication(site, _logger), board);
        _swept = false;
        before.Replace();
    }

    /// <summary>Says in the state which profile is at work, and what became of a newer one.</summary>
    /// <param name="profile">What the state says.</param>
    public void Tell(ProfileState profile)
    {
        _profile = profile;
        _live?.TellState();
    }

    /// <inheritdoc/>
    public async ValueTask<int> SendAsync(ImmutableArray<JournalRecord> records, CancellationToken cancellationToken)
    {
        MqttSession session = await ReadyTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        string epoch = _journal.Status.Epoch;
        List<int> positions = [];
        List<MqttApplicationMessage> messages = [];
        for (int i = 0; i < records.Length; i++)
        {
            if (JournalMessage(epoch, records[i]) is { } message)
            {
                positions.Add(i);
                messages.Add(message);
            }
        }

        int taken = await SendAsync(session, messages, cancellationToken).ConfigureAwait(false);
        int confirmed = taken == messages.Count ? records.Length : positions[taken];
        if (confirmed > 0)
        {
            _ = Interlocked.Exchange(ref _publishedSeq, records[confirmed - 1].Seq);
        }

        return confirmed;
    }

    /// <summary>
    /// On a new connection, and after a batch that was not taken whole, one message goes ahead: a broker that throws everything away is not
    /// given two hundred at each attempt, and who begins to listen meanwhile gets them in their order. Messages under way together would
    /// reach a listener from the middle on, and those before only when they are sent again.
    /// </summary>
    private async Task<int> SendAsync(MqttSession session, List<MqttApplicationMessage> messages, CancellationToken cancellationToken)
    {
        _probe |= session != _sentOver;
        _sentOver = session;
        int ahead = _probe && messages.Count > 0 ? 1 : 0;
        int taken = await session.SendAsync(messages.Take(ahead), cancellationToken).ConfigureAwait(false);
        if (taken == ahead)
        {
            taken += await session.SendAsync(messages.Skip(ahead), cancellationToken).ConfigureAwait(false);
        }

        _probe = taken < messages.Count || (_probe && messages.Count == 0);
        return taken;
    }

    /// <summary>Runs until it is stopped; then says "offline" and disconnects.</summary>
    /// <param name="stop">The stop.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        RetryDelay retry = new(_options.RetryMinimum, _options.RetryMaximum);
        string? said = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using IMqttClient client = _factory.CreateMqttClient();
                await ConnectAndServeAsync(client, retry, stop).ConfigureAwait(false);
                said = null;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (IsConnectionFailure(e))
            {
                string why = Innermost(e);
                if (why != said)
                {
                    Log.BrokerNotConnected(_logger, _options.Host, _options.Port, why);
                    said = why;
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

    private static bool IsConnectionFailure(Exception e) =>
        e is MqttCommunicationException or MqttProtocolViolationException or IOException or SocketException or AuthenticationException
            or CryptographicException or SessionLostException or OperationCanceledException or TimeoutException;

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e.Message;
    }

    private StateMessage State(DateTimeOffset since, GatewayStatus status)
    {
        JournalStatus journal = _journal.Status;
        Picture picture = _picture;
        return new StateMessage
        {
            Status = status,
            Since = since,
            Time = _time.GetUtcNow(),
            HeartbeatSeconds = Math.Max(1, (int)Math.Ceiling(_options.Heartbeat.TotalSeconds)),
            Epoch = journal.Epoch,
            Software = picture.Publication.Site.Software,
            Field = status == GatewayStatus.Online ? [.. picture.Board.Links.Select(Messages.Link)] : [],
            Journal = status == GatewayStatus.Offline ? null : new JournalState
            {
                OldestSeq = journal.OldestSeq,
                LastSeq = journal.LastSeq,
                PublishedSeq = Interlocked.Read(ref _publishedSeq),
                Bytes = journal.Bytes,
                Dropped = journal.Dropped,
            },
            Profile = status == GatewayStatus.Offline ? null : _profile,
            ForeignWriter = status == GatewayStatus.Offline ? null : _foreign.Now,
        };
    }

    private MqttApplicationMessage? JournalMessage(string epoch, JournalRecord record) => record.Kind switch
    {
        JournalRecordKind.Event or JournalRecordKind.Loss or JournalRecordKind.Operator => MqttSession.Message(
            _topics.Event,
            JsonSerializer.SerializeToUtf8Bytes(Messages.Event(epoch, record), ContractJson.Default.EventMessage), retain: false),
        JournalRecordKind.Energy => MqttSession.Message(
            _topics.Energy,
            JsonSerializer.SerializeToUtf8Bytes(Messages.Energy(epoch, record), ContractJson.Default.EnergyMessage), retain: false),
        _ => null,
    };

    private static byte[] Json(StateMessage state) => JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Default.StateMessage);

    private Task<MqttSession> ReadyTask()
    {
        lock (_lock)
        {
            return _ready.Task;
        }
    }
}
