using System.Diagnostics.CodeAnalysis;
using Edge.Contracts;
using Edge.Pipeline.Live;
using Edge.Pipeline.Loop;
using MQTTnet;

namespace Edge.Mqtt;

/// <content>One connection to the broker, and the profiles that are published over it one after the other.</content>
public sealed partial class MqttPublisher
{
    private async Task ConnectAndServeAsync(IMqttClient client, RetryDelay retry, CancellationToken stop)
    {
        DateTimeOffset since = _time.GetUtcNow();
        MqttClientOptions options = MqttConnection.Options(
            _options, _topics.State, Json(State(since, GatewayStatus.Offline)));
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

        Log.BrokerConnected(_logger, _options.Host, _options.Port, _options.ClientId);
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
            Log.BrokerLost(_logger, _options.Host, _options.Port, session.Why);
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
        Task commands = Task.CompletedTask;
        RetainedGuard guard = new(client, _topics, session, new(_foreign, topic => _live?.Repeat(topic) ?? true), _time, _logger);
        Task guarding = guard.RunAsync(stop);
        try
        {
            for (bool first = true; ; first = false)
            {
                Picture picture = _picture;
                Publication publication = picture.Publication;
                using LivePublisher live = new(publication, picture.Board, _options, _time, session, status => State(since, status));
                _live = live;
                await live.PublishEverythingAsync(first, stop).ConfigureAwait(false);
                if (first)
                {
                    Log.PublishedAll(_logger, publication.ScreenTopics.Length, publication.PointTopics.Length, publication.ElementTopics.Length);
                    retry.Reset();
                    lock (_lock)
                    {
                        _ = _ready.TrySetResult(session);
                    }

                    commands = _requests is null
                        ? Task.CompletedTask
                        : new ElementCommands(client, _topics, session, _requests, _time, _logger).RunAsync(stop);
                }
                else
                {
                    Log.PublishedProfile(_logger, publication.ScreenTopics.Length, publication.PointTopics.Length, publication.ElementTopics.Length);
                }

                await FollowAsync(client, session, picture, live, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            _live = null;
            await commands.ConfigureAwait(false);
            await guarding.ConfigureAwait(false);
        }
    }

    /// <summary>Publishes what changes of one profile, and clears what former ones left; returns when another one is to be published.</summary>
    private async Task FollowAsync(IMqttClient client, MqttSession session, Picture picture, LivePublisher live, CancellationToken stop)
    {
        Task sweep = _swept || _options.Sweep <= TimeSpan.Zero ? Task.CompletedTask : SweepAsync(client, session, picture, stop);
        try
        {
            await live.FollowAsync(stop, picture.Replaced).ConfigureAwait(false);
        }
        finally
        {
            // What the next profile publishes must not be judged by this one.
            await sweep.ConfigureAwait(false);
        }
    }

    private async Task SweepAsync(IMqttClient client, MqttSession session, Picture picture, CancellationToken stop)
    {
        // First, so that a profile that comes while it listens is not forgotten.
        _swept = true;
        RetainedSweep sweep = new(client, picture.Publication, session, _logger);
        if (!await sweep.RunAsync(_options.Sweep, _time, picture.Replaced, stop).ConfigureAwait(false))
        {
            _swept = false;
        }
    }

    /// <summary>An intended stop says so itself; the will is for everything else.</summary>
    private async Task SayOfflineAsync(IMqttClient client, MqttSession session)
    {
        using CancellationTokenSource deadline = new(_options.StopTimeout, _time);
        try
        {
            byte[] offline = Json(State(_time.GetUtcNow(), GatewayStatus.Offline));
            MqttApplicationMessage message = MqttSession.Message(_topics.State, offline, retain: true);
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

    /// <summary>One profile as it is published, until another one takes its place.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "Readers may still look whether it was replaced; it holds nothing but memory.")]
    private sealed class Picture(Publication publication, LiveBoard board)
    {
        private readonly CancellationTokenSource _replaced = new();

        public Publication Publication => publication;

        public LiveBoard Board => board;

        public CancellationToken Replaced => _replaced.Token;

        public void Replace() => _replaced.Cancel();
    }
}
