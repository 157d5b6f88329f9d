using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace FirmwareSim.Devices.Bus;

/// <summary>
/// Drives a <see cref="SimulatedBus"/> in real time behind a pty: one thread that sleeps until the gateway writes or the next stop bit is
/// over. Every byte is handed over when its last bit would have arrived, never before; a thread that woke late catches up, because all
/// instants are worked out from the begin of what is said.
/// </summary>
/// <remarks>
/// The line learns of the master's bytes when its thread has read them, so without <see cref="MasterWrote"/> its end of a question lies
/// later than the gateway's own by the time that this thread took to wake: a lateness of release is too small by as much.
/// </remarks>
public sealed class PtyBus : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Alone = TimeSpan.FromMilliseconds(10);

    private readonly SimulatedBus _bus;
    private readonly string? _link;
    private readonly Lock _gate;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Pty _pty;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<(bool On, long Timestamp)> _driver = new();
    private readonly ConcurrentQueue<long> _writes = new();
    private readonly long _start;
    private volatile string? _path;
    private volatile bool _stopping;
    private volatile bool _hungUp;
    private TimeSpan _lastRead;
    private long _overruns;

    /// <exception cref="SimulatorStartException">The system gives no pty, or the link cannot be made.</exception>
    internal PtyBus(SimulatedBus bus, string? link, Lock gate, TimeProvider time, ILogger logger)
    {
        (_bus, _link, _gate, _time, _logger) = (bus, link, gate, time, logger);
        try
        {
            _pty = Pty.Open();
        }
        catch (Win32Exception e)
        {
            throw new SimulatorStartException($"{bus.Name}: the system gives no pseudo-terminal: {e.Message}", e);
        }

        try
        {
            Announce();
        }
        catch (SimulatorStartException)
        {
            _pty.Dispose();
            throw;
        }

        _start = time.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = bus.Name };
        _thread.Start();
    }

    /// <summary>As orders call it.</summary>
    public string Name => _bus.Name;

    /// <summary>The slave side, as <c>/dev/pts/7</c>; null while it is hung up.</summary>
    public string? Path => _path;

    /// <summary>What the gateway opens: the link where there is one.</summary>
    public string Device => _link ?? _path ?? "(hung up)";

    /// <summary>Bytes that nobody took in time.</summary>
    public long Overruns => Interlocked.Read(ref _overruns);

    /// <summary>The bus behind it; touch it within the station's lock only (<c>SimulatedStation.OnBus</c>).</summary>
    internal SimulatedBus Bus => _bus;

    /// <summary>
    /// The master's transceiver is on since a timestamp of the station's <see cref="TimeProvider"/>. From any thread; never waits.
    /// </summary>
    public void DriverOn(long timestamp) => _driver.Enqueue((true, timestamp));

    /// <summary>
    /// The master's transceiver is off since a timestamp of the station's <see cref="TimeProvider"/>. From any thread; never waits.
    /// </summary>
    public void DriverOff(long timestamp) => _driver.Enqueue((false, timestamp));

    /// <summary>
    /// The master writes a whole question at a timestamp of the station's <see cref="TimeProvider"/>; said before it does, for then the
    /// line knows when it reads the bytes. From any thread; never waits.
    /// </summary>
    public void MasterWrote(long timestamp) => _writes.Enqueue(timestamp);

    /// <summary>What the line measured until now.</summary>
    public BusStatistics Statistics()
    {
        lock (_gate)
        {
            Advance();
            return _bus.Line.Statistics();
        }
    }

    /// <summary>Measures anew from now on.</summary>
    public void ResetStatistics()
    {
        lock (_gate)
        {
            Advance();
            _bus.Line.ResetStatistics();
        }
    }

    /// <summary>Hangs up, as an adapter that is pulled out, or plugs it in again: then it has another path behind the same link.</summary>
    public void HangUp(bool on)
    {
        _hungUp = on;
        Wake();
    }

    /// <summary>Brings the bus to the present; within the lock.</summary>
    internal void Advance() => Advance([]);

    /// <summary>Brings the bus to the present, with what the master wrote.</summary>
    /// <returns>The present.</returns>
    private TimeSpan Advance(ReadOnlySpan<byte> written)
    {
        TimeSpan now = _time.GetElapsedTime(_start);
        if (_bus.IsAdvancing)
        {
            return now;
        }

        _bus.Origin = _time.GetUtcNow() - now;
        if (!written.IsEmpty)
        {
            TimeSpan at = WrittenAt(now);
            FollowDriver(at);
            _bus.MasterSends(written, at);
        }

        FollowDriver(now);
        _bus.AdvanceTo(now);
        return now;
    }

    /// <summary>When the bytes that have just been read were written; a note that came after its bytes is worth nothing any more.</summary>
    private TimeSpan WrittenAt(TimeSpan now)
    {
        TimeSpan at = now;
        while (_writes.TryDequeue(out long timestamp))
        {
            TimeSpan noted = _time.GetElapsedTime(_start, timestamp);
            if (noted > _lastRead)
            {
                at = noted < now ? noted : now;
                break;
            }
        }

        _lastRead = now;
        return at;
    }

    private void FollowDriver(TimeSpan until)
    {
        while (_driver.TryPeek(out (bool On, long Timestamp) change) && _time.GetElapsedTime(_start, change.Timestamp) is var at
            && at <= until)
        {
            _driver.TryDequeue(out _);
            if (change.On)
            {
                _bus.DriverOn(at);
            }
            else
            {
                _bus.DriverOff(at);
            }
        }
    }

    /// <summary>An order may have given the line something to do.</summary>
    internal void Wake() => _pty.Wake();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _pty.Wake();
        await _ended.Task.ConfigureAwait(false);
        Withdraw();
        _pty.Dispose();
    }

    private void Run()
    {
        try
        {
            Pty.SharpenTimer();
            byte[] read = new byte[4096];
            byte[] write = new byte[4096];
            TimeSpan? next = null;
            while (!_stopping)
            {
                bool readable = _pty.Wait(Patience(next));
                int received = readable ? _pty.Read(read) : 0;
                Replug();
                int arrived;
                lock (_gate)
                {
                    TimeSpan now = Advance(read.AsSpan(0, received));
                    arrived = _bus.TryReadArrived(now, write);
                    next = _bus.Line.NextEvent;
                }

                Interlocked.Add(ref _overruns, arrived - _pty.Write(write.AsSpan(0, arrived)));
            }

            _ended.SetResult();
        }
        catch (Exception e)
        {
            // A thread's own exception would end the process: it goes to who disposes of the bus.
            Log.BusFault(_logger, Name, e);
            _ended.SetException(e);
        }
    }

    private TimeSpan Patience(TimeSpan? next)
    {
        TimeSpan idle = _pty.IsAlone ? Alone : Idle;
        if (next is not { } due)
        {
            return idle;
        }

        TimeSpan wait = due - _time.GetElapsedTime(_start);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < idle ? wait : idle;
    }

    private void Replug()
    {
        if (_hungUp && _path is not null)
        {
            Withdraw();
            _pty.Unplug();
            Log.HungUp(_logger, Name);
        }
        else if (!_hungUp && _path is null)
        {
            _pty.Plug();
            Announce();
            Log.PluggedIn(_logger, Name, Device);
        }
    }

    /// <summary>Makes the link; one that an earlier run left is replaced, anything else in its place is not.</summary>
    private void Announce()
    {
        _path = _pty.Path;
        if (_link is null)
        {
            return;
        }

        try
        {
            if (new FileInfo(_link) is { LinkTarget: null } file && (file.Exists || Directory.Exists(_link)))
            {
                throw new SimulatorStartException(
                    $"{Name}: {_link} exists and is no link of an earlier run; remove it or say another place");
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(_link))!);
            File.Delete(_link);
            File.CreateSymbolicLink(_link, _path!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SimulatorStartException($"{Name}: cannot make the link {_link}: {e.Message}", e);
        }
    }

    /// <summary>Takes the link away, if it is still ours.</summary>
    private void Withdraw()
    {
        if (_link is not null && new FileInfo(_link).LinkTarget == _path)
        {
            File.Delete(_link);
        }

        _path = null;
    }
}
