using Edge.Field.Linux;
using Edge.Field.Serial;
using Edge.Field.Taps;

namespace Edge.Field.Bus;

/// <summary>Opens the port, and opens it again with back-off after a failure.</summary>
public sealed partial class SerialBus
{
    private string? _failure;
    private bool _opened;
    private bool _blindLogged;
    private bool _overrunLogged;
    private bool _disposed;

    /// <inheritdoc/>
    /// <remarks>
    /// Requests real-time priority, so that the transceiver is switched off in time on a busy box too. If the system refuses, that is
    /// logged once and the bus works without it.
    /// </remarks>
    public void PrepareThread()
    {
        if (_options.RealtimePriority == 0)
        {
            return;
        }

        if (RealtimeThread.TryBegin(_options.RealtimePriority, out string refusal))
        {
            Log.RealtimeGranted(_logger, Name, _options.RealtimePriority);
        }
        else
        {
            Log.RealtimeRefused(_logger, Name, _options.RealtimePriority, refusal);
        }
    }

    /// <summary>Switches the transceiver to receive and closes port and direction line. Must not be called during a transaction.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            BusMetrics.Remove(_statistics);
            _direction.Dispose();
            _port?.Dispose();
            _port = null;
        }
    }

    void IDirectionReport.Released(TimeSpan late) => _statistics.Released(late);

    void IDirectionReport.Blind()
    {
        if (!_blindLogged)
        {
            _blindLogged = true;
            Log.DirectionBlind(_logger, Name, _options.Direction.BlindGuard.TotalMicroseconds);
        }
    }

    void IDirectionReport.Overrun()
    {
        _statistics.Overruns.Add(1);
        if (!_overrunLogged)
        {
            _overrunLogged = true;
            Log.TransmitterOverrun(_logger, Name);
        }
    }

    private bool OpenWhenRested()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_port is not null)
        {
            return true;
        }

        if (_backoff.Remaining > TimeSpan.Zero)
        {
            return false;
        }

        TermiosPort? port = null;
        try
        {
            _direction.Off(); // first of all: a transceiver that stays on blocks the bus
            port = TermiosPort.Open(_options.Port);
            _direction.Prepare(port);
        }
        catch (SerialPortException e)
        {
            port?.Dispose();
            _ = Failed(e);
            return false;
        }

        _port = port;
        Opened();
        return true;
    }

    private void Opened()
    {
        if (_opened)
        {
            _statistics.Reopens.Add(1);
            return;
        }

        _opened = true;
        Log.BusOpened(_logger, Name, _options.Port.BitRate, _options.Port.BitsPerByte, _options.Direction.Mode);
    }

    // A port that can be opened may still fail at the first byte: only a whole transaction proves that it works.
    private void Works()
    {
        _backoff.Succeeded();
        if (_failure is not null)
        {
            _failure = null;
            Log.BusWorksAgain(_logger, Name);
        }
    }

    private BusResult Failed(SerialPortException e)
    {
        _statistics.PortFailures.Add(1);
        _tap?.Ended(TapOutcome.Failed, []);
        _port?.Dispose();
        _port = null;
        _backoff.Failed();
        if (_failure == e.Message)
        {
            Log.BusStillFailed(_logger, Name, e.Message);
        }
        else
        {
            _failure = e.Message;
            Log.BusFailed(_logger, Name, e.Message);
        }

        return new BusResult(BusOutcome.PortFailed, 0, _clock.Now, _failure);
    }
}
