using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace FirmwareSim.Devices.Bus;

/// <summary>A pseudo-terminal of Linux: we hold its master side, the gateway opens its slave side as a serial port.</summary>
internal sealed partial class Pty : IDisposable
{
    private const int ReadWrite = 0x2;
    private const int NoControl = 0x100;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const short PollIn = 0x1;
    private const short PollHangUp = 0x10;
    private const int TerminalSize = 256;
    private const int TimerSlack = 29;
    private const int FirstInFirstOut = 1;

    private readonly int _wake;
    private int _master = -1;

    private Pty(int wake) => _wake = wake;

    /// <summary>The slave side, as <c>/dev/pts/7</c>; null after a hang-up.</summary>
    public string? Path { get; private set; }

    /// <summary>Whether nobody has the slave side open.</summary>
    public bool IsAlone { get; private set; } = true;

    /// <summary>Opens a pseudo-terminal.</summary>
    /// <exception cref="Win32Exception">The system has none.</exception>
    public static Pty Open()
    {
        Pty pty = new(Checked(eventfd(0, NonBlocking | CloseOnExec), "eventfd"));
        try
        {
            pty.Plug();
            return pty;
        }
        catch
        {
            pty.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Lets this thread be woken to the microsecond, and before others where the system grants it; where not, bytes may come late.
    /// </summary>
    public static unsafe void SharpenTimer()
    {
        int priority = 1;
        _ = prctl(TimerSlack, 1, 0, 0, 0);
        _ = sched_setscheduler(0, FirstInFirstOut, &priority);
    }

    /// <summary>Opens a pseudo-terminal in place of the one that was hung up.</summary>
    /// <exception cref="Win32Exception">The system has none.</exception>
    public unsafe void Plug()
    {
        _master = Checked(posix_openpt(ReadWrite | NoControl | NonBlocking | CloseOnExec), "posix_openpt");
        _ = Checked(grantpt(_master), "grantpt");
        _ = Checked(unlockpt(_master), "unlockpt");
        byte* name = stackalloc byte[64];
        int error = ptsname_r(_master, name, 64);
        if (error != 0)
        {
            throw new Win32Exception(error, "ptsname_r: " + Marshal.GetPInvokeErrorMessage(error));
        }

        Path = Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));

        // The program that opens it sets it up; until then it must neither echo nor wait for lines. Opened and closed once, it reports a
        // hang-up while no program has it open, from the first moment on.
        int slave = Checked(open(Path, ReadWrite | NoControl | CloseOnExec), "open");
        byte* terminal = stackalloc byte[TerminalSize];
        _ = Checked(tcgetattr(slave, terminal), "tcgetattr");
        cfmakeraw(terminal);
        _ = Checked(tcsetattr(slave, 0, terminal), "tcsetattr");
        _ = close(slave);
        IsAlone = true;
    }

    /// <summary>Hangs up: who has the slave side open reads its end.</summary>
    public void Unplug()
    {
        if (_master >= 0)
        {
            _ = close(_master);
        }

        (_master, Path, IsAlone) = (-1, null, true);
    }

    /// <summary>Ends a wait from another thread.</summary>
    public unsafe void Wake()
    {
        long one = 1;
        _ = write(_wake, &one, sizeof(long));
    }

    /// <summary>Waits until there is something to read, until woken, or at most for a time.</summary>
    /// <returns>Whether there is something to read.</returns>
    public unsafe bool Wait(TimeSpan atMost)
    {
        // Alone, its hang-up would end every wait at once: then it is looked at only when the wait is over.
        int watched = IsAlone && IsHungUp() ? -1 : _master;
        PollEntry* entries = stackalloc PollEntry[2];
        entries[0] = new PollEntry { Descriptor = _wake, Events = PollIn };
        entries[1] = new PollEntry { Descriptor = watched, Events = PollIn };
        TimeSpec time = new() { Seconds = (long)atMost.TotalSeconds, Nanoseconds = atMost.Ticks % TimeSpan.TicksPerSecond * 100 };
        int ready = ppoll(entries, 2, &time, null);
        if (ready > 0 && (entries[0].Returned & PollIn) != 0)
        {
            long count;
            _ = read(_wake, &count, sizeof(long));
        }

        if (ready <= 0 || watched < 0)
        {
            return false;
        }

        IsAlone = (entries[1].Returned & PollHangUp) != 0 && (entries[1].Returned & PollIn) == 0;
        return (entries[1].Returned & PollIn) != 0;
    }

    /// <summary>Reads what is there.</summary>
    public unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return (int)Math.Max(0, read(_master, bytes, buffer.Length));
        }
    }

    /// <summary>Writes what there is room for; the rest is lost, as in a receiver that nobody empties.</summary>
    public unsafe int Write(ReadOnlySpan<byte> buffer)
    {
        if (IsAlone)
        {
            return 0;
        }

        fixed (byte* bytes = buffer)
        {
            return (int)Math.Max(0, write(_master, bytes, buffer.Length));
        }
    }

    public void Dispose()
    {
        Unplug();
        _ = close(_wake);
    }

    private static int Checked(int result, string call)
    {
        int error = Marshal.GetLastPInvokeError();
        return result >= 0 ? result : throw new Win32Exception(error, $"{call}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    private unsafe bool IsHungUp()
    {
        PollEntry entry = new() { Descriptor = _master, Events = PollIn };
        TimeSpec now = default;
        return _master < 0 || (ppoll(&entry, 1, &now, null) > 0 && (entry.Returned & (PollHangUp | PollIn)) == PollHangUp);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

#pragma warning disable IDE1006, SA1300 // The system's own names.
    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int grantpt(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlockpt(int descriptor);

    [LibraryImport("libc")]
    private static unsafe partial int ptsname_r(int descriptor, byte* name, nint length);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int tcgetattr(int descriptor, byte* terminal);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int tcsetattr(int descriptor, int when, byte* terminal);

    [LibraryImport("libc")]
    private static unsafe partial void cfmakeraw(byte* terminal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    private static unsafe partial int ppoll(PollEntry* entries, nuint count, TimeSpec* time, void* signals);

    [LibraryImport("libc")]
    private static unsafe partial nint read(int descriptor, void* buffer, nint count);

    [LibraryImport("libc")]
    private static unsafe partial nint write(int descriptor, void* buffer, nint count);

    [LibraryImport("libc")]
    private static unsafe partial int sched_setscheduler(int thread, int policy, int* priority);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);
#pragma warning restore IDE1006, SA1300
}
