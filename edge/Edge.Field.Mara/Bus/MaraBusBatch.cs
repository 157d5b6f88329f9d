using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Field.Mara.Bus;

/// <summary>One of the two buffers that collect the answers of a bus for a scan.</summary>
internal sealed class MaraBusBatch
{
    private readonly Reading[] _readings;
    private readonly DeviceStatistic[] _statistics;
    private readonly int[] _readingsAt;
    private readonly int[] _statisticAt;
    private readonly byte[] _checkpoint = new byte[MaraBusCheckpoint.MaximumLength];
    private int _readingCount;
    private int _statisticCount;

    public MaraBusBatch(int ieds, int points)
    {
        _readings = new Reading[points];
        _statistics = new DeviceStatistic[ieds];
        _readingsAt = new int[ieds];
        _statisticAt = new int[ieds];
        Clear();
    }

    public EventBuffer Events { get; } = new();

    public List<FieldDeviceHealth> Devices { get; } = [];

    /// <summary>How many answers it holds; each must be journaled before its IED is asked its next sequence.</summary>
    public int Answers { get; private set; }

    /// <summary>Whether it should be offered without waiting for more answers.</summary>
    public bool Urgent { get; set; }

    /// <summary>When the last answer arrived.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>When its first part arrived, in timestamps of the clock; 0 while it is empty.</summary>
    public long Since { get; private set; }

    public bool IsEmpty => Since == 0;

    public void Clear()
    {
        Array.Fill(_readingsAt, -1);
        Array.Fill(_statisticAt, -1);
        (_readingCount, _statisticCount, Answers, Urgent, Since) = (0, 0, 0, false, 0);
        Events.Clear();
        Devices.Clear();
    }

    /// <summary>Records the time of an arrival.</summary>
    public void Touch(long now, DateTimeOffset time) => (Since, Time) = (Since == 0 ? Math.Max(1, now) : Since, time);

    /// <summary>Counts an answer.</summary>
    public void CountAnswer() => Answers++;

    /// <summary>Adds an event that should not wait for more answers.</summary>
    public void AddUrgent(in FieldEvent happened)
    {
        Events.Add(happened);
        Urgent = true;
    }

    /// <summary>Sets the readings of an IED, and replaces its earlier ones.</summary>
    public void Add(int ied, ReadOnlySpan<Reading> readings)
    {
        if (_readingsAt[ied] < 0)
        {
            _readingsAt[ied] = _readingCount;
            _readingCount += readings.Length;
        }

        readings.CopyTo(_readings.AsSpan(_readingsAt[ied]));
    }

    /// <summary>Sets the statistic of an IED, and replaces its earlier one.</summary>
    public void Add(int ied, in DeviceStatistic statistic)
    {
        if (_statisticAt[ied] < 0)
        {
            _statisticAt[ied] = _statisticCount++;
        }

        _statistics[_statisticAt[ied]] = statistic;
    }

    /// <summary>Creates the scan, which refers to the memory of this buffer.</summary>
    public Scan ToScan(string device, ulong count, ReadOnlySpan<MaraBusIed> ieds) => new()
    {
        Device = device,
        Time = Time,
        Readings = _readings.AsMemory(0, _readingCount),
        Statistics = _statistics.AsMemory(0, _statisticCount),
        Events = Events.Lent,
        Devices = Devices.Count == 0 ? [] : [.. Devices],
        Checkpoint = _checkpoint.AsMemory(0, MaraBusCheckpoint.Write(_checkpoint, count, ieds)),
    };
}
