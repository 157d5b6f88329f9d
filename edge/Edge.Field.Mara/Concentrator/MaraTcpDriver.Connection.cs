using System.Globalization;
using Edge.Field.Links;
using Edge.Pipeline;

namespace Edge.Field.Mara.Concentrator;

/// <content>Connecting, and setting the time of the station.</content>
public sealed partial class MaraTcpDriver
{
    // Before this the gateway's clock has not been set since its battery, if it has one, was empty.
    private const int FirstBelievableYear = 2025;
    private const int LastWireYear = 2099;

    private async ValueTask<FieldFailure?> ConnectAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait = _backoff.Remaining;
        if (wait > TimeSpan.Zero)
        {
            bool tooLong = wait > _options.AnswerTimeout;
            await Task.Delay(tooLong ? _options.AnswerTimeout : wait, _clock, cancellationToken).ConfigureAwait(false);
            if (tooLong)
            {
                return _lastFailure;
            }
        }

        try
        {
            IByteLink link = await _connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
            _connection = new MaraConnection(link, _connector.Peer, _options, _clock);
        }
        catch (TimeoutException exception)
        {
            _backoff.Failed();
            return new FieldFailure(FieldFailureKind.LinkDown, exception.Message);
        }
        catch (IOException exception)
        {
            _backoff.Failed();
            return new FieldFailure(FieldFailureKind.LinkDown, $"No connection to {_connector.Peer}: {exception.Message}");
        }

        (_mayBeOld, _firstOfConnection, _failures, _offsetSet) = (_askedBefore, true, 0, null);
        Log.Connected(_logger, Device, _connector.Peer);
        return null;
    }

    private async ValueTask DisconnectAsync()
    {
        // Only a good answer ends the back-off, so a peer that takes connections and does nothing with them is not pressed either.
        _backoff.Failed();
        MaraConnection? connection = _connection;
        _connection = null;
        if (connection is not null)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<FieldFailure?> SetTimeIfDueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset wall = _station.WallNow;
        if (!_options.SetTime || (_offsetSet == wall.Offset && _clock.GetElapsedTime(_timeSetAt) < _options.SetTimeInterval))
        {
            return null;
        }

        if (wall.Year is < FirstBelievableYear or > LastWireYear)
        {
            if (!_clockDoubted)
            {
                _clockDoubted = true;
                Log.ClockUnbelievable(_logger, Device, wall.ToString("O", CultureInfo.InvariantCulture));
            }

            return null;
        }

        FieldFailure? failure = await _connection!.SetTimeAsync(wall.DateTime, cancellationToken).ConfigureAwait(false);
        if (failure is null)
        {
            (_offsetSet, _timeSetAt, _clockDoubted) = (wall.Offset, _clock.GetTimestamp(), false);
            Log.TimeSet(_logger, Device, wall.DateTime.ToString("s", CultureInfo.InvariantCulture));
        }

        return failure;
    }
}
