namespace Edge.Field.Taps;

/// <summary>
/// The last records of one device for one listener, in slots that are allocated beforehand. The link writes and never waits: it overwrites
/// the oldest record. The listener reads without a lock: it copies a slot and checks whether it was overwritten meanwhile.
/// </summary>
internal sealed class TapRing
{
    private readonly Slot[] _slots;
    private readonly byte[] _bytes;
    private readonly TapKinds _kinds;
    private long _next;
    private long _refused;
    private long _read;
    private long _reported;
    private long _overwritten;
    private int _busy;

    /// <summary>Creates the ring.</summary>
    /// <param name="tap">The device.</param>
    /// <param name="kinds">What the listener wants to see.</param>
    /// <param name="capacity">How many records it holds.</param>
    public TapRing(LinkTap tap, TapKinds kinds, int capacity)
    {
        Tap = tap;
        _kinds = kinds;
        _slots = new Slot[capacity];
        _bytes = new byte[capacity * LinkTap.LongestRecord];
    }

    /// <summary>The device.</summary>
    public LinkTap Tap { get; }

    /// <summary>Overwrites the oldest record. Of two concurrent callers one is refused; its record counts as dropped.</summary>
    public void Write(in TapRecord record, ReadOnlySpan<byte> bytes)
    {
        if ((_kinds & record.Kind) == 0)
        {
            return;
        }

        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            _ = Interlocked.Increment(ref _refused);
            return;
        }

        long number = _next;
        int place = (int)(number % _slots.Length);
        ref Slot slot = ref _slots[place];
        Volatile.Write(ref slot.Number, -1);
        Interlocked.MemoryBarrier();
        (slot.Order, slot.Ticks, slot.Kind, slot.Outcome) = (record.Order, record.Time.Ticks, record.Kind, record.Outcome);
        (slot.Length, slot.Peer) = (bytes.Length, record.Peer);
        bytes.CopyTo(_bytes.AsSpan(place * LinkTap.LongestRecord));
        Volatile.Write(ref slot.Number, number);
        Volatile.Write(ref _next, number + 1);
        Volatile.Write(ref _busy, 0);
    }

    /// <summary>Reads the oldest record that is still there; by one caller.</summary>
    public bool TryRead(Span<byte> buffer, out TapRecord record)
    {
        while (true)
        {
            long next = Volatile.Read(ref _next);
            if (_read == next)
            {
                record = default;
                return false;
            }

            long oldest = Math.Max(_read, next - _slots.Length);
            _overwritten += oldest - _read;
            _read = oldest + 1;
            int place = (int)(oldest % _slots.Length);
            ref Slot slot = ref _slots[place];
            long before = Volatile.Read(ref slot.Number);
            Slot copy = slot;
            int length = Math.Clamp(copy.Length, 0, LinkTap.LongestRecord);
            _bytes.AsSpan(place * LinkTap.LongestRecord, length).CopyTo(buffer);
            Interlocked.MemoryBarrier();
            if (before != oldest || Volatile.Read(ref slot.Number) != oldest)
            {
                _overwritten++; // overwritten while it was copied
                continue;
            }

            long lost = _overwritten + Interlocked.Read(ref _refused);
            record = new TapRecord(
                Tap.Device, copy.Order, new DateTime(copy.Ticks, DateTimeKind.Utc), copy.Kind, copy.Outcome, length, lost - _reported,
                copy.Peer, Tap.Answers);
            _reported = lost;
            return true;
        }
    }

    private struct Slot
    {
        public long Number;
        public long Order;
        public long Ticks;
        public int Length;
        public TapKinds Kind;
        public TapOutcome Outcome;
        public string? Peer;
    }
}
