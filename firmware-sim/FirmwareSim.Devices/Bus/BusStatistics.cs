namespace FirmwareSim.Devices.Bus;

/// <summary>Two spoke at once. One entry however many bytes it spoiled.</summary>
/// <param name="At">When it was noticed, from the beginning of the line.</param>
/// <param name="Speaker">Who spoke.</param>
/// <param name="Other">The other sender: a station, the master, or <c>driver</c> (only the transceiver of the master was on).</param>
public readonly record struct BusCollision(TimeSpan At, string Speaker, string Other);

/// <summary>What the line measured since it began, or since its statistics were last reset; a copy that does not change.</summary>
public sealed record BusStatistics
{
    /// <summary>One byte with start and stop bit.</summary>
    public required TimeSpan ByteTime { get; init; }

    /// <summary>How long has been measured.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Bytes of the master.</summary>
    public required long MasterBytes { get; init; }

    /// <summary>Bytes of everybody else, noise excepted.</summary>
    public required long StationBytes { get; init; }

    /// <summary>Frames, or what the master said without a pause.</summary>
    public required long Questions { get; init; }

    /// <summary>Answers that began.</summary>
    public required long Answers { get; init; }

    /// <summary>Bytes × byte time.</summary>
    public required TimeSpan Busy { get; init; }

    /// <summary>The stations' own turn-round: from the last stop bit of each question to the begin of its answer.</summary>
    public required TimeSpan TurnRound { get; init; }

    /// <summary>How often two spoke at once, or one while the master's transceiver was on.</summary>
    public required long Collisions { get; init; }

    /// <summary>Bytes spoiled by that.</summary>
    public required long CollidedBytes { get; init; }

    /// <summary>Bytes spoiled by noise.</summary>
    public required long NoisyBytes { get; init; }

    /// <summary>The latest collisions, oldest first, at most <see cref="BusMeter.Kept"/>.</summary>
    public required IReadOnlyList<BusCollision> Latest { get; init; }

    /// <summary>
    /// DriverOff − the master's last stop bit, one for each release, in order of size; negative: released too soon. Empty without a hook.
    /// </summary>
    public required IReadOnlyList<TimeSpan> Releases { get; init; }

    /// <summary>(busy + turn-round) / elapsed: 1 is all that the protocol allows; 0 before anything was measured.</summary>
    public double Use => Elapsed > TimeSpan.Zero ? (Busy + TurnRound) / Elapsed : 0;

    /// <summary>The lateness of release that a share of all releases kept below, or null without one.</summary>
    /// <param name="share">0 to 1: 0.99 is the 99th percentile.</param>
    public TimeSpan? Release(double share) =>
        Releases.Count == 0 ? null : Releases[Math.Clamp((int)Math.Ceiling(share * Releases.Count) - 1, 0, Releases.Count - 1)];
}

/// <summary>Counts for <see cref="BusStatistics"/>.</summary>
public sealed class BusMeter
{
    /// <summary>How many collisions and releases are kept one by one.</summary>
    public const int Kept = 10_000;

    private readonly Queue<BusCollision> _latest = new();
    private readonly Queue<TimeSpan> _releases = new();
    private TimeSpan _since;
    private TimeSpan _turnRound;
    private long _masterBytes;
    private long _stationBytes;
    private long _questions;
    private long _answers;
    private long _collisions;
    private long _collided;
    private long _noisy;

    internal void Question() => _questions++;

    internal void Answer(TimeSpan turnRound)
    {
        _answers++;
        _turnRound += turnRound;
    }

    internal void Byte(bool master)
    {
        _masterBytes += master ? 1 : 0;
        _stationBytes += master ? 0 : 1;
    }

    internal void Collided() => _collided++;

    internal void Noisy() => _noisy++;

    internal void Collision(BusCollision collision)
    {
        _collisions++;
        Keep(_latest, collision);
    }

    internal void Released(TimeSpan lateness) => Keep(_releases, lateness);

    internal void Reset(TimeSpan now)
    {
        _latest.Clear();
        _releases.Clear();
        (_since, _turnRound) = (now, TimeSpan.Zero);
        (_masterBytes, _stationBytes, _questions, _answers, _collisions, _collided, _noisy) = (0, 0, 0, 0, 0, 0, 0);
    }

    internal BusStatistics Statistics(TimeSpan now, int baud) => new()
    {
        ByteTime = BusLine.Bytes(1, baud),
        Elapsed = now - _since,
        MasterBytes = _masterBytes,
        StationBytes = _stationBytes,
        Questions = _questions,
        Answers = _answers,
        Busy = BusLine.Bytes(_masterBytes + _stationBytes, baud),
        TurnRound = _turnRound,
        Collisions = _collisions,
        CollidedBytes = _collided,
        NoisyBytes = _noisy,
        Latest = [.. _latest],
        Releases = [.. _releases.Order()],
    };

    private static void Keep<T>(Queue<T> queue, T item)
    {
        if (queue.Count == Kept)
        {
            queue.Dequeue();
        }

        queue.Enqueue(item);
    }
}
