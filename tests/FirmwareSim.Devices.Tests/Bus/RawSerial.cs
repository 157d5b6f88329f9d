using System.Runtime.InteropServices;

namespace FirmwareSim.Devices.Tests.Bus;

/// <summary>A serial port as the system gives it: no code of ours stands between the test and the pty.</summary>
internal sealed class RawSerial : IDisposable
{
    private const int ReadWriteNoControlNonBlocking = 0x2 | 0x100 | 0x800 | 0x80000;

    private readonly int _descriptor;

    public RawSerial(string path)
    {
        _descriptor = open(path, ReadWriteNoControlNonBlocking);
        Assert.True(_descriptor >= 0, $"{path} cannot be opened: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Opens a port and sets it up as a person at a shell does.</summary>
    public static async Task<RawSerial> OpenAsync(string path)
    {
        RawSerial serial = new(path);
        TestKit.CommandResult stty = await TestKit.Command.RunAsync(
            "stty", ["-F", path, "raw", "-echo", "9600"], TestContext.Current.CancellationToken);
        Assert.True(stty.ExitCode == 0, stty.All);
        return serial;
    }

    public void Write(byte[] bytes) => Assert.Equal(bytes.Length, (int)write(_descriptor, bytes, bytes.Length));

    /// <summary>What is there: -1 when nothing, 0 at its end or after a hang-up.</summary>
    public int Read(byte[] buffer)
    {
        int count = (int)read(_descriptor, buffer, buffer.Length);
        int error = Marshal.GetLastPInvokeError();
        return count >= 0 ? count : error == 11 ? -1 : 0;
    }

    /// <summary>Waits for a frame, as its second byte measures it, and notes when how many bytes had come.</summary>
    public (byte[] Frame, List<(long At, int Count)> Arrivals) ReadFrame() => ReadUntil(all => all.Count >= 2 && all.Count >= all[1]);

    /// <summary>Waits for a number of bytes, whatever they are.</summary>
    public void ReadBytes(int count) => ReadUntil(all => all.Count >= count);

    private (byte[] Bytes, List<(long At, int Count)> Arrivals) ReadUntil(Predicate<List<byte>> whole)
    {
        List<byte> all = [];
        List<(long, int)> arrivals = [];
        byte[] buffer = new byte[512];
        long deadline = TimeProvider.System.GetTimestamp() + 10 * TimeProvider.System.TimestampFrequency;
        while (!whole(all))
        {
            Assert.True(TimeProvider.System.GetTimestamp() < deadline, $"not all within 10 s, only {Convert.ToHexString([.. all])}");
            Poll entry = new() { Descriptor = _descriptor, Events = 1 };
            _ = poll(ref entry, 1, 100);
            int count = Read(buffer);
            if (count > 0)
            {
                all.AddRange(buffer.AsSpan(0, count));
                arrivals.Add((TimeProvider.System.GetTimestamp(), all.Count));
            }
        }

        return ([.. all], arrivals);
    }

    public void Dispose() => _ = close(_descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

#pragma warning disable SYSLIB1054, CA2101, IDE1006 // Four calls of a test; marshalling made at run time is good enough for them.
    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(int descriptor, byte[] buffer, nint count);

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int descriptor, byte[] buffer, nint count);

    [DllImport("libc")]
    private static extern int close(int descriptor);

    [DllImport("libc")]
    private static extern int poll(ref Poll entry, nuint count, int milliseconds);
#pragma warning restore SYSLIB1054, CA2101, IDE1006
}
