using Edge.Field.Bus;
using Edge.Field.Serial;
using Edge.Field.Taps;
using TestKit.Field;
using TestKit.Logs;

namespace TestKit.Ptys;

/// <summary>A bus on a pseudo-terminal, asked from a thread of its own as in the gateway, while the test is the slave.</summary>
public sealed class SerialBusOnPty : IDisposable
{
    /// <summary>Long enough for a machine under load: no test waits for it to pass.</summary>
    public static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    public static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(30);

    private readonly byte[] _answer = new byte[253];

    public SerialBusOnPty(Func<SerialBusOptions, SerialBusOptions>? with = null, RecordingGpio? gpio = null, LinkTap? tap = null)
    {
        SerialBusOptions options = new() { Port = new SerialPortOptions { Path = Pty.Path, BitRate = 115_200 } };
        Bus = SerialBus.Create(with is null ? options : with(options), TimeProvider.System, Notes, gpio, tap);
    }

    public Pty Pty { get; } = new();

    public Notes Notes { get; } = new();

    public SerialBus Bus { get; }

    public MaraFinder Finder { get; set; } = new();

    /// <summary>The frame of the last transaction that was answered.</summary>
    public byte[] Answer { get; private set; } = [];

    public Task<BusResult> AskAsync(byte[] question, TimeSpan? timeout = null) => Run(() => Ask(question, timeout));

    public BusResult Ask(byte[] question, TimeSpan? timeout = null)
    {
        BusResult result = Bus.Ask(question, _answer, Finder, timeout ?? Patient);
        Answer = _answer[..result.Length];
        return result;
    }

    public static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(work, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose()
    {
        Bus.Dispose();
        Pty.Dispose();
    }
}

/// <summary>
/// Finds frames of Mara 1.4 §2, written for these tests alone. A naive one takes the first SOF for the begin of the frame, and waits for
/// its end.
/// </summary>
public sealed class MaraFinder(byte? source = null, bool naive = false) : IFrameFinder
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public FrameProgress Find(ReadOnlySpan<byte> received, out int start, out int length)
    {
        _ = Interlocked.Increment(ref _calls);
        for (start = 0; start < received.Length; start++)
        {
            ReadOnlySpan<byte> rest = received[start..];
            if (rest[0] == 0xFE && (rest.Length < 2 || rest[1] is >= 8 and <= 253))
            {
                length = rest.Length < 2 ? int.MaxValue : rest[1];
                if (length <= rest.Length && IsRight(rest[..length]) && (source is null || rest[3] == source))
                {
                    return FrameProgress.Whole;
                }

                if (naive && length > rest.Length)
                {
                    break;
                }
            }
        }

        start = length = 0;
        return FrameProgress.NeedMore;
    }

    private static bool IsRight(ReadOnlySpan<byte> frame)
    {
        int sum = 0;
        for (int i = 0; i < frame.Length - 2; i++)
        {
            sum += i % 2 == 0 ? frame[i] << 8 : frame[i];
        }

        return (~sum & 0xFFFF) == (frame[^2] << 8 | frame[^1]);
    }
}

/// <summary>Frames between the master (1) and two IEDs.</summary>
public static class Frames
{
    /// <summary>The example of Mara 1.4 §2, with an IED's addresses.</summary>
    public static readonly byte[] Poll2 = Wire.Frame(2, 1, 0x80, Wire.Poll);

    public static readonly byte[] Poll3 = Wire.Frame(3, 1, 0x80, Wire.Poll);

    public static readonly byte[] Answer2 = Wire.Frame(
        1, 2, 0x80, Wire.Poll, Wire.Answer([0x47, 0, 0, 0, 0, 0], [0x01, 0x00], [0x34, 0x12]));

    public static readonly byte[] Answer3 = Wire.Frame(
        1, 3, 0x80, Wire.Poll, Wire.Answer([0x47, 0, 0, 0, 0, 0], [0x02, 0x80], [0x00, 0x40, 0xFE, 0xFE]));
}
