using Edge.Field.Linux;
using Edge.Field.Serial;
using TestKit.Ptys;

namespace Edge.Field.Tests.Serial;

public sealed class The_direction_follows_the_transmitter : IDisposable
{
    private const int Line = 4;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(4);

    private readonly RecordingGpio _gpio = new(TimeProvider.System);
    private readonly LineClock _clock = new(TimeProvider.System);
    private readonly Report _report;

    public The_direction_follows_the_transmitter() => _report = new Report(_gpio);

    public void Dispose() => _gpio.Dispose();

    [Fact]
    public void And_not_arithmetic_alone_where_the_driver_can_tell()
    {
        using GpioDirection direction = Make();
        Uart uart = new() { BusyFor = 25 };
        direction.Prepare(uart);
        uart.Asked = 0;
        direction.On();
        long due = _clock.After(_clock.Now, Frame);
        long free = direction.AfterWrite(uart, due, TimeSpan.FromMinutes(2)); // a quarter of it is how long the transmitter may be late
        Assert.Equal(26, uart.Asked);
        Assert.True(free >= due);
        Assert.Equal([false, true, false], _gpio.Transitions.Select(t => t.High));
        Assert.True(_gpio.Transitions[2].Timestamp >= due);
        Assert.Equal((0, 0, 1), (_report.Blinds, _report.Overruns, _report.Releases.Count));
    }

    [Fact]
    public void But_frees_the_pair_when_it_never_becomes_empty()
    {
        using GpioDirection direction = Make();
        Uart uart = new() { BusyFor = int.MaxValue };
        direction.Prepare(uart);
        direction.On();
        long due = _clock.After(_clock.Now, Frame);
        _ = direction.AfterWrite(uart, due, Frame);
        Assert.False(_gpio.IsHigh(Line));
        Assert.Equal((1, 1), (_report.Overruns, uart.Drops));

        // A quarter of the frame and two milliseconds later.
        Assert.True(_report.Releases[0] >= TimeSpan.FromMilliseconds(3), $"Released {_report.Releases[0]} after the end.");
    }

    [Fact]
    public void Or_arithmetic_and_a_guard_where_it_cannot()
    {
        using GpioDirection direction = Make(new DirectionOptions { BlindGuard = TimeSpan.FromMilliseconds(3) });
        Uart uart = new() { BusyFor = null };
        direction.Prepare(uart);
        direction.On();
        long due = _clock.After(_clock.Now, Frame);
        _ = direction.AfterWrite(uart, due, Frame);
        Assert.Equal(1, _report.Blinds);
        Assert.True(_report.Releases[0] >= TimeSpan.FromMilliseconds(3), $"Released {_report.Releases[0]} after the end.");
    }

    [Fact]
    public void Or_the_kernel_does_it_all()
    {
        Uart uart = new();
        using KernelDirection direction = new(
            new DirectionOptions { Mode = DirectionMode.Kernel, ActiveLow = true, GuardBefore = TimeSpan.FromMilliseconds(1) }, _clock);
        direction.Prepare(uart);
        // enabled, RTS high after sending
        Assert.Equal((5u, 1u, 0u), (uart.Taken.Flags, uart.Taken.MillisecondsBefore, uart.Taken.MillisecondsAfter));
    }

    private GpioDirection Make(DirectionOptions? options = null)
    {
        GpioDirection direction = new(
            (options ?? new DirectionOptions()) with { Mode = DirectionMode.Gpio, Chip = "gpiochip0", Line = Line }, _clock, _report,
            () => _gpio);
        direction.Off();
        return direction;
    }

    private sealed class Uart : IUart
    {
        /// <summary>How many times it says that it is busy; null: it cannot tell.</summary>
        public int? BusyFor { get; init; } = 0;

        public int Asked { get; set; }

        public int Drops { get; private set; }

        public Rs485Settings Taken { get; private set; }

        public bool? IsTransmitterEmpty() => BusyFor is { } busy ? ++Asked > busy : null;

        public void DropOutput() => Drops++;

        public void SetRs485(Rs485Settings wanted) => Taken = wanted;
    }

    // A log may wait for its disk: messages are logged when the bus is free.
    private sealed class Report(RecordingGpio gpio) : IDirectionReport
    {
        public List<TimeSpan> Releases { get; } = [];

        public int Blinds { get; private set; }

        public int Overruns { get; private set; }

        public void Released(TimeSpan late)
        {
            Assert.False(gpio.IsHigh(Line));
            Releases.Add(late);
        }

        public void Blind() => Blinds++;

        public void Overrun()
        {
            Assert.False(gpio.IsHigh(Line));
            Overruns++;
        }
    }
}
