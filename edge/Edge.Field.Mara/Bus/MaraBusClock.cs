using System.Globalization;
using Edge.Field.Bus;
using Edge.Field.Mara.Layout;
using Edge.Field.Time;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Bus;

/// <summary>
/// Keeps the clocks of a bus (Mara 1.4 §7). It broadcasts set-time at the start, at its period, when daylight saving begins or ends, when
/// the gateway's own clock was stepped and when an IED needs it; and Sync, so that its last bit is sent on the whole second. Both carry the
/// time of the end of the frame, so the length of the frame and the last measured delay of the bus are included. A clock that is slightly
/// off is corrected by Sync only. Used by the thread of the bus.
/// </summary>
internal sealed class MaraBusClock
{
    private const int MostRepeats = 2;

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_longestLead = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(10);

    private readonly MaraBusOptions _options;
    private readonly IFieldBus _bus;
    private readonly StationClock _station;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly byte[] _frame = new byte[MaraRequest.SetTimeLength];

    private TimeSpan? _lead;
    private TimeSpan? _offsetSet;
    private long _timeSetAt;
    private bool _wanted;
    private bool _doubted;
    private DateTimeOffset _lastUtc;
    private long _lastTimestamp;
    private long _syncedAt;
    private bool _everSynced;
    private int _syncRepeats;

