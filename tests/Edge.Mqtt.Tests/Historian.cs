using System.Buffers;
using System.Text;
using Edge.Contracts.Journal;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Record = Edge.Contracts.Journal.Record;

namespace Edge.Mqtt.Tests;

/// <summary>A historian by the contract: it keeps each record once, asks for what it lacks, and acknowledges what is whole.</summary>
internal sealed class Historian : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Record> _records = [];
    private readonly List<Batch> _batches = [];
    private readonly JournalTopics _topics;
    private readonly int _port;
    private readonly Task _running;
    private long _whole;
    private long? _gap;
    private volatile bool _acknowledges = true;

    private Historian(int port, string name)
    {
        (_port, _topics) = (port, new JournalTopics("la-prueba", name));
        _client.ApplicationMessageReceivedAsync += message =>
        {
            Store(Batch.Parser.ParseFrom(message.ApplicationMessage.Payload));
            return Task.CompletedTask;
        };
        _running = RunAsync();
    }

    /// <summary>Whether it acknowledges what it has.</summary>
    public bool Acknowledges
    {
        get => _acknowledges;
        set => _acknowledges = value;
    }

    /// <summary>It has all records up to here.</summary>
    public long Whole
    {
        get
        {
            lock (_lock)
            {
                return _whole;
            }
        }
    }

    public IReadOnlyList<Batch> Batches
    {
        get
        {
            lock (_lock)
            {
                return [.. _batches];
            }
        }
    }

    public IReadOnlyList<Record> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records.Values];
            }
        }
    }

    public static async Task<Historian> StartAsync(int port, CancellationToken stop, string name = JournalTopics.Usual, bool silent = false)
    {
        Historian historian = new(port, name) { Acknowledges = !silent };
        await TestKit.Eventually.TrueAsync(() => historian._client.IsConnected, "the historian is connected", stop);
        return historian;
    }

    /// <summary>Takes it back to an older state, as from a backup.</summary>
    public void GoBackTo(long whole)
    {
        lock (_lock)
        {
            foreach (long seq in _records.Keys.Where(seq => seq > whole).ToArray())
            {
                _records.Remove(seq);
            }

            _whole = whole;
            _batches.Clear();
        }
    }

    public Task AckAsync(string payload, CancellationToken stop) => SendAsync(_topics.Acknowledgement, payload, retain: true, stop);

    public Task AckAsync(long seq, CancellationToken stop) => AckAsync($$"""{"epoch":"e1","seq":{{seq}}}""", stop);

    public Task ReplayAsync(string payload, CancellationToken stop, bool retain = false) =>
        SendAsync(_topics.Replay, payload, retain, stop);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private void Store(Batch batch)
    {
        lock (_lock)
        {
            _batches.Add(batch);
            foreach (Record record in batch.Records)
            {
                if (!_records.TryAdd(record.Seq, record) && !_records[record.Seq].Equals(record))
                {
                    throw new InvalidOperationException($"Record {record.Seq} came with other content.");
                }
            }

            if (batch.AfterSeq > _whole)
            {
                _gap = _whole;
            }
            else
            {
                _whole = Math.Max(_whole, batch.LastSeq);
            }
        }
    }

    private Task SendAsync(string topic, string payload, bool retain, CancellationToken stop) =>
        _client.PublishAsync(MqttSession.Message(topic, Encoding.UTF8.GetBytes(payload), retain), stop);

    // Connects again where the broker has gone, and acknowledges what has become whole.
    private async Task RunAsync()
    {
        long said = -1;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!_client.IsConnected)
                {
                    said = -1;
                    await ConnectAsync();
                }

                (long whole, long? gap) = Take();
                if (_acknowledges && whole != said)
                {
                    await AckAsync(whole, _stop.Token);
                    said = whole;
                }

                if (gap is { } after)
                {
                    await ReplayAsync($$"""{"epoch":"e1","afterSeq":{{after}}}""", _stop.Token);
                }

                await Task.Delay(s_pause, _stop.Token);
            }
            catch (Exception e) when (e is not InvalidOperationException || !_client.IsConnected)
            {
                // No broker now, or the end of the test.
                await Task.Delay(s_pause, CancellationToken.None);
            }
        }
    }

    private async Task ConnectAsync()
    {
        await _client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _port).WithProtocolVersion(MqttProtocolVersion.V500).Build(),
            _stop.Token);
        await _client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder().WithTopicFilter(_topics.Records, MqttQualityOfServiceLevel.AtLeastOnce).Build(),
            _stop.Token);
    }

    private (long Whole, long? Gap) Take()
    {
        lock (_lock)
        {
            (long, long?) taken = (_whole, _gap);
            _gap = null;
            return taken;
        }
    }
}
