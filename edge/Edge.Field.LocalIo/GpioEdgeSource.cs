using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Edge.Field.Linux;
using Edge.Field.Serial;
using Microsoft.Win32.SafeHandles;

namespace Edge.Field.LocalIo;

/// <summary>The bias of an input line that nothing drives.</summary>
public enum LinePull : byte
{
    /// <summary>As the board's device tree says.</summary>
    AsIs = 0,

    /// <summary>High.</summary>
    Up = 1,

    /// <summary>Low.</summary>
    Down = 2,

    /// <summary>Nothing.</summary>
    None = 3,
}

/// <summary>
/// Lines of a GPIO chip through the kernel's character device. System.Device.Gpio does not return the time stamp of an edge, but a sequence
/// of events needs the one of the interrupt.
/// </summary>
public sealed unsafe class GpioEdgeSource : IEdgeSource
{
    /// <summary>The name under which the lines are claimed; gpioinfo shows it.</summary>
    public const string Consumer = "edge";

    // The size of the kernel's buffer. If more edges wait, the oldest are lost, and the sequence shows it.
    private const int BufferedEdges = 1024;
    private const int EdgesAtOnce = 32;

    private readonly int[] _lines;
    private readonly SafeFileHandle _request;

    private GpioEdgeSource(string name, int[] lines, SafeFileHandle request)
    {
        Name = name;
        _lines = lines;
        _request = request;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Claims the lines as inputs, for both edges.</summary>
    /// <param name="chip"><c>gpiochip0</c>, <c>/dev/gpiochip0</c> or the label of the chip.</param>
    /// <param name="lines">Their numbers on the chip, 1 to 64 of them.</param>
    /// <param name="pull">Their bias.</param>
    /// <exception cref="LocalIoException">
    /// There is no such chip or line, no permission, or another program uses it; the message says what to do.
    /// </exception>
    public static GpioEdgeSource Open(string chip, ReadOnlySpan<int> lines, LinePull pull)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(chip);
        ArgumentOutOfRangeException.ThrowIfZero(lines.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines.Length, GpioKernel.LinesMax);
        string path = PathOf(chip);
        int opened = Libc.Open(path, Kernel.ReadWrite | Kernel.CloseOnExec);
        if (opened < 0)
        {
            throw NotOpened(path, Marshal.GetLastPInvokeError());
        }

        using SafeFileHandle device = new(opened, ownsHandle: true);
        GpioLineRequest request = default;
        for (int i = 0; i < lines.Length; i++)
        {
            request.Offsets[i] = (uint)lines[i];
        }

        request.LineCount = (uint)lines.Length;
        request.EventBufferSize = BufferedEdges;
        request.Config.Flags = FlagsOf(pull);
        _ = Encoding.ASCII.GetBytes(Consumer, request.Consumer);
        if (Libc.Control(device, GpioKernel.GetLine, &request) < 0)
        {
            throw NotGiven(device, path, lines, Marshal.GetLastPInvokeError());
        }

        return new GpioEdgeSource(path, lines.ToArray(), new SafeFileHandle(request.Descriptor, ownsHandle: true));
    }

    /// <inheritdoc/>
    public ulong Levels()
    {
        GpioLineValues values = new() { Mask = _lines.Length == 64 ? ulong.MaxValue : (1UL << _lines.Length) - 1 };
        return Libc.Control(_request, GpioKernel.GetValues, &values) < 0
            ? throw NotRead(Marshal.GetLastPInvokeError())
            : values.Bits;
    }

    /// <inheritdoc/>
    public int Read(Span<LineEdge> edges, TimeSpan wait)
    {
        if (edges.IsEmpty || !Wait(wait))
        {
            return 0;
        }

        GpioLineEvent* events = stackalloc GpioLineEvent[EdgesAtOnce];
        int room = Math.Min(edges.Length, EdgesAtOnce);
        nint read = Libc.Read(_request, (byte*)events, room * sizeof(GpioLineEvent));
        if (read < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error is Kernel.Interrupted or Kernel.TryAgain ? 0 : throw NotRead(error);
        }

        int count = (int)read / sizeof(GpioLineEvent);
        for (int i = 0; i < count; i++)
        {
            edges[i] = new LineEdge(
                Array.IndexOf(_lines, (int)events[i].Offset), events[i].Id == GpioKernel.RisingEdge,
                DateTimeOffset.UnixEpoch.AddTicks((long)(events[i].Nanoseconds / 100)), events[i].LineSequence);
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _request.Dispose();

    internal static ulong FlagsOf(LinePull pull)
    {
        ulong pulls = pull switch
        {
            LinePull.Up => GpioKernel.PullUp,
            LinePull.Down => GpioKernel.PullDown,
            LinePull.None => GpioKernel.NoPull,
            _ => 0,
        };
        return GpioKernel.Input | GpioKernel.EdgeRising | GpioKernel.EdgeFalling | GpioKernel.RealtimeClock | pulls;
    }

    private bool Wait(TimeSpan wait)
    {
        PollEntry entry = new() { Descriptor = (int)_request.DangerousGetHandle(), Wanted = Kernel.Readable };
        TimeSpec time = LineClock.Spec(wait);
        int ready = Libc.Poll(&entry, 1, &time, null);
        if (ready < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error == Kernel.Interrupted ? false : throw NotRead(error);
        }

        return ready > 0 && ((entry.Happened & Kernel.Readable) != 0 ? true : throw NotRead(Kernel.NoSuchDevice));
    }

    private LocalIoException NotRead(int error) => new($"{Name}: the lines cannot be read: {Marshal.GetPInvokeErrorMessage(error)}.");

    private static string PathOf(string chip)
    {
        try
        {
            return string.Create(CultureInfo.InvariantCulture, $"/dev/gpiochip{GpioChips.NumberOf(chip)}");
        }
        catch (SerialPortException e)
        {
            throw new LocalIoException(e.Message, e);
        }
    }

    private static LocalIoException NotOpened(string path, int error) => new(error switch
    {
        Kernel.NoAccess or Kernel.NotPermitted =>
            $"{path}: the gateway has no permission: put its user into the group that owns the chip (gpio), and let the unit see the "
            + "device.",
        Kernel.NoSuchFile or Kernel.NoSuchDevice or Kernel.NoSuchAddress =>
            $"{path}: there is no such GPIO chip. gpiodetect lists those of the box.",
        _ => $"{path}: the GPIO chip cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}.",
    });

    private static LocalIoException NotGiven(SafeFileHandle device, string path, ReadOnlySpan<int> lines, int error)
    {
        if (error == Kernel.InUse)
        {
            foreach (int line in lines)
            {
                GpioLineInfo info = new() { Offset = (uint)line };
                if (Libc.Control(device, GpioKernel.GetLineInfo, &info) >= 0 && (info.Flags & GpioKernel.Used) != 0)
                {
                    string user = info.Consumer.ToString();
                    return new LocalIoException(
                        $"{path}: line {line} is in use by '{(user.Length == 0 ? "the kernel" : user)}': stop that program, or give "
                        + "another line.");
                }
            }
        }

        string numbers = string.Join(", ", lines.ToArray());
        return new LocalIoException(error == Kernel.Invalid
            ? $"{path}: one of the lines {numbers} is not on this chip, or cannot be an input with edges. gpioinfo lists its lines."
            : $"{path}: the lines {numbers} cannot be claimed: {Marshal.GetPInvokeErrorMessage(error)}.");
    }
}
