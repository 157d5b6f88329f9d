using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Edge.Field.Mara.Concentrator;
using Edge.Field.Mara.Outstation;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Faults;

/// <summary>
/// An IED that does not answer was asked over the bridge of its concentrator. The question took two time-outs in a row, without a poll in
/// between: all values of the substation were stale for two seconds. The concentrator here is a socket and bytes written by hand; the time
/// is virtual, and passes only while a question has no answer.
/// </summary>
public sealed class Fault_52_A_silent_IED_behind_the_bridge_makes_no_other_stale : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _clock = new(Station.Noon);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Channel<byte[]> _silent = Channel.CreateUnbounded<byte[]>();
    private readonly List<byte[]> _asked = [];
    private readonly SemaphoreSlim _tick = new(0);
    private readonly List<DateTimeOffset> _fresh = [];
    private readonly Task _concentrator;

    public Fault_52_A_silent_IED_behind_the_bridge_makes_no_other_stale()
    {
        _listener.Start();
        _concentrator = ServeAsync();
    }

    // A hang is a failure of this test, not the end of all of them.
    [Theory(Timeout = 60_000)]
    [InlineData(1_000, 900)]
    [InlineData(1_000, 0)]
    [InlineData(100, 50)]
    public async Task The_values_are_read_in_between(int period, int before)
    {
        TimeSpan age = DeviceSource.AgeOf(TimeSpan.FromMilliseconds(period), s_timeout);
        MaraTcpOptions options = Station.Options(((IPEndPoint)_listener.LocalEndpoint).Port) with
        {
            AnswerTimeout = s_timeout,
            Bridge = true,
            MaximumAge = age,
        };
        await using var driver = new MaraTcpDriver(
            options, Station.Profile, Station.Zone, null, _clock, new Notes<MaraTcpDriver>());
        TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task polls = PollAsync(driver, read);
        await read.Task;

        _clock.Advance(TimeSpan.FromMilliseconds(before));
        Task<PassThroughAnswer> asked = driver.AskAsync(Wire.ReadIedRam, new byte[] { 2, 0x10, 0x00, 4 }, _stop.Token).AsTask();
        for (int i = 0; i < 2; i++)
        {
            await PollUntilAsync(() => _silent.Reader.TryRead(out _), "a question that stays without an answer");
            _clock.Advance(s_timeout);
        }

        await PollUntilAsync(() => asked.IsCompleted, "the end of the question");
        Assert.Equal(PassThroughOutcome.TimedOut, (await asked).Outcome);
        int had = _fresh.Count;
        await PollUntilAsync(() => _fresh.Count > had, "a poll after it");

        await _stop.CancelAsync();
        await polls;
        Assert.All(_fresh.Zip(_fresh.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.Zero, age));
        Assert.Equal([0, 1, 0], _asked.Where(q => q[5] == Wire.StopScan).Select(q => (int)q[6]));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _concentrator;
        _listener.Dispose();
        _stop.Dispose();
        _tick.Dispose();
    }

    // The bridge may wait for the poll after the one that was under way when it began to wait, so polls are offered until it has what it
    // waited for. They take no time here.
    private Task PollUntilAsync(Func<bool> reached, string what) => Eventually.TrueAsync(
        () =>
        {
            if (reached())
            {
                return true;
            }

            if (_tick.CurrentCount == 0)
            {
                _ = _tick.Release();
            }

            return false;
        },
        what,
        _stop.Token);

    // The loop of the field: a poll when its time has come, or at once where more waits.
    private async Task PollAsync(MaraTcpDriver driver, TaskCompletionSource read)
    {
        try
        {
            while (true)
            {
                Scan scan = (await driver.PollAsync(_stop.Token)).Scan!.Value;
                if (!scan.Readings.IsEmpty)
                {
                    _fresh.Add(_clock.GetUtcNow());
                }

                driver.Acknowledge();
                if (!scan.MoreWaiting)
                {
                    _ = read.TrySetResult();
                    await _tick.WaitAsync(_stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end of the test.
        }
    }

    // Answers polls and 3F; is silent to 36, and to what the bridge carries to IED 2.
    private async Task ServeAsync()
    {
        try
        {
            using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
            while (await ReadAsync(socket) is { } question)
            {
                _asked.Add(question);
                bool silent = question[2] != 1 || question[5] == Wire.ReadIedRam;
                if (silent)
                {
                    await _silent.Writer.WriteAsync(question, _stop.Token);
                    continue;
                }

                byte[] data = question[5] == Wire.Poll ? Station.Payload() : question[6..^2];
                _ = await socket.SendAsync(Wire.Frame(0x40, 0x01, question[4], question[5], data), _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end of the test.
        }
    }

    private async Task<byte[]?> ReadAsync(Socket socket)
    {
        byte[] frame = new byte[253];
        for (int have = 0; ;)
        {
            int want = have < 2 ? 2 : frame[1];
            if (have >= 2 && have == want)
            {
                return frame[..have];
            }

            int count = await socket.ReceiveAsync(frame.AsMemory(have, want - have), _stop.Token);
            if (count == 0)
            {
                return null;
            }

            have += count;
        }
    }
}
