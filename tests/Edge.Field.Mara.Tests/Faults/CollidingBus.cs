using Edge.Field.Bus;
using Edge.Field.Mara.Tests.Bus;
using Microsoft.Extensions.Time.Testing;

namespace Edge.Field.Mara.Tests.Faults;

/// <summary>
/// A line at 9600 bit/s in virtual time on which everything that is sent lies in time: a question into which somebody else speaks is not
/// heard, bytes sent at one time are broken, and the gateway hears nothing while it sends. Written for these tests alone; it keeps the
/// silences and the deadlines of the serial bus.
/// </summary>
internal sealed class CollidingBus(FakeTimeProvider clock, Action passed, ScriptedIed[] ieds) : IFieldBus
{
    private const int Longest = 253;

    // No exchange is longer.
    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset _origin = clock.GetUtcNow();
    private readonly List<(TimeSpan Begin, byte[] Bytes)> _wire = [];
    private readonly Dictionary<int, TimeSpan> _delays = [];
    private bool _disturbed;

    public string Name => "ttyS1";

    public TimeSpan ByteTime { get; } = TimeSpan.FromTicks(10_417);

    /// <summary>How many questions were not heard, because somebody spoke.</summary>
    public int Spoiled { get; private set; }

    private TimeSpan Now => clock.GetUtcNow() - _origin;

    private TimeSpan Gap => (32 * ByteTime) + TimeSpan.FromMilliseconds(20);

    /// <summary>From the end of a question to the answer of an IED; 5 ms where nothing is said.</summary>
    public void Delay(int address, TimeSpan delay) => _delays[address] = delay;

    /// <summary>Bytes that somebody sends unasked, a time from now.</summary>
    public void Send(TimeSpan from, byte[] bytes) => _wire.Add((Now + from, bytes));

    public BusResult Ask(ReadOnlySpan<byte> question, Span<byte> answer, IFrameFinder finder, TimeSpan timeout)
    {
        byte[] frame = question.ToArray();
        WaitForSilence(finder);
        TimeSpan begin = Now;
        Pass(ByteTime * frame.Length);
        TimeSpan end = Now;
        long stamp = clock.GetTimestamp();
        ScriptedIed? ied = Array.Find(ieds, i => i.Address == frame[2] && i.Connected);
        bool spoiled = _wire.Exists(w => w.Begin < end && w.Begin + (w.Bytes.Length * ByteTime) > begin);
        Spoiled += spoiled ? 1 : 0;
        if (ied is not null && !spoiled)
        {
            _wire.Add((end + _delays.GetValueOrDefault(ied.Address, TimeSpan.FromMilliseconds(5)), ied.Hear(frame)));
        }

        return Receive(answer, finder, end, end + timeout, stamp);
    }

    public BusResult Broadcast(ReadOnlySpan<byte> frame)
    {
        Pass(ByteTime * frame.Length);
        return new BusResult(BusOutcome.Silent, 0, clock.GetTimestamp());
    }

    public void Dispose()
    {
        // It has nothing to give back.
    }

    private BusResult Receive(Span<byte> answer, IFrameFinder finder, TimeSpan end, TimeSpan firstBy, long stamp)
    {
        TimeSpan allBy = firstBy + (Longest * ByteTime * 1.05) + Gap;
        TimeSpan until = firstBy;
        TimeSpan? began = null;
        List<byte> got = [];
        foreach ((TimeSpan at, byte value) in Arrivals(end))
        {
            if (at > until && until < firstBy)
            {
                until = firstBy; // only noise so far
            }

            if (at > until)
            {
                break;
            }

            Pass(at - Now);
            got.Add(value);
            began ??= at;
            until = at + Gap < allBy ? at + Gap : allBy;
            if (finder.Find(got.ToArray(), out int start, out int length) == FrameProgress.Whole)
            {
                got.Slice(start, length).ToArray().CopyTo(answer);
                _disturbed = got.Count > length;
                return new BusResult(BusOutcome.Answered, length, stamp) { Began = stamp + (began.Value - end).Ticks };
            }
        }

        Pass((until > firstBy ? until : firstBy) - Now);
        _disturbed = got.Count > 0;
        return new BusResult(_disturbed ? BusOutcome.Garbled : BusOutcome.Silent, 0, stamp);
    }

    // What is on the line already is heard out; half a byte of silence, or five bytes behind noise.
    private void WaitForSilence(IFrameFinder finder)
    {
        TimeSpan from = Now;
        TimeSpan patience = from + (Longest * ByteTime);
        TimeSpan quiet = _disturbed ? 5 * ByteTime : ByteTime / 2;
        List<byte> noted = [];
        foreach ((TimeSpan at, byte value) in Arrivals(from))
        {
            if (at > Now + quiet || at > patience)
            {
                break;
            }

            Pass(at - Now);
            noted.Add(value);
            quiet = 5 * ByteTime;
        }

        Pass(quiet);
        if (noted.Count > 0)
        {
            finder.Note(noted.ToArray());
        }
    }

    // The bytes whose first bit comes behind a moment, in time; where two are sent at once, what comes is neither.
    private List<(TimeSpan At, byte Value)> Arrivals(TimeSpan from)
    {
        _ = _wire.RemoveAll(w => w.Begin + (w.Bytes.Length * ByteTime) < from - s_kept);
        var all = _wire.Where(w => w.Begin < from + s_kept)
            .SelectMany(w => w.Bytes.Select((value, i) => (Begin: w.Begin + (i * ByteTime), Value: value, w.Bytes)))
            .Where(b => b.Begin >= from).OrderBy(b => b.Begin).ToList();
        return
        [
            .. all.Select(b => (b.Begin + ByteTime, all.Exists(o => o.Bytes != b.Bytes && (o.Begin - b.Begin).Duration() < ByteTime)
                ? (byte)(b.Value ^ 0x5A) : b.Value)),
        ];
    }

    private void Pass(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            clock.Advance(time);
            passed();
        }
    }
}
