using Edge.Pipeline;

namespace Edge.Field.Linux;

/// <summary>The clock of a Linux system: a time service (NTP) reports to the kernel that it is synchronised.</summary>
public sealed class KernelClock : ISystemClock
{
    private const int TimeError = 5; // TIME_ERROR of linux/timex.h
    private const int TimexRoom = 512; // struct timex has 208 bytes

    /// <inheritdoc/>
    public unsafe bool? IsSynchronised
    {
        get
        {
            // Mode 0 only reads. The return value says whether the clock is synchronised, so the structure is not read.
            byte* timex = stackalloc byte[TimexRoom];
            new Span<byte>(timex, TimexRoom).Clear();
            return Libc.AdjustTime(timex) is >= 0 and not TimeError;
        }
    }
}
