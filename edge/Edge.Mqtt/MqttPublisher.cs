using System.Collections.Immutable;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.Json;
using Edge.Contracts;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;

namespace Edge.Mqtt;

/// <summary>
/// Publishes one substation. Keeps a connection to the broker for ever; at each connection it publishes everything, because the
/// broker may have forgotten all, then only what changes, the latest value only. Events and energies come from the journal by
/// <see cref="IPublisher.SendAsync"/>, and never before the picture of the present is complete.
/// </summary>
public sealed class MqttPublisher : IPublisher
{
    private readonly MqttOptions _options;
    private readonly Publication _publication;
    private readonly LiveBoard _board;
    private readonly IJournal _journal;
    private readonly TimeProvider _time;
    private readonly ILogger<MqttPublisher> _logger;
    private readonly ElementRequestHandler? _requests;
    private readonly MqttClientFactory _factory = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource<MqttSession> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _publishedSeq;
    private bool _swept;
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
        _publication = new Publication(site, logger);
        _board = board;
        _journal = journal;
        _time = time;
        _logger = logger;
        _requests = requests;
        _publishedSeq = journal.GetCursor(Name);
    }

    /// <inheritdoc/>
    public string Name => "mqtt";

    /// <summary>Whether the broker has the whole picture and is kept up to date.</summary>
    public bool IsConnected => _ready.Task.IsCompletedSuccessfully;

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
    /// After a batch that was not taken whole, one message goes ahead: a broker that throws everything away is not given two hundred at
    /// each attempt, and who begins to listen in the middle of one gets them in their order.
    /// </summary>
    private async Task<int> SendAsync(MqttSession session, List<MqttApplicationMessage> messages, CancellationToken cancellationToken)
    {
        int ahead = _probe && messages.Count > 0 ? 1 : 0;
        int taken = await session.SendAsync(messages.Take(ahead), cancellationToken).ConfigureAwait(false);
        if (taken == ahead)
        {
            taken += await session.SendAsync(messages.Skip(ahead), cancellationToken).ConfigureAwait(false);
        }

        _probe = taken < messages.Count;
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
                    Log.NotConnected(_logger, _options.Host, _options.Port, why);
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

    private async Task ConnectAndServeAsync(IMqttClient client, RetryDelay retry, CancellationToken stop)
    {
        DateTimeOffset since = _time.GetUtcNow();
        MqttClientOptions options = MqttConnection.Options(
            _options, _publication.Topics.State, Json(State(since, GatewayStatus.Offline)));
        MqttSession? session = null;
        string? early = null;
        client.DisconnectedAsync += gone =>
        {
            string why = gone.ReasonString ?? (gone.Exception is { } e ? Innermost(e) : gone.Reason.ToString());
            early = why;
            session?.Lose(why);
            return Task.CompletedTask;
        };
        MqttClientConnectResult connected = await client.ConnectAsync(options, stop).ConfigureAwait(false);
        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new SessionLostException($"the broker refuses the connection: {connected.ResultCode} {connected.ReasonString}".TrimEnd());
        }

        Log.Connected(_logger, _options.Host, _options.Port, _options.ClientId);
        if (!connected.RetainAvailable)
        {
            Log.NoRetain(_logger);
        }

        session = new MqttSession(client, connected, _options, _time, _logger);
        if (!client.IsConnected)
        {
            session.Lose(early ?? "the connection was closed");
        }

        try
        {
            await ServeAsync(client, session, since, retry, stop).ConfigureAwait(false);
        }
        catch (SessionLostException)
        {
            Log.Lost(_logger, _options.Host, _options.Port, session.Why);
        }
        finally
        {
            lock (_lock)
            {
                // A connection that was lost before the picture was complete leaves it as it is: somebody may wait for it already.
                if (_ready.Task.IsCompleted)
                {
                    _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            if (stop.IsCancellationRequested && client.IsConnected)
            {
                await SayOfflineAsync(client, session).ConfigureAwait(false);
            }

            session.Lose("the connection was closed");
        }
    }

    /// <summary>Publishes until the connection is lost or the gateway stops.</summary>
    private async Task ServeAsync(IMqttClient client, MqttSession session, DateTimeOffset since, RetryDelay retry, CancellationToken stop)
    {
        using LivePublisher live = new(_publication, _board, _options, _time, session, status => State(since, status));
        await live.PublishEverythingAsync(stop).ConfigureAwait(false);
        Log.PublishedAll(_logger, _publication.ScreenTopics.Length, _publication.PointTopics.Length, _publication.ElementTopics.Length);
        retry.Reset();
        lock (_lock)
        {
            _ = _ready.TrySetResult(session);
        }

        Task sweep = Task.CompletedTask;
        if (!_swept && _options.Sweep > TimeSpan.Zero)
        {
            _swept = true;
            sweep = new RetainedSweep(client, _publication, session, _logger).RunAsync(_options.Sweep, _time, stop);
        }

        Task commands = _requests is null
            ? Task.CompletedTask
            : new ElementCommands(client, _publication.Topics, session, _requests, _time, _logger).RunAsync(stop);
        try
        {
            await live.FollowAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAll(sweep, commands).ConfigureAwait(false);
        }
    }

    /// <summary>An intended stop says so itself; the will is for everything else.</summary>
    private async Task SayOfflineAsync(IMqttClient client, MqttSession session)
    {
        using CancellationTokenSource deadline = new(_options.StopTimeout, _time);
        try
        {
            byte[] offline = Json(State(_time.GetUtcNow(), GatewayStatus.Offline));
            MqttApplicationMessage message = MqttSession.Message(_publication.Topics.State, offline, retain: true);
            bool taken = await session.SendAsync([message], deadline.Token).ConfigureAwait(false) == 1;
            if (!taken)
            {
                // Hanging up without a goodbye makes every broker send the will. A goodbye that asks for it does not: MQTTnet's throws it away.
                Log.OfflineNotSent(_logger, session.Why);
                return;
            }

            await client.DisconnectAsync(new MqttClientDisconnectOptions(), deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsConnectionFailure(e))
        {
            Log.OfflineNotSent(_logger, e.Message);
        }
    }

    private StateMessage State(DateTimeOffset since, GatewayStatus status)
    {
        JournalStatus journal = _journal.Status;
        return new StateMessage
        {
            Status = status,
            Since = since,
            Time = _time.GetUtcNow(),
            HeartbeatSeconds = Math.Max(1, (int)Math.Ceiling(_options.Heartbeat.TotalSeconds)),
            Epoch = journal.Epoch,
            Software = _publication.Site.Software,
            Field = status == GatewayStatus.Online ? [.. _board.Links.Select(Messages.Link)] : [],
            Journal = status == GatewayStatus.Offline ? null : new JournalState
            {
                OldestSeq = journal.OldestSeq,
                LastSeq = journal.LastSeq,
                PublishedSeq = Interlocked.Read(ref _publishedSeq),
                Bytes = journal.Bytes,
                Dropped = journal.Dropped,
            },
        };
    }

    private MqttApplicationMessage? JournalMessage(string epoch, JournalRecord record) => record.Kind switch
    {
        JournalRecordKind.Event or JournalRecordKind.Loss or JournalRecordKind.Operator => MqttSession.Message(
            _publication.Topics.Event,
            JsonSerializer.SerializeToUtf8Bytes(Messages.Event(epoch, record), ContractJson.Default.EventMessage), retain: false),
        JournalRecordKind.Energy => MqttSession.Message(
            _publication.Topics.Energy,
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
