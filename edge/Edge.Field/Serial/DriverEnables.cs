using Edge.Field.Linux;

namespace Edge.Field.Serial;

/// <summary>The hardware switches the direction: only the end of the frame is calculated.</summary>
internal sealed class HardwareDirection : IDriverEnable
{
    public void Prepare(IUart port)
    {
    }

    public void On()
    {
    }

    public long AfterWrite(IUart port, long due, TimeSpan length) => due;

    public void Off()
    {
    }

    public void Dispose()
    {
    }
}

/// <summary>The kernel switches RTS of the UART (TIOCSRS485), and waits the guard times.</summary>
/// <param name="options">Level and guard times.</param>
/// <param name="clock">The clock.</param>
internal sealed class KernelDirection(DirectionOptions options, LineClock clock) : IDriverEnable
{
    /// <summary>The settings of the kernel for the options.</summary>
    public static Rs485Settings Of(DirectionOptions options) => new()
    {
        Flags = Kernel.Rs485Enabled | (options.ActiveLow ? Kernel.Rs485HighAfterSend : Kernel.Rs485HighOnSend),
        MillisecondsBefore = (uint)options.GuardBefore.TotalMilliseconds,
        MillisecondsAfter = (uint)options.GuardAfter.TotalMilliseconds,
    };

    public void Prepare(IUart port) => port.SetRs485(Of(options));

    public void On()
    {
    }

    public long AfterWrite(IUart port, long due, TimeSpan length) => clock.After(due, options.GuardBefore + options.GuardAfter);

    public void Off()
    {
    }

    public void Dispose()
    {
    }
}
