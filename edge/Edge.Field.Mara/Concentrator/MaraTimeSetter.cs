using System.Globalization;
using Edge.Field.Mara.Layout;
using Edge.Field.Time;
using Edge.Pipeline;
using Microsoft.Extensions.Logging;

namespace Edge.Field.Mara.Concentrator;

/// <summary>
/// Sets the time of a concentrator: on each new connection, at its interval, when daylight saving begins or ends, and when the clock of the
/// gateway was stepped: the concentrator would stamp events with the former date until its interval ends. Not at the moment of
/// that change itself (<see cref="SetTimeRule.IsChanging"/>).
/// </summary>
internal sealed class MaraTimeSetter(MaraTcpOptions options, MaraTcpLink link, StationClock station, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset _lastUtc = clock.GetUtcNow();
    private long _lastTimestamp = clock.GetTimestamp();
    private long _setAt;
    private TimeSpan? _offsetSet;
    private bool _doubted;

    /// <summary>A new connection was made: the time is due.</summary>
    public void OnConnected() => _offsetSet = null;

    /// <summary>Sets the time where it is due.</summary>
    /// <returns>Why it failed, or null. The connection is closed where it failed.</returns>
    public async ValueTask<FieldFailure?> SetIfDueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset utc = station.UtcNow;
        long now = clock.GetTimestamp();
        bool stepped = (utc - _lastUtc - clock.GetElapsedTime(_lastTimestamp, now)).Duration() > s_step;
        (_lastUtc, _lastTimestamp) = (utc, now);
        _offsetSet = stepped ? null : _offsetSet;
        DateTimeOffset wall = station.ToWall(utc);
        bool due = _offsetSet != wall.Offset || clock.GetElapsedTime(_setAt) >= options.SetTimeInterval;
        if (!options.SetTime || !due || !MayBelieve(wall) || SetTimeRule.IsChanging(station, utc, utc, options.SkewLimit))
        {
            return null;
        }

        FieldFailure? failure = await link.SetTimeAsync(wall.DateTime, cancellationToken).ConfigureAwait(false);
        if (failure is null)
        {
            (_offsetSet, _setAt) = (wall.Offset, clock.GetTimestamp());
            Log.TimeSet(logger, options.Device, wall.DateTime.ToString("s", CultureInfo.InvariantCulture));
        }

        return failure;
    }

    private bool MayBelieve(DateTimeOffset wall)
    {
        bool believable = SetTimeRule.IsBelievable(wall);
        if (!believable && !_doubted)
        {
            Log.ClockUnbelievable(logger, options.Device, wall.ToString("O", CultureInfo.InvariantCulture));
        }

        _doubted = !believable;
        return believable;
    }
}
