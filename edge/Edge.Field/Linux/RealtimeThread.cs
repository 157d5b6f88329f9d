using System.Runtime.InteropServices;

namespace Edge.Field.Linux;

/// <summary>
/// Lets a thread run before all ordinary ones (sched(7), SCHED_FIFO): it is let run as soon as it wants to, and until it waits. So it must
/// wait, and often; a kernel as it comes keeps 5 % of the time for the others whatever it does.
/// </summary>
internal static unsafe class RealtimeThread
{
    /// <summary>The highest priority of Linux.</summary>
    public const int Highest = 99;

    /// <summary>Asks it for the thread that calls. Threads that this one starts do not inherit it: the pool's may be among them.</summary>
    /// <param name="priority">1 to 99.</param>
    /// <param name="refusal">The system's words where it refuses; empty where it does not.</param>
    public static bool TryBegin(int priority, out string refusal)
    {
        bool granted = Libc.Schedule(0, Kernel.FirstInFirstOut | Kernel.NotForChildren, &priority) == 0;
        refusal = granted ? "" : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        return granted;
    }
}
