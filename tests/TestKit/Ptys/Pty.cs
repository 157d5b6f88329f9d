using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TestKit.Ptys;

/// <summary>
/// A pseudo-terminal: the bus opens <see cref="Path"/>, the test speaks raw bytes at the other end. It holds a descriptor of its own on the
/// bus's end, so that it can be closed and opened there without a hang-up; closing the test's end is pulling the adapter out.
/// </summary>
public sealed unsafe partial class Pty : IDisposable
{
    private const int Open = 0x2 | 0x100 | 0x80000; // O_RDWR | O_NOCTTY | O_CLOEXEC
    private const int NonBlocking = 0x800; // O_NONBLOCK
    private const uint InputQueue = 0x541B; // FIONREAD
    private const short Readable = 1; // POLLIN

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly int _slave;
    private int _master;

    public Pty()
    {
        _master = Ok(OpenMaster(Open | NonBlocking));
        _ = Ok(Grant(_master));
        _ = Ok(Unlock(_master));
        byte* name = stackalloc byte[64];
        Assert.Equal(0, NameOf(_master, name, 64));
        Path = Marshal.PtrToStringUTF8((nint)name)!;
        _slave = Ok(OpenFile(Path, Open));
    }

    public string Path { get; }

    /// <summary>How many bytes wait to be read by the bus.</summary>
    public int WaitingForTheBus => Queue(_slave);

    /// <summary>How many bytes the bus has written that were not read here.</summary>
    public int WaitingHere => Queue(_master);

    /// <summary>Exactly so many bytes from the bus.</summary>
    public byte[] Read(int count)
    {
        byte[] bytes = new byte[count];
        long begin = Stopwatch.GetTimestamp();
        fixed (byte* start = bytes)
        {
            for (int done = 0; done < count;)
            {
                Entry entry = new() { Descriptor = _master, Wanted = Readable };
                if (Poll(&entry, 1, 200) > 0 && (entry.Happened & Readable) != 0)
                {
                    done += (int)Math.Max(0, Read(_master, start + done, count - done));
                }
                else if (Stopwatch.GetElapsedTime(begin) > Patience)
                {
                    throw new TimeoutException($"{done} of {count} bytes came from the bus within {Patience}.");
                }
            }
        }

        return bytes;
    }

    /// <summary>Sends bytes to the bus, without waiting; returns false when its end did not take them all.</summary>
    public bool Write(params ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return Write(_master, start, bytes.Length) == bytes.Length;
        }
    }

    /// <summary>Pulls the adapter out.</summary>
    public void PullOut()
    {
        if (_master >= 0)
        {
            _ = Close(_master);
            _master = -1;
        }
    }

    public void Dispose()
    {
        PullOut();
        _ = Close(_slave);
    }

    private static int Queue(int descriptor)
    {
        int waiting = 0;
        _ = Ok(Control(descriptor, InputQueue, &waiting));
        return waiting;
    }

    private static int Ok(int result) => result >= 0
        ? result : throw new IOException($"Pseudo-terminal: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }

    [LibraryImport("libc.so.6", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc.so.6", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int descriptor);

    [LibraryImport("libc.so.6", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int descriptor);

    [LibraryImport("libc.so.6", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int NameOf(int descriptor, byte* name, nint length);

    [LibraryImport("libc.so.6", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc.so.6", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc.so.6", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc.so.6", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc.so.6", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, void* argument);

    [LibraryImport("libc.so.6", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(Entry* entries, nuint count, int milliseconds);
}
