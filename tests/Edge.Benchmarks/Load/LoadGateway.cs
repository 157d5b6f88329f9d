using System.Buffers;
using System.Text.Json;
using Edge.Contracts;
using Edge.Contracts.Journal;
using Google.Protobuf;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Edge.Benchmarks.Load;

/// <summary>
/// A gateway by the contract, as fast as the historian lets it be: a state, batches of records that never end, at most eight beyond the
/// acknowledgement. Each odd record is a poll with ten changed values of a hundred tags, each even one an event.
/// </summary>
internal sealed class LoadGateway : IAsyncDisposable
{
    /// <summary>How many values a poll brings.</summary>
    public const int ValuesOfAPoll = 10;

    private const int RecordsOfABatch = 300;
    private const int MostUnderWay = 8;
    private const long Announced = 1L << 40;

    // A record each 10 ms of the time that they tell; it ends now, as a backlog does.
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(10);
    private static readonly string[] s_tags = [.. Enumerable.Range(0, 100).Select(i => $"LA1VV_{i:00}")];

    private readonly JournalTopics _topics;
    private readonly long _first;
    private readonly string _epoch = $"load.{Guid.NewGuid():N}"[..21];
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly SemaphoreSlim _heard = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Queue<long> _underWay = new();
    private Task _sending = Task.CompletedTask;
    private long _sent;
    private long _acknowledged;

    /// <param name="site">Its site.</param>
    /// <param name="begin">The time of its first record.</param>
    public LoadGateway(string site, DateTimeOffset begin)
    {
        _topics = new JournalTopics(site);
        _first = (begin - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        _client.ApplicationMessageReceivedAsync += HearAsync;
    }

    /// <summary>How many records the historian has.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>How often the historian missed some.</summary>
    public int Replays { get; private set; }

    /// <summary>Connects, announces its journal, and sends until it is disposed of.</summary>
    public async Task StartAsync(int port)
    {
        _ = await _client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port)
            .WithClientId($"gateway-{_topics.Site}").WithProtocolVersion(MqttProtocolVersion.V500).Build());
        _ = await _client.SubscribeAsync(_topics.Acknowledgement, MqttQualityOfServiceLevel.AtLeastOnce);
        _ = await _client.SubscribeAsync(_topics.Replay, MqttQualityOfServiceLevel.AtLeastOnce);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        StateMessage state = new()
        {
            Status = GatewayStatus.Online,
            Since = now,
            Time = now,
            HeartbeatSeconds = 600,
            Epoch = _epoch,
            Software = "load",
            Journal = new JournalState { OldestSeq = 1, LastSeq = Announced, PublishedSeq = 0, Bytes = 1, Dropped = 0 },
        };
        await SendAsync(
            new Topics(_topics.Site).State, JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Default.StateMessage), retain: true);
        _sending = Task.Run(RunAsync);
    }

    /// <summary>A batch behind a seq.</summary>
    public Batch Next(long after)
    {
        Batch batch = new()
        {
            Epoch = _epoch,
            FirstSeq = 1,
            AfterSeq = after,
            LastSeq = after + RecordsOfABatch,
            OldestSeq = 1,
            Historical = true,
        };
        batch.Names.AddRange(s_tags);
        for (long seq = after + 1; seq <= batch.LastSeq; seq++)
        {
            long time = _first + (long)(seq * s_pace.TotalMicroseconds);
            batch.Records.Add(new Record { Seq = seq, Time = time });
            if (seq % 2 == 0)
            {
                batch.Records[^1].Event = new Event
                {
                    Type = "digital",
                    Device = "0-5",
                    Tag = s_tags[(int)(seq % 100)],
                    State = (int)(seq / 2 & 1),
                    Text = "Abierto",
                    Time = time * 10,
                    TimeSource = "device",
                    Clock = "synchronised",
                    Received = time * 10,
                };
                continue;
            }

            Samples samples = batch.Records[^1].Samples = new Samples();
            for (uint i = 0; i < ValuesOfAPoll; i++)
            {
                uint tag = (uint)(((seq / 2 * ValuesOfAPoll) + i) % s_tags.Length);
                samples.Samples_.Add(new Sample { Name = tag, Value = (seq + tag) / 7.0, Whole = (seq + tag) & 0x3fff });
            }
        }

        return batch;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _heard.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            long? after = null;
            lock (_lock)
            {
                if (_underWay.Count < MostUnderWay)
                {
                    after = _sent;
                    _underWay.Enqueue(_sent += RecordsOfABatch);
                }
            }

            if (after is { } seq)
            {
                await SendAsync(_topics.Records, Next(seq).ToByteArray(), retain: false);
            }
            else
            {
                await _heard.WaitAsync(_stop.Token);
            }
        }
    }

    private async Task SendAsync(string topic, byte[] payload, bool retain)
    {
        MqttClientPublishResult result = await _client.PublishBinaryAsync(
            topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain, _stop.Token);
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException($"{topic}: {result.ReasonCode} {result.ReasonString}");
        }
    }

    private Task HearAsync(MqttApplicationMessageReceivedEventArgs message)
    {
        ReadOnlySpan<byte> payload = message.ApplicationMessage.Payload.ToArray();
        bool asks = message.ApplicationMessage.Topic == _topics.Replay;
        JournalReplay? replay = asks ? JsonSerializer.Deserialize(payload, JournalJson.Default.JournalReplay) : null;
        JournalAck? ack = asks ? null : JsonSerializer.Deserialize(payload, JournalJson.Default.JournalAck);
        lock (_lock)
        {
            if (replay is not null && replay.Epoch == _epoch)
            {
                (_sent, Replays) = (replay.AfterSeq, Replays + 1);
                _underWay.Clear();
            }
            else if (ack is not null && ack.Epoch == _epoch && ack.Seq > _acknowledged)
            {
                _ = Interlocked.Exchange(ref _acknowledged, ack.Seq);
                while (_underWay.TryPeek(out long last) && last <= ack.Seq)
                {
                    _ = _underWay.Dequeue();
                }
            }

            if (_heard.CurrentCount == 0)
            {
                _ = _heard.Release();
            }
        }

        return Task.CompletedTask;
    }
}
