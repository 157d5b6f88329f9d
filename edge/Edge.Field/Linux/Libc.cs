using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Edge.Field.Linux;

/// <summary>
/// The few calls of the C library that the serial link needs. ioctl is variadic in C; on Linux a pointer or an integer is passed in the
/// same register either way, on x64 and on arm64. Where one returns −1, <see cref="Marshal.GetLastPInvokeError"/> says why.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Name = "libc.so.6";

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, byte* buffer, nint count);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, byte* buffer, nint count);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, void* argument);

    [LibraryImport(Name, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, nint argument);

    [LibraryImport(Name, EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport(Name, EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, TimeSpec* timeout, void* signals);

    [LibraryImport(Name, EntryPoint = "clock_gettime")]
    public static partial int GetTime(int clock, TimeSpec* time);

    /// <summary>Returns an error number; an interrupted sleep is not a failure.</summary>
    [LibraryImport(Name, EntryPoint = "clock_nanosleep")]
    public static partial int Sleep(int clock, int flags, TimeSpec* until, TimeSpec* left);

    /// <summary>Reads struct timex where its mode is 0. Returns the state of the clock, or −1.</summary>
    [LibraryImport(Name, EntryPoint = "adjtimex")]
    public static partial int AdjustTime(byte* timex);

    /// <summary>Thread 0 is the calling thread; <paramref name="priority"/> is struct sched_param, which is one number.</summary>
    [LibraryImport(Name, EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int Schedule(int thread, int policy, int* priority);
}
