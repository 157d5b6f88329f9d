using System.Globalization;
using System.Runtime.InteropServices;
using Edge.Field.Linux;

namespace Edge.Field.Serial;

/// <summary>The cause of a failure of a serial port.</summary>
public enum SerialFault
{
    /// <summary>There is no such device file, or no hardware behind it.</summary>
    NoSuchPort = 0,

    /// <summary>The user of the gateway may not open it.</summary>
    NoPermission = 1,

    /// <summary>Another program, or another bus of this gateway, has it open.</summary>
    Busy = 2,

    /// <summary>The file is not a serial port.</summary>
    NotSerial = 3,

    /// <summary>It disappeared: unplugged, or its driver failed.</summary>
    Unplugged = 4,

    /// <summary>The driver does not do what the options ask for: speed, parity, direction.</summary>
    Unsupported = 5,

    /// <summary>It accepts no more bytes: blocked by flow control, or its driver hangs.</summary>
    Stuck = 6,

    /// <summary>The direction line cannot be claimed or switched.</summary>
    Direction = 7,

    /// <summary>None of these: an error of this program.</summary>
    Bug = 8,
}

/// <summary>A serial port failed. The message names the port, and says what to do.</summary>
public sealed class SerialPortException : IOException
{
    /// <summary>Creates one.</summary>
    /// <param name="fault">The cause.</param>
    /// <param name="message">The message.</param>
    /// <param name="inner">The exception that was caught, or null.</param>
    public SerialPortException(SerialFault fault, string message, Exception? inner = null) : base(message, inner) => Fault = fault;

    /// <summary>The cause.</summary>
    public SerialFault Fault { get; }

    /// <summary>The exception for an error number of opening or setting up.</summary>
    internal static SerialPortException AtOpen(string path, string call, int error) => error switch
    {
        Kernel.NoSuchFile or Kernel.NoSuchAddress or Kernel.NoSuchDevice => new(
            SerialFault.NoSuchPort,
            $"{path}: there is no such port: is the adapter plugged in, is the UART switched on, is the name right?"),
        Kernel.NoAccess or Kernel.NotPermitted => new(
            SerialFault.NoPermission,
            $"{path}: no permission to open it: put the user of the gateway into the group that owns the file (dialout on Debian)."),
        Kernel.InUse or Kernel.TryAgain => new(
            SerialFault.Busy, $"{path}: another program has it open (a login console, a modem manager, a second gateway?): end that one."),
        Kernel.NotATerminal => new(SerialFault.NotSerial, $"{path}: not a serial port: give the device file of one."),
        Kernel.InputOutput => new(SerialFault.Unplugged, $"{path}: the driver finds no hardware behind it: is the adapter plugged in?"),
        _ => Unexpected(path, call, error),
    };

    /// <summary>The exception for an error number of an open port.</summary>
    internal static SerialPortException InUse(string path, string call, int error) => error is
        Kernel.InputOutput or Kernel.NoSuchAddress or Kernel.NoSuchDevice
        ? Unplugged(path) : Unexpected(path, call, error);

    /// <summary>The exception for a port that was unplugged.</summary>
    internal static SerialPortException Unplugged(string path) =>
        new(SerialFault.Unplugged, $"{path}: the port disappeared: was the adapter unplugged?");

    private static SerialPortException Unexpected(string path, string call, int error) => new(
        SerialFault.Bug,
        string.Create(
            CultureInfo.InvariantCulture, $"{path}: {call} failed: {Marshal.GetPInvokeErrorMessage(error)} (error {error})."));
}