    /// <summary>Creates it; the time is set with the first <see cref="TrySend"/>.</summary>
    public MaraBusClock(MaraBusOptions options, IFieldBus bus, StationClock station, TimeProvider clock, ILogger logger)
    {
        (_options, _bus, _station, _clock, _logger) = (options, bus, station, clock, logger);
        (_lastUtc, _lastTimestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
    }

    /// <summary>When the next Sync must begin, in timestamps of the clock; the largest number when none is near.</summary>
    public long SyncStart { get; private set; } = long.MaxValue;

    /// <summary>When <see cref="TrySend"/> may have something to send, in timestamps of the clock.</summary>
    public long NextCheck { get; private set; }

    /// <summary>Requests a set-time soon, because an IED has lost its time or is too far off for Sync.</summary>
    public void WantTime() => _wanted = true;

    /// <summary>Sends the broadcast that is due now.</summary>
    /// <param name="sent">The result.</param>
    /// <returns>Whether anything was sent.</returns>
    public bool TrySend(out BusResult sent)
    {
        sent = default;
        DateTimeOffset utc = _clock.GetUtcNow();
        long now = _clock.GetTimestamp();
        bool stepped = (utc - _lastUtc - _clock.GetElapsedTime(_lastTimestamp, now)).Duration() > s_step;
        (_lastUtc, _lastTimestamp) = (utc, now);
        if (stepped)
        {
            (_offsetSet, SyncStart) = (null, long.MaxValue);
        }

        if (!Believable(utc))
        {
            (SyncStart, NextCheck) = (long.MaxValue, now + Units(s_between));
            return false;
        }

        if (IsTimeDue(utc, now))
        {
            sent = SetTime(utc);
            return true;
        }

        return TrySync(utc, now, out sent);
    }

    /// <summary>Sets the time of the bus to that of a control centre.</summary>
    /// <param name="local">The wall clock of the substation at a moment.</param>
    /// <param name="at">That moment, in timestamps of the clock.</param>
    public BusResult SendTime(DateTime local, long at)
    {
        TimeSpan ahead = Length(MaraRequest.SetTimeLength) + (_lead ?? TimeSpan.Zero);
        return Send(MaraRequest.WriteSetTime(
            _frame, MaraAddress.Concentrator, MaraSetTime.FromLocalTime(local + _clock.GetElapsedTime(at) + ahead)));
    }

    private bool Believable(DateTimeOffset utc)
    {
        if (_options.SetTimePeriod == TimeSpan.Zero && _options.SyncPeriod == TimeSpan.Zero)
        {
            return false;
        }

        DateTimeOffset wall = _station.ToWall(utc);
        bool believable = SetTimeRule.IsBelievable(wall);
        if (!believable && !_doubted)
        {
            Log.ClockUnbelievable(_logger, _options.Device, wall.ToString("O", CultureInfo.InvariantCulture));
        }

        _doubted = !believable;
        return believable;
    }

    private bool IsTimeDue(DateTimeOffset utc, long now)
    {
        if (_options.SetTimePeriod == TimeSpan.Zero)
        {
            return false;
        }

        TimeSpan ahead = Length(MaraRequest.SetTimeLength) + (_lead ?? TimeSpan.Zero);
        if (SetTimeRule.IsChanging(_station, utc, utc + ahead, _options.SkewLimit))
        {
            return false;
        }

        TimeSpan since = _clock.GetElapsedTime(_timeSetAt, now);
        return _offsetSet is null || since >= _options.SetTimePeriod || _offsetSet != _station.ToWall(utc).Offset
            || (_wanted && since >= s_between);
    }

    // The frame carries the time of its end. If the delay of the bus was larger than expected, the time is sent again with the measured
    // delay.
    private BusResult SetTime(DateTimeOffset utc)
    {
        BusResult sent = default;
        for (int i = 0; i <= MostRepeats; i++)
        {
            long begin = _clock.GetTimestamp();
            TimeSpan ahead = Length(MaraRequest.SetTimeLength) + (_lead ?? TimeSpan.Zero);
            DateTimeOffset wall = _station.ToWall((i == 0 ? utc : _clock.GetUtcNow()) + ahead);
            sent = Send(MaraRequest.WriteSetTime(_frame, MaraAddress.Concentrator, MaraSetTime.FromLocalTime(wall.DateTime)));
            if (sent.Outcome == BusOutcome.PortFailed)
            {
                return sent;
            }

            if (_offsetSet is null)
            {
                Log.TimeSet(_logger, _options.Device, wall.DateTime.ToString("s", CultureInfo.InvariantCulture));
            }

            (_offsetSet, _timeSetAt, _wanted) = (wall.Offset, _clock.GetTimestamp(), false);
            if ((_clock.GetElapsedTime(begin, sent.Timestamp) - ahead).Duration() <= s_tolerance)
            {
                break;
            }
        }

        return sent;
    }

    private bool TrySync(DateTimeOffset utc, long now, out BusResult sent)
    {
        sent = default;
        if (_options.SyncPeriod == TimeSpan.Zero)
        {
            NextCheck = long.MaxValue;
            return false;
        }

        TimeSpan ahead = Length(MaraRequest.ShortLength) + (_lead ?? TimeSpan.Zero);
        if (SyncStart != long.MaxValue && now >= SyncStart)
        {
            TimeSpan end = TimeSpan.FromTicks((utc + ahead).Ticks % TimeSpan.TicksPerSecond);
            if (end <= s_tolerance || end >= TimeSpan.FromSeconds(1) - s_tolerance)
            {
                sent = Sync(ahead, end > s_tolerance ? end - TimeSpan.FromSeconds(1) : end, now);
                return true;
            }
        }

        // The first whole second at which it is due and can still be met.
        TimeSpan wait = _everSynced && _syncRepeats == 0 ? _options.SyncPeriod - _clock.GetElapsedTime(_syncedAt, now) : TimeSpan.Zero;
        DateTimeOffset earliest = utc + ahead + (wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        if (SyncStart == long.MaxValue || now >= SyncStart)
        {
            long second = (earliest.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;
            SyncStart = now + Units(TimeSpan.FromTicks(second - (utc + ahead).Ticks));
        }

        NextCheck = SyncStart;
        return false;
    }

    private BusResult Sync(TimeSpan ahead, TimeSpan off, long begin)
    {
        BusResult sent = Send(MaraRequest.WriteSync(_frame, MaraAddress.Concentrator));
        SyncStart = long.MaxValue;
        if (sent.Outcome != BusOutcome.PortFailed)
        {
            TimeSpan missed = off + (_clock.GetElapsedTime(begin, sent.Timestamp) - ahead);
            _syncRepeats = missed.Duration() > s_tolerance && _syncRepeats < MostRepeats ? _syncRepeats + 1 : 0;
            (_everSynced, _syncedAt) = (true, _clock.GetTimestamp());
        }

        return sent;
    }

    private BusResult Send(int length)
    {
        long begin = _clock.GetTimestamp();
        BusResult sent = _bus.Broadcast(_frame.AsSpan(0, length));
        if (sent.Outcome != BusOutcome.PortFailed)
        {
            TimeSpan added = _clock.GetElapsedTime(begin, sent.Timestamp) - Length(length);
            added = added < TimeSpan.Zero ? TimeSpan.Zero : added > s_longestLead ? s_longestLead : added;
            _lead = _lead is { } lead ? (lead + added) / 2 : added;
        }

        return sent;
    }

    private TimeSpan Length(int bytes) => _bus.ByteTime * bytes;

    private long Units(TimeSpan time) => (long)(time.Ticks * (double)_clock.TimestampFrequency / TimeSpan.TicksPerSecond);
}
