using System.Collections.Concurrent;
using System.Text.Json;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts.Journal;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using TestKit.Brokers;
using Record = Edge.Contracts.Journal.Record;

namespace Dashboard.Ingest.Tests.Broker;

/// <summary>
/// A gateway by the contract, as small as possible: it publishes its list of records in batches, at most 8 of them beyond the
/// acknowledgement, obeys the answers of the historian, and connects again indefinitely.
/// </summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private const int MostUnderWay = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(10);

    private readonly IReadOnlyList<Record> _records;
    private readonly int _port;
    private readonly int _batch;
    private readonly string? _user;
    private readonly string _site;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private readonly ConcurrentQueue<JournalReplay> _replays = new();
    private readonly Queue<long> _underWay = new();
    private long _acked;
    private long _sent;
    private DateTime _heard = DateTime.UtcNow;

    internal TestGateway(int port, string epoch, IReadOnlyList<Record> records, int batch = 20, string? user = null,
        string site = Payloads.Site)
    {
        (_port, Epoch, _records, _batch, _user, _site) = (port, epoch, records, batch, user, site);
        _loop = Task.Run(RunAsync);
    }

    internal string Epoch { get; }

    /// <summary>How much the historian has acknowledged.</summary>
    internal long Acked
    {
        get
        {
            lock (_lock)
            {
                return _acked;
            }
        }
    }

    /// <summary>What the historian asked for.</summary>
    internal IReadOnlyCollection<JournalReplay> Replays => _replays;

    /// <summary>Records before this one are not in the journal any more.</summary>
    internal long Oldest { get; set; } = 1;

    /// <summary>How long it waits after each batch.</summary>
    internal int PauseMilliseconds { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    /// <summary>The next batch behind a seq, or null.</summary>
    internal static Batch? Next(string epoch, IReadOnlyList<Record> records, long after, int most, long oldest)
    {
        Record[] next = [.. records.Where(record => record.Seq > after && record.Seq >= oldest).Take(most)];
        if (next.Length == 0)
        {
            return null;
        }

        Batch batch = new() { Epoch = epoch, AfterSeq = after, LastSeq = next[^1].Seq, OldestSeq = oldest };
        batch.Names.AddRange(Recordings.Names);
        batch.Records.AddRange(next);
        return batch;
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using IMqttClient client = new MqttClientFactory().CreateMqttClient();
                client.ApplicationMessageReceivedAsync += HearAsync;
                MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _port)
                    .WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500);
                await client.ConnectAsync(
                    (_user is null ? options : options.WithCredentials(_user, MosquittoBroker.Password)).Build(), _stop.Token);
                lock (_lock)
                {
                    Rewind(_acked);
                }

                JournalTopics topics = new(_site);
                string state = Payloads.State(heartbeat: 600).TrimEnd()[..^1].Replace("\"e1\"", $"\"{Epoch}\"", StringComparison.Ordinal)
                    + ",\"journal\":{\"oldestSeq\":1,\"publishedSeq\":1,\"bytes\":1,\"dropped\":0,\"droppedEvents\":0,"
                    + $"\"lastSeq\":{_records[^1].Seq}}} }}";
                await client.PublishStringAsync(
                    $"edge/v1/{_site}/state", state, MqttQualityOfServiceLevel.AtLeastOnce, true, _stop.Token);
                await client.SubscribeAsync(topics.Acknowledgement, MqttQualityOfServiceLevel.AtLeastOnce, _stop.Token);
                await client.SubscribeAsync(topics.Replay, MqttQualityOfServiceLevel.AtLeastOnce, _stop.Token);
                while (client.IsConnected && !_stop.IsCancellationRequested)
                {
                    await SendAsync(client, topics);
                }
            }
            catch (Exception exception) when (exception is MqttCommunicationException or MqttClientNotConnectedException
                or OperationCanceledException or InvalidOperationException or MqttClientDisconnectedException)
            {
                // The broker is gone.
            }

            await Task.Delay(Retry, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(IMqttClient client, JournalTopics topics)
    {
        Batch? batch;
        lock (_lock)
        {
            if (_underWay.Count > 0 && DateTime.UtcNow - _heard > Patience)
            {
                Rewind(_acked);
            }

            batch = _underWay.Count >= MostUnderWay ? null : Next(Epoch, _records, _sent, _batch, Oldest);
            if (batch is not null)
            {
                _sent = batch.LastSeq;
                _underWay.Enqueue(_sent);
            }
        }

        if (batch is null)
        {
            await Task.Delay(Idle, _stop.Token);
            return;
        }

        await client.PublishBinaryAsync(
            topics.Records, batch.ToByteArray(), MqttQualityOfServiceLevel.AtLeastOnce, false, _stop.Token);
        if (PauseMilliseconds > 0)
        {
            await Task.Delay(PauseMilliseconds, _stop.Token);
        }
    }

    private Task HearAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        ReadOnlySpan<byte> payload = System.Buffers.BuffersExtensions.ToArray(args.ApplicationMessage.Payload);
        lock (_lock)
        {
            _heard = DateTime.UtcNow;
            if (args.ApplicationMessage.Topic.EndsWith("/replay", StringComparison.Ordinal))
            {
                JournalReplay replay = JsonSerializer.Deserialize(payload, JournalJson.Default.JournalReplay)!;
                _replays.Enqueue(replay);
                if (replay.Epoch == Epoch)
                {
                    Rewind(replay.AfterSeq);
                }
            }
            else if (JsonSerializer.Deserialize(payload, JournalJson.Default.JournalAck)! is var ack && ack.Epoch == Epoch)
            {
                _acked = ack.Seq;
                while (_underWay.TryPeek(out long last) && last <= _acked)
                {
                    _ = _underWay.Dequeue();
                }
            }
        }

        return Task.CompletedTask;
    }

    private void Rewind(long after)
    {
        _sent = after;
        _underWay.Clear();
        _heard = DateTime.UtcNow;
    }
}
