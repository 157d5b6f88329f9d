using System.Runtime.InteropServices;
using Edge.Field.Linux;
using Microsoft.Win32.SafeHandles;

namespace Edge.Field.Serial;

/// <summary>Sets a port up as the options say, and reads the settings back.</summary>
internal static unsafe class TermiosSettings
{
    /// <summary>How far the speed of the driver may differ from the requested one; beyond it characters are corrupted.</summary>
    private const double SpeedTolerance = 0.02;

    /// <summary>Raw: no echo, no translation, no flow control, no control characters; a read never waits.</summary>
    /// <exception cref="SerialPortException">The driver refused, or uses other settings without an error.</exception>
    public static void Apply(SafeFileHandle file, SerialPortOptions options)
    {
        Termios2 wanted = Of(options);
        Termios2 taken = wanted;
        Check(Libc.Control(file, Kernel.GetTermios, &taken), options.Path, "TCGETS2");
        taken = wanted;
        Check(Libc.Control(file, Kernel.SetTermios, &taken), options.Path, "TCSETS2");
        taken = default;
        Check(Libc.Control(file, Kernel.GetTermios, &taken), options.Path, "TCGETS2");
        if (Difference(wanted, taken) is { } difference)
        {
            throw new SerialPortException(SerialFault.Unsupported, $"{options.Path}: its driver does not support {difference}.");
        }

        if (options.LowLatency)
        {
            AskLowLatency(file);
        }
    }

    /// <summary>The settings of the kernel for the options.</summary>
    public static Termios2 Of(SerialPortOptions options)
    {
        Termios2 settings = new()
        {
            // A character of wrong parity is read as 0: the checksum of the frame then finds it.
            InputFlags = options.Parity == SerialParity.None ? 0 : Kernel.CheckParity,
            ControlFlags = Kernel.EightBits | Kernel.Receive | Kernel.Local | NameOf(options.BitRate)
                | (options.StopBits == 2 ? Kernel.TwoStopBits : 0)
                | options.Parity switch
                {
                    SerialParity.Even => Kernel.Parity,
                    SerialParity.Odd => Kernel.Parity | Kernel.ParityOdd,
                    _ => 0,
                },
            InputSpeed = (uint)options.BitRate,
            OutputSpeed = (uint)options.BitRate,
        };

        // One byte, no time: reading from a descriptor that does not block then distinguishes "nothing yet" from "hung up".
        settings.Characters[Kernel.MinimumBytes] = 1;
        settings.Characters[Kernel.WaitTenths] = 0;
        return settings;
    }

    /// <summary>What a driver did not set, as text; null when it set everything that matters.</summary>
    public static string? Difference(in Termios2 wanted, in Termios2 taken)
    {
        uint different = wanted.ControlFlags ^ taken.ControlFlags;
        return Math.Abs((double)taken.OutputSpeed - wanted.OutputSpeed) > wanted.OutputSpeed * SpeedTolerance
                ? $"{wanted.OutputSpeed} bit/s, it set {taken.OutputSpeed}"
            : (different & Kernel.CharacterSize) != 0 ? "eight data bits"
            : (different & (Kernel.Parity | Kernel.ParityOdd)) != 0 ? "this parity"
            : (different & Kernel.TwoStopBits) != 0 ? "this number of stop bits"
            : taken.LocalFlags != wanted.LocalFlags || taken.OutputFlags != wanted.OutputFlags ? "raw bytes"
            : null;
    }

    // By name, so that stty shows it too.
    private static uint NameOf(int bitRate) => bitRate switch
    {
        1200 => Kernel.Speed1200,
        2400 => Kernel.Speed2400,
        4800 => Kernel.Speed4800,
        9600 => Kernel.Speed9600,
        19_200 => Kernel.Speed19200,
        38_400 => Kernel.Speed38400,
        57_600 => Kernel.Speed57600,
        115_200 => Kernel.Speed115200,
        _ => throw new ArgumentOutOfRangeException(nameof(bitRate), bitRate, "Not a standard speed: the options have not been validated."),
    };

    // Drivers without this setting ignore it; an FTDI adapter sets its timer from 16 ms to 1 ms.
    private static void AskLowLatency(SafeFileHandle file)
    {
        SerialSettings settings = default;
        if (Libc.Control(file, Kernel.GetSerial, &settings) == 0 && (settings.Flags & Kernel.LowLatency) == 0)
        {
            settings.Flags |= Kernel.LowLatency;
            _ = Libc.Control(file, Kernel.SetSerial, &settings);
        }
    }

    private static void Check(int result, string path, string call)
    {
        if (result != 0)
        {
            throw SerialPortException.AtOpen(path, call, Marshal.GetLastPInvokeError());
        }
    }
}
