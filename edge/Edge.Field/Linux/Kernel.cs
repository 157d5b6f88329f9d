using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Field.Linux;

/// <summary>
/// Numbers of Linux (include/uapi/asm-generic), the same on x64 and arm64. The kernel's own interface is used and not tcsetattr of the C
/// library: the meaning of a speed there depends on the version (glibc 2.42), and it does not read back the speed that the driver set.
/// </summary>
internal static class Kernel
{
    public const int ReadWrite = 0x2; // O_RDWR
    public const int NoControllingTerminal = 0x100; // O_NOCTTY
    public const int NonBlocking = 0x800; // O_NONBLOCK
    public const int CloseOnExec = 0x8_0000; // O_CLOEXEC

    public const int LockExclusive = 2; // LOCK_EX
    public const int LockNonBlocking = 4; // LOCK_NB

    public const uint GetTermios = 0x802C_542A; // TCGETS2
    public const uint SetTermios = 0x402C_542B; // TCSETS2
    public const uint FlushQueue = 0x540B; // TCFLSH
    public const uint Exclusive = 0x540C; // TIOCEXCL
    public const uint InputQueue = 0x541B; // FIONREAD
    public const uint GetSerial = 0x541E; // TIOCGSERIAL
    public const uint SetSerial = 0x541F; // TIOCSSERIAL
    public const uint GetRs485 = 0x542E; // TIOCGRS485
    public const uint SetRs485 = 0x542F; // TIOCSRS485
    public const uint LineStatus = 0x5459; // TIOCSERGETLSR
    public const uint ChipInfo = 0x8044_B401; // GPIO_GET_CHIPINFO_IOCTL

    public const nint FlushInput = 0; // TCIFLUSH
    public const nint FlushOutput = 1; // TCOFLUSH
    public const uint TransmitterEmpty = 1; // TIOCSER_TEMT
    public const int LowLatency = 0x2000; // ASYNC_LOW_LATENCY

    public const uint CheckParity = 0x10; // INPCK
    public const uint EightBits = 0x30; // CS8
    public const uint CharacterSize = 0x30; // CSIZE
    public const uint TwoStopBits = 0x40; // CSTOPB
    public const uint Receive = 0x80; // CREAD
    public const uint Parity = 0x100; // PARENB
    public const uint ParityOdd = 0x200; // PARODD
    public const uint Local = 0x800; // CLOCAL
    public const uint Speed1200 = 9; // B1200
    public const uint Speed2400 = 11; // B2400
    public const uint Speed4800 = 12; // B4800
    public const uint Speed9600 = 13; // B9600
    public const uint Speed19200 = 14; // B19200
    public const uint Speed38400 = 15; // B38400
    public const uint Speed57600 = 0x1001; // B57600
    public const uint Speed115200 = 0x1002; // B115200
    public const int MinimumBytes = 6; // VMIN
    public const int WaitTenths = 5; // VTIME

    public const uint Rs485Enabled = 1; // SER_RS485_ENABLED
    public const uint Rs485HighOnSend = 2; // SER_RS485_RTS_ON_SEND
    public const uint Rs485HighAfterSend = 4; // SER_RS485_RTS_AFTER_SEND

    public const short Readable = 1; // POLLIN
    public const short Writable = 4; // POLLOUT
    public const short PollError = 8; // POLLERR
    public const short HungUp = 16; // POLLHUP
    public const short NotOpen = 32; // POLLNVAL

    public const int Monotonic = 1; // CLOCK_MONOTONIC
    public const int AtInstant = 1; // TIMER_ABSTIME
    public const int FirstInFirstOut = 1; // SCHED_FIFO
    public const int NotForChildren = 0x4000_0000; // SCHED_RESET_ON_FORK

    public const int NotPermitted = 1; // EPERM
    public const int NoSuchFile = 2; // ENOENT
    public const int Interrupted = 4; // EINTR
    public const int InputOutput = 5; // EIO
    public const int NoSuchAddress = 6; // ENXIO
    public const int TryAgain = 11; // EAGAIN, EWOULDBLOCK
    public const int NoAccess = 13; // EACCES
    public const int InUse = 16; // EBUSY
    public const int NoSuchDevice = 19; // ENODEV
    public const int Invalid = 22; // EINVAL
    public const int NotATerminal = 25; // ENOTTY
    public const int NotSupported = 95; // EOPNOTSUPP
}

/// <summary>struct termios2 of asm-generic/termbits.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Termios2
{
    public uint InputFlags;
    public uint OutputFlags;
    public uint ControlFlags;
    public uint LocalFlags;
    public byte Line;
    public ControlCharacters Characters;
    public uint InputSpeed;
    public uint OutputSpeed;
}

/// <summary>c_cc of struct termios2.</summary>
[InlineArray(19)]
internal struct ControlCharacters
{
    private byte _first;
}

/// <summary>struct serial_rs485 of linux/serial.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Rs485Settings
{
    public uint Flags;
    public uint MillisecondsBefore;
    public uint MillisecondsAfter;
    public Rs485Padding Padding;
}

/// <summary>The rest of struct serial_rs485.</summary>
[InlineArray(5)]
internal struct Rs485Padding
{
    private uint _first;
}

/// <summary>struct serial_struct of linux/serial.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SerialSettings
{
    public int Type;
    public int Line;
    public uint Port;
    public int Interrupt;
    public int Flags;
    public int FifoSize;
    public int CustomDivisor;
    public int BaseRate;
    public ushort CloseDelay;
    public byte IoType;
    public byte Reserved;
    public int Hub6;
    public ushort ClosingWait;
    public ushort ClosingWait2;
    public nint MemoryBase;
    public ushort RegisterShift;
    public uint PortHigh;
    public nuint MapBase;
}

/// <summary>struct gpiochip_info of linux/gpio.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelChipInfo
{
    public KernelText Name;
    public KernelText Label;
    public uint Lines;
}

/// <summary>Up to 31 bytes of text and a zero (GPIO_MAX_NAME_SIZE).</summary>
[InlineArray(32)]
internal struct KernelText
{
    private byte _first;

    /// <summary>The text before the zero.</summary>
    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Wanted;
    public short Happened;
}

/// <summary>struct timespec on 64 bits.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;
}
