using System.Runtime.InteropServices;

namespace Edge.Field.Linux;

/// <summary>
/// Gives a thread real-time priority (sched(7), SCHED_FIFO): it runs before all ordinary threads, as soon as it is ready and until it
/// waits. So it must wait often; by default the kernel keeps 5 % of the time for the other threads.
/// </summary>
internal static unsafe class RealtimeThread
{
    /// <summary>The highest priority of Linux.</summary>
    public const int Highest = 99;

    /// <summary>
    /// Requests it for the calling thread. Threads that this one starts do not inherit it, since threads of the pool may be among them.
    /// </summary>
    /// <param name="priority">1 to 99.</param>
    /// <param name="refusal">The error text of the system if it refuses, else empty.</param>
    public static bool TryBegin(int priority, out string refusal)
    {
        bool granted = Libc.Schedule(0, Kernel.FirstInFirstOut | Kernel.NotForChildren, &priority) == 0;
        refusal = granted ? "" : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        return granted;
    }
}
