using System.Collections.Immutable;

namespace Edge.Field.Taps;

/// <summary>
/// The tap on one link: of a device, or of the control centres of one outstation. The link calls it with the bytes sent and received;
/// without a listener that costs one read of a field. It never waits and never allocates, so the thread of a bus may call it between
/// question and answer.
/// </summary>
public sealed class LinkTap
{
    /// <summary>The most bytes of one record; longer data is split into several.</summary>
    public const int LongestRecord = 512;

    private readonly TimeProvider _time;
    private readonly Counter _order;
    private readonly Lock? _writers;
    private volatile TapRing[] _rings = [];

    internal LinkTap(string device, TimeProvider time, Counter order, bool answers = false)
    {
        Device = device;
        _time = time;
        _order = order;
        _writers = answers ? new Lock() : null;
    }

    /// <summary>The device of the link.</summary>
    public string Device { get; }

    /// <summary>
    /// Whether the gateway answers on this link: questions come in, and answers go out. Such a link has several connections, and any thread
    /// may write; while there is a listener one may wait for another for microseconds.
    /// </summary>
    public bool Answers => _writers is not null;

    /// <summary>Records a question: about to be sent, or received where the gateway answers.</summary>
    /// <param name="bytes">The frame.</param>
    /// <param name="peer">Which of several connections; null where there is one.</param>
    public void Sent(ReadOnlySpan<byte> bytes, string? peer = null) => Write(TapKinds.Sent, TapOutcome.None, bytes, peer);

    /// <summary>Records bytes that arrived.</summary>
    /// <param name="bytes">As they were read.</param>
    /// <param name="peer">Which of several connections; null where there is one.</param>
    public void Arrived(ReadOnlySpan<byte> bytes, string? peer = null) => Write(TapKinds.Arrived, TapOutcome.None, bytes, peer);

    /// <summary>Records the end of an exchange.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="bytes">The answer; of a bad one the bytes that were kept.</param>
    /// <param name="peer">Which of several connections; null where there is one.</param>
    public void Ended(TapOutcome outcome, ReadOnlySpan<byte> bytes, string? peer = null) => Write(TapKinds.Ended, outcome, bytes, peer);

    internal void Add(TapRing ring) => _rings = [.. _rings, ring];

    internal void Remove(TapRing ring) => _rings = [.. _rings.Where(other => other != ring)];

    private void Write(TapKinds kind, TapOutcome outcome, ReadOnlySpan<byte> bytes, string? peer)
    {
        TapRing[] rings = _rings;
        if (rings.Length == 0)
        {
            return;
        }

        if (_writers is null)
        {
            Write(rings, kind, outcome, bytes, peer);
            return;
        }

        lock (_writers)
        {
            Write(rings, kind, outcome, bytes, peer);
        }
    }

    private void Write(TapRing[] rings, TapKinds kind, TapOutcome outcome, ReadOnlySpan<byte> bytes, string? peer)
    {
        long ticks = _time.GetUtcNow().UtcTicks;
        do
        {
            ReadOnlySpan<byte> part = bytes[..Math.Min(bytes.Length, LongestRecord)];
            bytes = bytes[part.Length..];
            long order = _order.Next();
            foreach (TapRing ring in rings)
            {
                ring.Write(new TapRecord(Device, order, new DateTime(ticks, DateTimeKind.Utc), kind, outcome, part.Length, 0, peer), part);
            }
        }
        while (!bytes.IsEmpty);
    }

    /// <summary>Numbers the records of all devices in one sequence.</summary>
    internal sealed class Counter
    {
        private long _last;

        public long Next() => Interlocked.Increment(ref _last);
    }
}

/// <summary>The taps of all devices, and their listeners.</summary>
public sealed class LinkTaps
{
    private readonly ImmutableSortedDictionary<string, LinkTap> _taps;
    private readonly Lock _listening = new();

    /// <summary>Creates a tap for each device.</summary>
    /// <param name="devices">Their names.</param>
    /// <param name="time">The clock of the records.</param>
    /// <param name="outstations">The names of the outstations: links on which the gateway answers. None by default.</param>
    public LinkTaps(IEnumerable<string> devices, TimeProvider time, IEnumerable<string>? outstations = null)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentNullException.ThrowIfNull(time);
        LinkTap.Counter order = new();
        _taps = devices.Distinct(StringComparer.Ordinal).Select(name => new LinkTap(name, time, order))
            .Concat((outstations ?? []).Select(name => new LinkTap(name, time, order, answers: true)))
            .ToImmutableSortedDictionary(tap => tap.Device, tap => tap, StringComparer.Ordinal);
    }

    /// <summary>The devices, by their names.</summary>
    public IEnumerable<string> Devices => _taps.Keys;

    /// <summary>The tap of a device; null where there is no such device.</summary>
    /// <param name="device">Its name.</param>
    public LinkTap? Find(string device) => _taps.GetValueOrDefault(device);

    /// <summary>Starts a listener.</summary>
    /// <param name="devices">The devices; those that do not exist are left out.</param>
    /// <param name="kinds">What is recorded.</param>
    /// <param name="capacity">How many records of each device wait for the listener, above zero; the oldest are dropped first.</param>
    /// <returns>The listener; disposing it ends it.</returns>
    public TapListener Listen(IEnumerable<string> devices, TapKinds kinds, int capacity = 256)
    {
        ArgumentNullException.ThrowIfNull(devices);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ImmutableArray<TapRing> rings =
        [
            .. devices.Distinct(StringComparer.Ordinal).Select(Find).OfType<LinkTap>().Select(tap => new TapRing(tap, kinds, capacity)),
        ];
        lock (_listening)
        {
            foreach (TapRing ring in rings)
            {
                ring.Tap.Add(ring);
            }
        }

        return new TapListener(this, rings);
    }

    internal void Stop(ImmutableArray<TapRing> rings)
    {
        lock (_listening)
        {
            foreach (TapRing ring in rings)
            {
                ring.Tap.Remove(ring);
            }
        }
    }
}
