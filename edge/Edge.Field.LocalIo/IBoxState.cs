using System.Globalization;
using Edge.Pipeline;
using Edge.Protocols.Mara;

namespace Edge.Field.LocalIo;

/// <summary>The state of the box: the system variables of IED 1 (Mara 1.4 §6).</summary>
public interface IBoxState
{
    /// <summary>Whether the system's clock is synchronised.</summary>
    bool ClockSynchronised { get; }

    /// <summary>Bits 0 to 2 of byte 0: each 0 for a cause of the last start.</summary>
    MaraStatusBits RestartCause { get; }
}

/// <summary>The state of a Linux box.</summary>
public sealed class LinuxBox : IBoxState
{
    private const MaraStatusBits NoCause = MaraStatusBits.NoBrownOut | MaraStatusBits.NoPowerOn | MaraStatusBits.NoWatchdog;

    // linux/watchdog.h
    private const int PowerUnder = 0x0010; // WDIOF_POWERUNDER
    private const int CardReset = 0x0020; // WDIOF_CARDRESET

    // A later start of the gateway is not a start of the box.
    private static readonly TimeSpan s_startOfTheBox = TimeSpan.FromMinutes(5);

    private readonly ISystemClock _clock;

    /// <summary>Reads why the box started.</summary>
    /// <param name="clock">Its clock.</param>
    public LinuxBox(ISystemClock clock) : this(clock, Read("/sys/class/watchdog/watchdog0/bootstatus"), Read("/proc/uptime"))
    {
    }

    internal LinuxBox(ISystemClock clock, string? bootStatus, string? uptime) =>
        (_clock, RestartCause) = (clock, CauseOf(bootStatus, uptime));

    /// <inheritdoc/>
    public bool ClockSynchronised => _clock.IsSynchronised != false;

    /// <inheritdoc/>
    public MaraStatusBits RestartCause { get; }

    private static MaraStatusBits CauseOf(string? bootStatus, string? uptime)
    {
        string seconds = uptime?.Split(' ', 2)[0] ?? "";
        if (double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double up) && up > s_startOfTheBox.TotalSeconds)
        {
            return NoCause;
        }

        _ = int.TryParse(bootStatus, NumberStyles.Integer, CultureInfo.InvariantCulture, out int status);
        return (status & CardReset) != 0 ? NoCause & ~MaraStatusBits.NoWatchdog
            : (status & PowerUnder) != 0 ? NoCause & ~MaraStatusBits.NoBrownOut
            : NoCause & ~MaraStatusBits.NoPowerOn;
    }

    // A box without a watchdog, or one that does not report it, has no such file.
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
