using System.Reflection;
using Edge.Field.Linux;
using TestKit;

namespace Edge.Field.Tests.Linux;

/// <summary>Numbers and layouts held against the system's headers, by a C compiler, for both kinds of box.</summary>
public sealed class The_kernel_is_understood
{
    private const string Headers = """
        #define _GNU_SOURCE
        #include <asm/termbits.h>
        #include <asm/ioctls.h>
        #include <linux/gpio.h>
        #include <linux/serial.h>
        #include <linux/tty_flags.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <poll.h>
        #include <sched.h>
        #include <stddef.h>
        #include <sys/file.h>
        #include <time.h>

        """;

    /// <summary>Each constant of the product, and its name in C.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        [nameof(Kernel.ReadWrite)] = "O_RDWR",
        [nameof(Kernel.NoControllingTerminal)] = "O_NOCTTY",
        [nameof(Kernel.NonBlocking)] = "O_NONBLOCK",
        [nameof(Kernel.CloseOnExec)] = "O_CLOEXEC",
        [nameof(Kernel.LockExclusive)] = "LOCK_EX",
        [nameof(Kernel.LockNonBlocking)] = "LOCK_NB",
        [nameof(Kernel.GetTermios)] = "TCGETS2",
        [nameof(Kernel.SetTermios)] = "TCSETS2",
        [nameof(Kernel.FlushQueue)] = "TCFLSH",
        [nameof(Kernel.Exclusive)] = "TIOCEXCL",
        [nameof(Kernel.InputQueue)] = "FIONREAD",
        [nameof(Kernel.GetSerial)] = "TIOCGSERIAL",
        [nameof(Kernel.SetSerial)] = "TIOCSSERIAL",
        [nameof(Kernel.GetRs485)] = "TIOCGRS485",
        [nameof(Kernel.SetRs485)] = "TIOCSRS485",
        [nameof(Kernel.LineStatus)] = "TIOCSERGETLSR",
        [nameof(Kernel.ChipInfo)] = "GPIO_GET_CHIPINFO_IOCTL",
        [nameof(Kernel.FlushInput)] = "TCIFLUSH",
        [nameof(Kernel.FlushOutput)] = "TCOFLUSH",
        [nameof(Kernel.TransmitterEmpty)] = "TIOCSER_TEMT",
        [nameof(Kernel.LowLatency)] = "ASYNC_LOW_LATENCY",
        [nameof(Kernel.CheckParity)] = "INPCK",
        [nameof(Kernel.EightBits)] = "CS8",
        [nameof(Kernel.CharacterSize)] = "CSIZE",
        [nameof(Kernel.TwoStopBits)] = "CSTOPB",
        [nameof(Kernel.Receive)] = "CREAD",
        [nameof(Kernel.Parity)] = "PARENB",
        [nameof(Kernel.ParityOdd)] = "PARODD",
        [nameof(Kernel.Local)] = "CLOCAL",
        [nameof(Kernel.Speed1200)] = "B1200",
        [nameof(Kernel.Speed2400)] = "B2400",
        [nameof(Kernel.Speed4800)] = "B4800",
        [nameof(Kernel.Speed9600)] = "B9600",
        [nameof(Kernel.Speed19200)] = "B19200",
        [nameof(Kernel.Speed38400)] = "B38400",
        [nameof(Kernel.Speed57600)] = "B57600",
        [nameof(Kernel.Speed115200)] = "B115200",
        [nameof(Kernel.MinimumBytes)] = "VMIN",
        [nameof(Kernel.WaitTenths)] = "VTIME",
        [nameof(Kernel.Rs485Enabled)] = "SER_RS485_ENABLED",
        [nameof(Kernel.Rs485HighOnSend)] = "SER_RS485_RTS_ON_SEND",
        [nameof(Kernel.Rs485HighAfterSend)] = "SER_RS485_RTS_AFTER_SEND",
        [nameof(Kernel.Readable)] = "POLLIN",
        [nameof(Kernel.Writable)] = "POLLOUT",
        [nameof(Kernel.PollError)] = "POLLERR",
        [nameof(Kernel.HungUp)] = "POLLHUP",
        [nameof(Kernel.NotOpen)] = "POLLNVAL",
        [nameof(Kernel.Monotonic)] = "CLOCK_MONOTONIC",
        [nameof(Kernel.AtInstant)] = "TIMER_ABSTIME",
        [nameof(Kernel.FirstInFirstOut)] = "SCHED_FIFO",
        [nameof(Kernel.NotForChildren)] = "SCHED_RESET_ON_FORK",
        [nameof(Kernel.NotPermitted)] = "EPERM",
        [nameof(Kernel.NoSuchFile)] = "ENOENT",
        [nameof(Kernel.Interrupted)] = "EINTR",
        [nameof(Kernel.InputOutput)] = "EIO",
        [nameof(Kernel.NoSuchAddress)] = "ENXIO",
        [nameof(Kernel.TryAgain)] = "EAGAIN",
        [nameof(Kernel.NoAccess)] = "EACCES",
        [nameof(Kernel.InUse)] = "EBUSY",
        [nameof(Kernel.NoSuchDevice)] = "ENODEV",
        [nameof(Kernel.Invalid)] = "EINVAL",
        [nameof(Kernel.NotATerminal)] = "ENOTTY",
        [nameof(Kernel.NotSupported)] = "EOPNOTSUPP",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Compilers => ["gcc", "aarch64-linux-gnu-gcc"];

