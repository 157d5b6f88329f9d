using Edge.Domain;
using Edge.Field.Bus;
using Edge.Field.Mara.Bus;
using Edge.Field.Mara.Tests.Bus;
using Edge.Field.Serial;
using Edge.Pipeline;
using TestKit.Field;
using TestKit.Logs;
using TestKit.Ptys;

namespace Edge.Field.Mara.Tests.Faults;

/// <summary>
/// The gateway's bus driver on a pseudo-terminal. At the other end the test answers each question with bytes of its own; the journal is a
/// list. Nothing of the simulator takes part.
/// </summary>
internal sealed class PtyField : IAsyncDisposable
{
    private const int Question = 8;

    private readonly Pty _pty = new();
    private readonly MaraBusDriver _driver;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _field;
    private readonly Task _gateway;
    private readonly Lock _gate = new();
    private readonly List<FieldEvent> _events = [];
    private readonly Dictionary<int, QualityState> _qualities = [];

    /// <param name="answer">What the field sends when a question arrives; nothing where it is silent.</param>
    /// <param name="options">Only polls by default.</param>
    public PtyField(Func<byte[], byte[]> answer, MaraBusOptions? options = null)
    {
        SerialBusOptions port = new() { Port = new SerialPortOptions { Path = _pty.Path, BitRate = 115_200 }, RealtimePriority = 0 };
        SerialBus bus = SerialBus.Create(port, TimeProvider.System, Notes);
        _driver = new MaraBusDriver(
            options ?? BusRig.Options, BusRig.Profile, Station.Zone, bus, null, null, TimeProvider.System, Notes);
        _field = Task.Factory.StartNew(() => Serve(answer), TaskCreationOptions.LongRunning);
        _gateway = Task.Run(JournalAsync);
    }

    public Notes<MaraBusDriver> Notes { get; } = new();

    public Pty Pty => _pty;

    /// <summary>What is in the journal.</summary>
    public FieldEvent[] Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Whether the last reading of a point is good.</summary>
    public bool IsGood(int point)
    {
        lock (_gate)
        {
            return _qualities.TryGetValue(point, out QualityState quality) && quality.IsGood;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _gateway;
        await _driver.DisposeAsync();
        await _field;
        _pty.Dispose();
        _stop.Dispose();
    }

    private void Serve(Func<byte[], byte[]> answer)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (_pty.WaitingHere < Question)
            {
                Thread.Sleep(1); // the field looks again for a question
                continue;
            }

            _ = _pty.Write(answer(_pty.Read(Question)));
        }
    }

    private async Task JournalAsync()
    {
        try
        {
            while (true)
            {
                PollResult result = await _driver.PollAsync(_stop.Token);
                if (result.Scan is { } scan)
                {
                    Keep(scan);
                    _driver.Acknowledge();
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end of the test.
        }
    }

    private void Keep(in Scan scan)
    {
        lock (_gate)
        {
            _events.AddRange(scan.Events);
            foreach (Reading reading in scan.Readings.Span)
            {
                _qualities[reading.Point] = reading.Quality;
            }
        }
    }
}
