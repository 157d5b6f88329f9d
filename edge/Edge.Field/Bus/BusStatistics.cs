namespace Edge.Field.Bus;

/// <summary>The counters of a bus since it was created.</summary>
public readonly record struct BusStatistics
{
    /// <summary>Questions, including those that were not sent because the port had failed.</summary>
    public long Questions { get; init; }

    /// <summary>Broadcasts sent.</summary>
    public long Broadcasts { get; init; }

    /// <summary>Questions that a whole frame answered.</summary>
    public long Answers { get; init; }

    /// <summary>Questions without an answer.</summary>
    public long Silent { get; init; }

    /// <summary>Questions after which bytes came, but no whole frame.</summary>
    public long Garbled { get; init; }

    /// <summary>Bytes between question and answer, or behind it, that belong to no answer.</summary>
    public long NoiseBytes { get; init; }

    /// <summary>Bytes thrown away before a question: late answers, or a device that sends without a question.</summary>
    public long StaleBytes { get; init; }

    /// <summary>Bytes of questions that came back as an echo.</summary>
    public long EchoBytes { get; init; }

    /// <summary>How often the port failed, or could not be opened.</summary>
    public long PortFailures { get; init; }

    /// <summary>How often it was opened again after that.</summary>
    public long Reopens { get; init; }

    /// <summary>How often the transmitter was busy long after the end of its frame, so that the rest was thrown away.</summary>
    public long Overruns { get; init; }

    /// <summary>
    /// From the computed end of a frame's last stop bit to the direction line's release, guard times included. Only with gpio.
    /// </summary>
    public HistogramStatistics Release { get; init; }

    /// <summary>From the end of a question to the first byte of its answer, as the driver of the port delivered it.</summary>
    public HistogramStatistics TurnRound { get; init; }
}

/// <summary>The counters of a bus: written by its thread, read by any.</summary>
internal sealed class BusCounters(string bus)
{
    public Count Questions;
    public Count Broadcasts;
    public Count Answers;
    public Count Silent;
    public Count Garbled;
    public Count NoiseBytes;
    public Count StaleBytes;
    public Count EchoBytes;
    public Count PortFailures;
    public Count Reopens;
    public Count Overruns;

    private readonly BusHistogram _release = new();
    private readonly BusHistogram _turnRound = new();

    /// <summary>The name of the bus in the metrics.</summary>
    public KeyValuePair<string, object?> Tag { get; } = new("bus", bus);

    /// <summary>Records how long after the end of a frame the direction line was released.</summary>
    public void Released(TimeSpan late)
    {
        _release.Record(late);
        BusMetrics.Release.Record(Math.Max(0, late.TotalSeconds), Tag);
    }

    /// <summary>Records how long after its question an answer began.</summary>
    public void TurnedRound(TimeSpan time)
    {
        _turnRound.Record(time);
        BusMetrics.TurnRound.Record(Math.Max(0, time.TotalSeconds), Tag);
    }

    /// <summary>A copy of all counters.</summary>
    public BusStatistics Read() => new()
    {
        Questions = Questions.Value,
        Broadcasts = Broadcasts.Value,
        Answers = Answers.Value,
        Silent = Silent.Value,
        Garbled = Garbled.Value,
        NoiseBytes = NoiseBytes.Value,
        StaleBytes = StaleBytes.Value,
        EchoBytes = EchoBytes.Value,
        PortFailures = PortFailures.Value,
        Reopens = Reopens.Value,
        Overruns = Overruns.Value,
        Release = _release.Read(),
        TurnRound = _turnRound.Read(),
    };

    /// <summary>A counter that one thread increases and any may read.</summary>
    public struct Count
    {
        private long _value;

        public readonly long Value => Volatile.Read(in _value);

        public void Add(long more) => Volatile.Write(ref _value, _value + more);
    }
}
