using Edge.Contracts;
using MQTTnet;

namespace Edge.Mqtt;

/// <content>One connection to the broker, and the profiles that are published over it in turn.</content>
public sealed partial class MqttPublisher
{
    private async Task ConnectAndServeAsync(IMqttClient client, CommandLog commandLog, ReconnectDelay retry, CancellationToken stop)
    {
        DateTimeOffset since = _time.GetUtcNow();
        MqttClientOptions options = MqttConnection.Options(
            _options, _topics.State, Json(State(since, GatewayStatus.Offline)));
        MqttSession? session = null;
        string? reason = null;
        client.DisconnectedAsync += disconnected =>
        {
            reason = disconnected.ReasonString
                ?? (disconnected.Exception is { } e ? ConnectionFailure.Innermost(e) : disconnected.Reason.ToString());
            session?.MarkLost(reason);
            return Task.CompletedTask;
        };
        MqttClientConnectResult connected = await client.ConnectAsync(options, stop).ConfigureAwait(false);

        // "Unavailable" is what a broker says that is about to start: it is as good as absent.
        if (connected.ResultCode != MqttClientConnectResultCode.ServerUnavailable)
        {
            retry.Answered();
        }

        if (connected.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new SessionLostException($"the broker refuses the connection: {connected.ResultCode} {connected.ReasonString}".TrimEnd());
        }

        Log.BrokerConnected(_logger, _options.Host, _options.Port, _options.ClientId);
        if (!connected.RetainAvailable)
        {
            Log.NoRetain(_logger);
        }

        session = new MqttSession(client, connected, _options, _time, _logger);
        if (!client.IsConnected)
        {
            session.MarkLost(reason ?? "the connection was closed");
        }

        try
        {
            await ServeAsync(client, session, since, commandLog, retry, stop).ConfigureAwait(false);
        }
        catch (SessionLostException)
        {
            Log.BrokerLost(_logger, _options.Host, _options.Port, session.LostReason);
        }
        finally
        {
            lock (_lock)
            {
                // A task that is not completed stays: a caller may wait for it already.
                if (_ready.Task.IsCompleted)
                {
                    _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            if (stop.IsCancellationRequested && client.IsConnected)
            {
                await PublishOfflineAsync(client, session).ConfigureAwait(false);
            }

            session.MarkLost("the connection was closed");
        }
    }

    /// <summary>Publishes until the connection is lost or the gateway stops.</summary>
    private async Task ServeAsync(
        IMqttClient client, MqttSession session, DateTimeOffset since, CommandLog commandLog, ReconnectDelay retry, CancellationToken stop)
    {
        Task commands = Task.CompletedTask;
        Task answers = Task.CompletedTask;
        bool again = _foreign.Connected();
        // What the broker has at the first connection may be of a former journal. Later it is this gateway's own, or another one wrote it.
        RetainedGuard.Actions actions = new(
            _foreign, topic => _live?.Repeat(topic) ?? true,
            (epoch, retained) => (retained && !again) || _journal.Status.Runs.Within(epoch, 0) is not null);
        RetainedGuard guard = new(client, _topics, session, actions, _time, _logger);
        Task guarding = guard.RunAsync(stop);
        try
        {
            for (bool first = true; ; first = false)
            {
                ActiveProfile profile = _active;
                Publication publication = profile.Publication;
                (int screens, int tags, int elements) =
                    (publication.ScreenTopics.Length, publication.PointTopics.Length, publication.ElementTopics.Length);
                using LivePublisher live = new(publication, profile.Board, _options, _time, session, status => State(since, status));
                _live = live;
                await live.PublishEverythingAsync(first, stop).ConfigureAwait(false);
                if (first)
                {
                    Log.PublishedAll(_logger, screens, tags, elements);
                    retry.Published();
                    lock (_lock)
                    {
                        _ = _ready.TrySetResult(session);
                    }

                    commands = _requests is null
                        ? Task.CompletedTask
                        : new ElementCommands(client, _topics, session, _requests, _time, commandLog).RunAsync(stop);
                    answers = _feeds.IsEmpty
                        ? Task.CompletedTask
                        : new HistorianAnswers(client, session, _feeds, _time, _logger).RunAsync(stop);
                }
                else
                {
                    Log.PublishedProfile(_logger, screens, tags, elements);
                }

                await PublishChangesAsync(client, session, profile, live, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            _live = null;
            await commands.ConfigureAwait(false);
            await answers.ConfigureAwait(false);
            await guarding.ConfigureAwait(false);
        }
    }

    /// <summary>Publishes the changes of one profile, and clears topics of former ones; returns when another profile is active.</summary>
    private async Task PublishChangesAsync(
        IMqttClient client, MqttSession session, ActiveProfile profile, LivePublisher live, CancellationToken stop)
    {
        Task sweep = _swept || _options.Sweep <= TimeSpan.Zero ? Task.CompletedTask : SweepAsync(client, session, profile, stop);
        try
        {
            await live.PublishChangesAsync(stop, profile.Replaced).ConfigureAwait(false);
        }
        finally
        {
            // The sweep of this profile must not clear topics of the next one.
            await sweep.ConfigureAwait(false);
        }
    }

    private async Task SweepAsync(IMqttClient client, MqttSession session, ActiveProfile profile, CancellationToken stop)
    {
        // Set before the sweep: a profile that arrives during it resets the flag, and has its own sweep.
        _swept = true;
        RetainedSweep sweep = new(client, profile.Publication, session, _logger);
        if (!await sweep.RunAsync(_options.Sweep, _time, profile.Replaced, stop).ConfigureAwait(false))
        {
            _swept = false;
        }
    }

    /// <summary>Publishes "offline" at an intended stop; the will is for every other end of the connection.</summary>
    private async Task PublishOfflineAsync(IMqttClient client, MqttSession session)
    {
        using CancellationTokenSource deadline = new(_options.StopTimeout, _time);
        try
        {
            byte[] offline = Json(State(_time.GetUtcNow(), GatewayStatus.Offline));
            MqttApplicationMessage message = MqttSession.Message(_topics.State, offline, retain: true);
            bool confirmed = await session.SendAsync([message], deadline.Token).ConfigureAwait(false) == 1;
            if (!confirmed)
            {
                // Every broker publishes the will when the connection ends without a DISCONNECT packet. Not every broker does for the
                // reason "disconnect with will message": that of MQTTnet drops the will.
                Log.OfflineNotSent(_logger, session.LostReason);
                return;
            }

            await client.DisconnectAsync(new MqttClientDisconnectOptions(), deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectionFailure.Is(e))
        {
            Log.OfflineNotSent(_logger, e.Message);
        }
    }
}
