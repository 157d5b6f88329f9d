using System.Runtime.InteropServices;
using Edge.Field.Linux;
using Microsoft.Win32.SafeHandles;

namespace Edge.Field.Serial;

/// <summary>
/// An open serial port: raw, exclusive, never blocking. Not for several threads at a time. System.IO.Ports is not used because it hides the
/// descriptor and waits in milliseconds.
/// </summary>
internal sealed unsafe class TermiosPort : IUart, IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _path;

    private TermiosPort(SafeFileHandle file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Opens and sets up a port.</summary>
    /// <param name="options">The port.</param>
    /// <exception cref="SerialPortException">It cannot be opened, or does not support the options.</exception>
    public static TermiosPort Open(SerialPortOptions options)
    {
        // Non-blocking: opening must not wait for a carrier, nor reading for a byte.
        int descriptor = Libc.Open(options.Path, Kernel.ReadWrite | Kernel.NoControllingTerminal | Kernel.NonBlocking | Kernel.CloseOnExec);
        if (descriptor < 0)
        {
            throw SerialPortException.AtOpen(options.Path, "open", Marshal.GetLastPInvokeError());
        }

        TermiosPort port = new(new SafeFileHandle(descriptor, ownsHandle: true), options.Path);
        try
        {
            port.Claim();
            TermiosSettings.Apply(port._file, options);
            port.Flush(Kernel.FlushInput);
            port.Flush(Kernel.FlushOutput);
            return port;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    /// <summary>Waits for a byte.</summary>
    /// <param name="limit">The longest wait; no wait if not above zero.</param>
    /// <returns>Whether there is one now.</returns>
    /// <exception cref="SerialPortException">The port has gone.</exception>
    public bool WaitReadable(TimeSpan limit) => Wait(Kernel.Readable, limit);

    /// <summary>Reads the bytes that arrived, without waiting.</summary>
    /// <param name="buffer">The buffer; not empty.</param>
    /// <returns>How many bytes; 0 when there is none.</returns>
    /// <exception cref="SerialPortException">The port has gone.</exception>
    public int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                nint read = Libc.Read(_file, start, buffer.Length);
                if (read > 0)
                {
                    return (int)read;
                }

                // With VMIN 1 a read returns 0 only after a hang-up.
                int error = read == 0 ? Kernel.InputOutput : Marshal.GetLastPInvokeError();
                switch (error)
                {
                    case Kernel.TryAgain:
                        return 0;
                    case Kernel.Interrupted:
                        break;
                    default:
                        throw SerialPortException.InUse(_path, "read", error);
                }
            }
        }
    }

    /// <summary>Writes everything into the driver's queue, which accepts a frame at once unless it is blocked.</summary>
    /// <param name="bytes">What to write.</param>
    /// <param name="limit">How long it may wait for space in the queue.</param>
    /// <exception cref="SerialPortException">The port disappeared, or accepts no more bytes.</exception>
    public void Write(ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        fixed (byte* start = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                nint written = Libc.Write(_file, start + done, bytes.Length - done);
                int error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (written > 0)
                {
                    done += (int)written;
                }
                else if (error is 0 or Kernel.TryAgain)
                {
                    if (!Wait(Kernel.Writable, limit))
                    {
                        throw new SerialPortException(
                            SerialFault.Stuck, $"{_path}: it accepts no more bytes: does flow control block it, or does its driver hang?");
                    }
                }
                else if (error != Kernel.Interrupted)
                {
                    throw SerialPortException.InUse(_path, "write", error);
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool? IsTransmitterEmpty()
    {
        uint status = 0;
        if (Libc.Control(_file, Kernel.LineStatus, &status) == 0)
        {
            return (status & Kernel.TransmitterEmpty) != 0;
        }

        int error = Marshal.GetLastPInvokeError();
        return error is Kernel.NotATerminal or Kernel.Invalid or Kernel.NotSupported
            ? null : throw SerialPortException.InUse(_path, "TIOCSERGETLSR", error);
    }

    /// <summary>Drops the queued input and counts its bytes.</summary>
    /// <returns>How many bytes of input were dropped.</returns>
    public int DropInput()
    {
        int waiting = 0;
        Check(Libc.Control(_file, Kernel.InputQueue, &waiting), "FIONREAD");
        Flush(Kernel.FlushInput);
        return waiting;
    }

    /// <inheritdoc/>
    public void DropOutput() => Flush(Kernel.FlushOutput);

    /// <inheritdoc/>
    public void SetRs485(Rs485Settings wanted)
    {
        Rs485Settings taken = wanted;
        if (Libc.Control(_file, Kernel.SetRs485, &taken) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw error is Kernel.NotATerminal or Kernel.Invalid or Kernel.NotSupported or Kernel.NotPermitted
                ? new SerialPortException(
                    SerialFault.Unsupported,
                    $"{_path}: its driver cannot switch the direction (TIOCSRS485): use gpio, or auto with an adapter that does it "
                    + "itself.")
                : SerialPortException.InUse(_path, "TIOCSRS485", error);
        }

        taken = default;
        Check(Libc.Control(_file, Kernel.GetRs485, &taken), "TIOCGRS485");
        if (Rs485Difference(wanted, taken) is { } difference)
        {
            throw new SerialPortException(
                SerialFault.Unsupported,
                $"{_path}: its driver accepted the direction settings (TIOCSRS485) but uses others: {difference}.");
        }
    }

    /// <summary>How the settings of the driver differ, as text; null when they are the same.</summary>
    internal static string? Rs485Difference(in Rs485Settings wanted, in Rs485Settings taken)
    {
        const uint Ours = Kernel.Rs485Enabled | Kernel.Rs485HighOnSend | Kernel.Rs485HighAfterSend;
        return (wanted.Flags & ~taken.Flags & Kernel.Rs485Enabled) != 0 ? "it is still off"
            : ((wanted.Flags ^ taken.Flags) & Ours) != 0 ? "it supports only the other level of RTS"
            : wanted.MillisecondsBefore != taken.MillisecondsBefore
                ? $"{taken.MillisecondsBefore} ms before sending, not {wanted.MillisecondsBefore}"
            : wanted.MillisecondsAfter != taken.MillisecondsAfter
                ? $"{taken.MillisecondsAfter} ms after sending, not {wanted.MillisecondsAfter}"
            : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // TIOCEXCL refuses other users but not root; the lock refuses every program that requests it, as terminal programs do.
    private void Claim()
    {
        if (Libc.Lock(_file, Kernel.LockExclusive | Kernel.LockNonBlocking) != 0 || Libc.Control(_file, Kernel.Exclusive, (nint)0) != 0)
        {
            throw SerialPortException.AtOpen(_path, "claiming it", Marshal.GetLastPInvokeError());
        }
    }

    private bool Wait(short what, TimeSpan limit)
    {
        PollEntry entry = new() { Descriptor = (int)_file.DangerousGetHandle(), Wanted = what };
        TimeSpec time = LineClock.Spec(limit);
        while (Libc.Poll(&entry, 1, &time, null) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Kernel.Interrupted)
            {
                throw SerialPortException.InUse(_path, "ppoll", error);
            }
        }

        if ((entry.Happened & what) != 0)
        {
            return true;
        }

        return (entry.Happened & (Kernel.PollError | Kernel.HungUp | Kernel.NotOpen)) == 0
            ? false
            : throw SerialPortException.Unplugged(_path);
    }

    private void Flush(nint queue) => Check(Libc.Control(_file, Kernel.FlushQueue, queue), "TCFLSH");

    private void Check(int result, string call)
    {
        if (result != 0)
        {
            throw SerialPortException.InUse(_path, call, Marshal.GetLastPInvokeError());
        }
    }
}
