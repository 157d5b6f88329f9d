using System.Globalization;
using System.Runtime.InteropServices;
using Edge.Field.Linux;

namespace Edge.Field.Serial;

/// <summary>Who or what is to blame when a serial port fails.</summary>
public enum SerialFault
{
    /// <summary>There is no such device file, or no hardware behind it.</summary>
    NoSuchPort = 0,

    /// <summary>The user of the gateway may not open it.</summary>
    NoPermission = 1,

    /// <summary>Another program, or another bus of this gateway, has it open.</summary>
    Busy = 2,

    /// <summary>The file is no serial port.</summary>
    NotSerial = 3,

    /// <summary>It was there and is gone: unplugged, or its driver gave up.</summary>
    Unplugged = 4,

    /// <summary>The driver does not do what the options ask for: speed, parity, direction.</summary>
    Unsupported = 5,

    /// <summary>It takes no more bytes: its flow control holds it, or its driver hangs.</summary>
    Stuck = 6,

    /// <summary>The direction line cannot be had or switched.</summary>
    Direction = 7,

    /// <summary>None of these: a mistake of this program.</summary>
    Bug = 8,
}

/// <summary>A serial port failed. The message names the port, and says what to do.</summary>
public sealed class SerialPortException : IOException
{
    /// <summary>Makes one.</summary>
    /// <param name="fault">Who is to blame.</param>
    /// <param name="message">The words.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public SerialPortException(SerialFault fault, string message, Exception? inner = null) : base(message, inner) => Fault = fault;

    /// <summary>Who is to blame.</summary>
    public SerialFault Fault { get; }

    /// <summary>What an error number of opening or setting up means.</summary>
    internal static SerialPortException AtOpen(string path, string call, int error) => error switch
    {
        Kernel.NoSuchFile or Kernel.NoSuchAddress or Kernel.NoSuchDevice => new(
            SerialFault.NoSuchPort,
            $"{path}: there is no such port: is the adapter plugged in, is the UART switched on, is the name right?"),
        Kernel.NoAccess or Kernel.NotPermitted => new(
            SerialFault.NoPermission,
            $"{path}: no right to open it: put the user of the gateway into the group that owns the file (dialout on Debian)."),
        Kernel.InUse or Kernel.TryAgain => new(
            SerialFault.Busy, $"{path}: another program has it open (a login console, a modem manager, a second gateway?): end that one."),
        Kernel.NotATerminal => new(SerialFault.NotSerial, $"{path}: is no serial port: give the device file of one."),
        Kernel.InputOutput => new(SerialFault.Unplugged, $"{path}: the driver finds no hardware behind it: is the adapter plugged in?"),
        _ => Unexpected(path, call, error),
    };

    /// <summary>What an error number of an open port means.</summary>
    internal static SerialPortException InUse(string path, string call, int error) => error is
        Kernel.InputOutput or Kernel.NoSuchAddress or Kernel.NoSuchDevice
        ? Unplugged(path) : Unexpected(path, call, error);

    /// <summary>The other end of the descriptor has gone.</summary>
    internal static SerialPortException Unplugged(string path) =>
        new(SerialFault.Unplugged, $"{path}: the port has gone: was the adapter pulled out?");

    private static SerialPortException Unexpected(string path, string call, int error) => new(
        SerialFault.Bug,
        string.Create(
            CultureInfo.InvariantCulture, $"{path}: {call} failed: {Marshal.GetPInvokeErrorMessage(error)} (error {error})."));
}
