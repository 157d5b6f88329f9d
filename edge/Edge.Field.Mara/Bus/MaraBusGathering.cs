using Edge.Pipeline;

namespace Edge.Field.Mara.Bus;

/// <summary>One of the two buffers in which the answers of a pair become a scan.</summary>
internal sealed class MaraBusBatch
{
    private readonly Reading[] _readings;
    private readonly DeviceFigure[] _figures;
    private readonly int[] _readingsAt;
    private readonly int[] _figureAt;
    private readonly byte[] _checkpoint = new byte[MaraBusCheckpoint.MaximumLength];
    private int _readingCount;
    private int _figureCount;

    public MaraBusBatch(int ieds, int points)
    {
        _readings = new Reading[points];
        _figures = new DeviceFigure[ieds];
        _readingsAt = new int[ieds];
        _figureAt = new int[ieds];
        Clear();
    }

    public EventBuffer Events { get; } = new();

    public List<FieldDeviceHealth> Devices { get; } = [];

    /// <summary>How many answers it holds; each must be journaled before its IED is asked its next sequence.</summary>
    public int Answers { get; private set; }

    /// <summary>Whether it should not wait for more.</summary>
    public bool Urgent { get; set; }

    /// <summary>When the last answer arrived.</summary>
    public DateTimeOffset Time { get; set; }

    /// <summary>When the first of it came, in timestamps of the clock; 0 while it is empty.</summary>
    public long Since { get; private set; }

    public bool IsEmpty => Since == 0;

    public void Clear()
    {
        Array.Fill(_readingsAt, -1);
        Array.Fill(_figureAt, -1);
        (_readingCount, _figureCount, Answers, Urgent, Since) = (0, 0, 0, false, 0);
        Events.Clear();
        Devices.Clear();
    }

    /// <summary>Something came.</summary>
    public void Touch(long now, DateTimeOffset time) => (Since, Time) = (Since == 0 ? Math.Max(1, now) : Since, time);

    public void Answered() => Answers++;

    /// <summary>The readings of an IED, in place of earlier ones of it.</summary>
    public void Add(int ied, ReadOnlySpan<Reading> readings)
    {
        if (_readingsAt[ied] < 0)
        {
            _readingsAt[ied] = _readingCount;
            _readingCount += readings.Length;
        }

        readings.CopyTo(_readings.AsSpan(_readingsAt[ied]));
    }

    /// <summary>The figure of an IED, in place of an earlier one.</summary>
    public void Add(int ied, in DeviceFigure figure)
    {
        if (_figureAt[ied] < 0)
        {
            _figureAt[ied] = _figureCount++;
        }

        _figures[_figureAt[ied]] = figure;
    }

    /// <summary>Makes the scan, whose memory is this buffer.</summary>
    public Scan ToScan(string device, ulong count, ReadOnlySpan<MaraBusIed> ieds) => new()
    {
        Device = device,
        Time = Time,
        Readings = _readings.AsMemory(0, _readingCount),
        Figures = _figures.AsMemory(0, _figureCount),
        Events = Events.Lent,
        Devices = Devices.Count == 0 ? [] : [.. Devices],
        Mark = _checkpoint.AsMemory(0, MaraBusCheckpoint.Write(_checkpoint, count, ieds)),
    };
}

/// <summary>
/// Where the thread of the bus and the loop of the field meet: while one scan is handed over and journaled, the next is gathered (ADR 0005). The
/// gate also guards what both sides know of an IED; it is held for microseconds, never over an exchange on the wire.
/// </summary>
internal sealed class MaraBusGathering(string device, MaraBusIed[] ieds)
{
    private readonly MaraBusBatch _first = new(ieds.Length, ieds.Sum(i => i.Map.Count));
    private readonly MaraBusBatch _second = new(ieds.Length, ieds.Sum(i => i.Map.Count));
    private bool _swapped;
    private bool _ready;
    private Scan? _offered;
    private FieldFailure? _failure;

    /// <summary>Guards everything here, and the shared part of each IED.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The checkpoint's count of scans.</summary>
    public ulong Count { get; set; }

    /// <summary>Where answers are gathered. Only with the gate.</summary>
    public MaraBusBatch Filling => _swapped ? _second : _first;

    /// <summary>What is gathered may be handed over. Only with the gate.</summary>
    public void SetReady() => _ready |= !Filling.IsEmpty;

    /// <summary>Nothing can be brought.</summary>
    public void Fail(FieldFailure failure)
    {
        lock (Gate)
        {
            _failure = failure;
        }
    }

    /// <summary>Hands over what is ready; the same scan again until it was acknowledged.</summary>
    public bool TryTake(out PollResult result)
    {
        lock (Gate)
        {
            if (_offered is null && _ready)
            {
                MaraBusBatch batch = Filling;
                _offered = batch.ToScan(device, ++Count, ieds);
                foreach (MaraBusIed ied in ieds)
                {
                    ied.Place = ied.Place == AnswerPlace.Gathered ? AnswerPlace.Offered : ied.Place;
                }

                _swapped = !_swapped;
                _ready = false;
                Filling.Clear();
            }

            FieldFailure? failure = _offered is null ? _failure : null;
            _failure = _offered is null ? null : _failure;
            result = new PollResult(_offered, failure);
            return _offered is not null || failure is not null;
        }
    }

    /// <summary>The scan that was handed over is in the journal: its IEDs may be asked their next sequence.</summary>
    public void Acknowledge()
    {
        lock (Gate)
        {
            if (_offered is null)
            {
                return;
            }

            _offered = null;
            foreach (MaraBusIed ied in ieds)
            {
                if (ied.Place == AnswerPlace.Offered)
                {
                    (ied.Place, ied.AskedBefore) = (AnswerPlace.Journaled, false);
                }
            }
        }
    }
}
