using System.Globalization;
using System.Runtime.InteropServices;
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
public sealed partial class LinuxBox : IBoxState
{
    private const MaraStatusBits NoCause = MaraStatusBits.NoBrownOut | MaraStatusBits.NoPowerOn | MaraStatusBits.NoWatchdog;

    // linux/watchdog.h
    private const int PowerUnder = 0x0010; // WDIOF_POWERUNDER
    private const int CardReset = 0x0020; // WDIOF_CARDRESET

    private const int TimeError = 5; // TIME_ERROR of linux/timex.h
    private const int TimexRoom = 512; // struct timex has 208 bytes

    // A later start of the gateway is not a start of the box.
    private static readonly TimeSpan s_startOfTheBox = TimeSpan.FromMinutes(5);

    /// <summary>Reads why the box started.</summary>
    public LinuxBox() : this(Read("/sys/class/watchdog/watchdog0/bootstatus"), Read("/proc/uptime"))
    {
    }

    internal LinuxBox(string? bootStatus, string? uptime) => RestartCause = CauseOf(bootStatus, uptime);

    /// <inheritdoc/>
    public unsafe bool ClockSynchronised
    {
        get
        {
            // Mode 0 only reads. The return value says whether the clock is synchronised, so the structure is not read.
            byte* timex = stackalloc byte[TimexRoom];
            new Span<byte>(timex, TimexRoom).Clear();
            return AdjTimex(timex) is >= 0 and not TimeError;
        }
    }

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

    [LibraryImport("libc.so.6", EntryPoint = "adjtimex")]
    private static unsafe partial int AdjTimex(byte* timex);
}