    [Theory]
    [MemberData(nameof(Compilers))]
    public async Task In_its_numbers(string compiler)
    {
        FieldInfo[] constants = [.. typeof(Kernel).GetFields(BindingFlags.Static | BindingFlags.Public).Where(f => f.IsLiteral)];
        Assert.Empty(constants.Select(f => f.Name).Except(Names.Keys));
        await HoldsAsync(compiler, constants.Select(f =>
            $"(unsigned long)({Names[f.Name]}) == {Convert.ToInt64(Value(f), System.Globalization.CultureInfo.InvariantCulture)}UL"));
    }

    [Theory]
    [MemberData(nameof(Compilers))]
    public Task In_its_layouts(string compiler) => HoldsAsync(compiler, Layouts());

    [Fact]
    public async Task And_the_compiler_would_say_where_not()
    {
        CommandResult result = await CompileAsync("gcc", ["TIOCSERGETLSR == 0x5458"]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("TIOCSERGETLSR == 0x5458", result.Errors, StringComparison.Ordinal);
    }

    private static unsafe string[] Layouts()
    {
        Termios2 t = default;
        Rs485Settings r = default;
        SerialSettings s = default;
        PollEntry p = default;
        TimeSpec time = default;
        KernelChipInfo chip = default;
        return
        [
            Size("struct termios2", sizeof(Termios2)),
            Offset("struct termios2", "c_cflag", &t, &t.ControlFlags),
            Offset("struct termios2", "c_lflag", &t, &t.LocalFlags),
            Offset("struct termios2", "c_line", &t, &t.Line),
            Offset("struct termios2", "c_cc", &t, &t.Characters),
            Offset("struct termios2", "c_ispeed", &t, &t.InputSpeed),
            Offset("struct termios2", "c_ospeed", &t, &t.OutputSpeed),
            $"sizeof ((struct termios2 *)0)->c_cc == {sizeof(ControlCharacters)}",
            Size("struct serial_rs485", sizeof(Rs485Settings)),
            Offset("struct serial_rs485", "flags", &r, &r.Flags),
            Offset("struct serial_rs485", "delay_rts_before_send", &r, &r.MillisecondsBefore),
            Offset("struct serial_rs485", "delay_rts_after_send", &r, &r.MillisecondsAfter),
            Size("struct serial_struct", sizeof(SerialSettings)),
            Offset("struct serial_struct", "flags", &s, &s.Flags),
            Offset("struct serial_struct", "xmit_fifo_size", &s, &s.FifoSize),
            Offset("struct serial_struct", "close_delay", &s, &s.CloseDelay),
            Offset("struct serial_struct", "hub6", &s, &s.Hub6),
            Offset("struct serial_struct", "iomem_base", &s, &s.MemoryBase),
            Offset("struct serial_struct", "port_high", &s, &s.PortHigh),
            Offset("struct serial_struct", "iomap_base", &s, &s.MapBase),
            Size("struct pollfd", sizeof(PollEntry)),
            Offset("struct pollfd", "events", &p, &p.Wanted),
            Offset("struct pollfd", "revents", &p, &p.Happened),
            Size("struct timespec", sizeof(TimeSpec)),
            Offset("struct timespec", "tv_nsec", &time, &time.Nanoseconds),
            Size("struct gpiochip_info", sizeof(KernelChipInfo)),
            Offset("struct gpiochip_info", "label", &chip, &chip.Label),
            Offset("struct gpiochip_info", "lines", &chip, &chip.Lines),
        ];
    }

    private static object Value(FieldInfo field) => field.GetValue(null) is nint native ? (long)native : field.GetValue(null)!;

    private static string Size(string type, int size) => $"sizeof ({type}) == {size}";

    private static unsafe string Offset(string type, string member, void* whole, void* part) =>
        $"offsetof({type}, {member}) == {(byte*)part - (byte*)whole}";

    private static async Task HoldsAsync(string compiler, IEnumerable<string> claims)
    {
        CommandResult result = await CompileAsync(compiler, claims);
        Assert.True(result.ExitCode == 0, result.All);
    }

    private static async Task<CommandResult> CompileAsync(string compiler, IEnumerable<string> claims)
    {
        Assert.SkipUnless(Command.Exists(compiler),
            $"{compiler} is not installed here (Debian packages gcc and libc6-dev, or their arm64 cross versions).");
        string program = Headers + string.Concat(claims.Select(claim => $"_Static_assert({claim}, \"{claim}\");\n"));
        return await Command.RunAsync(compiler, ["-std=gnu11", "-fsyntax-only", "-x", "c", "-"], Stop, input: program);
    }
}
