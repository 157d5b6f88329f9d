using Edge.Field.Bus;
using Edge.Field.Serial;
using TestKit.Logs;
using TestKit.Ptys;

namespace Edge.Field.Tests.Bus;

public sealed class The_direction_line : IDisposable
{
    private const int Line = 17;

    private readonly RecordingGpio _gpio = new(TimeProvider.System);

    public void Dispose() => _gpio.Dispose();

    [Fact]
    public async Task Talks_from_before_the_first_byte_until_after_the_last_stop_bit()
    {
        using SerialBusOnPty bus = Make(
            new DirectionOptions { GuardBefore = TimeSpan.FromMilliseconds(1), GuardAfter = TimeSpan.FromMilliseconds(2) });
        int writtenWhenTalking = -1;
        int writtenWhenListening = -1;
        _gpio.Switching = high => (high ? ref writtenWhenTalking : ref writtenWhenListening) = bus.Pty.WaitingHere;
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2, TimeSpan.FromMilliseconds(300));
        BusResult result = await asked;
        Assert.Equal((0, 8), (writtenWhenTalking, writtenWhenListening));
        Assert.Equal([false, true, false], _gpio.Transitions.Select(t => t.High));
        Assert.All(_gpio.Transitions, t => Assert.Equal(Line, t.Line));

        // 8 bytes of 10 bits at 9600 bit/s are 8 333.3 µs; the guards come before and after them.
        TimeSpan talked = TimeProvider.System.GetElapsedTime(_gpio.Transitions[1].Timestamp, _gpio.Transitions[2].Timestamp);
        Assert.True(talked >= TimeSpan.FromMicroseconds(8333.3 + 3000), $"It talked for {talked.TotalMicroseconds} µs.");
        Assert.True(result.Timestamp >= _gpio.Transitions[2].Timestamp);
        Assert.Equal(1, bus.Bus.Statistics.Release.Count);
        Assert.True(bus.Bus.Statistics.Release.Maximum >= TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public void Is_silent_from_the_start_and_free_at_the_end()
    {
        using (SerialBusOnPty bus = Make(new DirectionOptions()))
        {
            Assert.False(_gpio.IsHigh(Line));
            Assert.Equal([Line], _gpio.Claimed);
        }

        Assert.False(_gpio.IsHigh(Line));
        Assert.Empty(_gpio.Claimed);
    }

    [Fact]
    public void Is_silent_even_when_there_is_no_port()
    {
        using SerialBus bus = SerialBus.Create(
            new SerialBusOptions
            {
                Port = new SerialPortOptions { Path = "/dev/ttyNobodyHasThis" },
                Direction = new DirectionOptions { Mode = DirectionMode.Gpio, Chip = "gpiochip0", Line = Line, ActiveLow = true },
            },
            TimeProvider.System, new Notes(), _gpio);
        Assert.True(_gpio.IsHigh(Line)); // active low: high listens
    }

    [Fact]
    public void Works_the_other_way_round_when_it_is_active_low()
    {
        using SerialBusOnPty bus = Make(new DirectionOptions { ActiveLow = true });
        _ = bus.Bus.Broadcast(Frames.Poll2);
        Assert.Equal([true, false, true], _gpio.Transitions.Select(t => t.High));
    }

    [Fact]
    public void Listens_again_after_a_write_that_failed()
    {
        using SerialBusOnPty bus = Make(new DirectionOptions());
        _gpio.Switching = high =>
        {
            if (high)
            {
                bus.Pty.PullOut();
            }
        };
        BusResult result = bus.Ask(Frames.Poll2);
        Assert.Equal(BusOutcome.PortFailed, result.Outcome);
        Assert.Contains("the port disappeared", result.Detail, StringComparison.Ordinal);
        Assert.Equal([false, true, false], _gpio.Transitions.Select(t => t.High));
    }

    [Fact]
    public void Listens_again_after_a_crash_of_the_loop()
    {
        using SerialBusOnPty bus = Make(new DirectionOptions());
        _gpio.Switched = high =>
        {
            if (high)
            {
                throw new NotFiniteNumberException("A mistake of the program, while it talks.");
            }
        };
        _ = Assert.Throws<NotFiniteNumberException>(() => bus.Ask(Frames.Poll2));
        Assert.Equal([false, true, false], _gpio.Transitions.Select(t => t.High));
    }

    [Fact]
    public async Task Listens_while_a_finder_crashes()
    {
        using SerialBusOnPty bus = Make(new DirectionOptions());
        Task<BusResult> asked = SerialBusOnPty.Run(
            () => bus.Bus.Ask(Frames.Poll2, new byte[253], new CrashingFinder(), SerialBusOnPty.Patient));
        _ = bus.Pty.Read(8);
        bus.Pty.Write(1);
        _ = await Assert.ThrowsAsync<NotFiniteNumberException>(() => asked);
        Assert.False(_gpio.IsHigh(Line));
    }

    [Fact]
    public void Fails_the_port_when_it_cannot_be_switched_and_is_claimed_anew()
    {
        using SerialBusOnPty bus = Make(new DirectionOptions());
        _gpio.Switching = high =>
            throw (high ? new IOException("The chip has gone.") : new NotSupportedException("The chip is still gone."));
        BusResult result = bus.Ask(Frames.Poll2);
        Assert.Equal(BusOutcome.PortFailed, result.Outcome);
        Assert.StartsWith("gpiochip0, line 17: the direction of the bus cannot be switched", result.Detail, StringComparison.Ordinal);
        Assert.Equal(0, bus.Pty.WaitingHere);
        _gpio.Switching = null;
        Assert.NotEqual(BusOutcome.PortFailed, bus.Bus.Broadcast(Frames.Poll2).Outcome);
        Assert.False(_gpio.IsHigh(Line));
    }

    [Fact]
    public void Is_said_once_to_be_switched_by_arithmetic_where_the_driver_cannot_tell()
    {
        using SerialBusOnPty bus = Make(new DirectionOptions());
        for (int i = 0; i < 3; i++)
        {
            _ = bus.Bus.Broadcast(Frames.Poll2);
        }

        Assert.Equal(1, bus.Notes.Count(1103));
        Assert.Equal(3, bus.Bus.Statistics.Release.Count);
    }

    private SerialBusOnPty Make(DirectionOptions direction) => new(
        o => o with
        {
            Port = o.Port with { BitRate = 9600 },
            Direction = direction with { Mode = DirectionMode.Gpio, Chip = "gpiochip0", Line = Line },
            FirstBackoff = TimeSpan.FromTicks(1),
            LongestBackoff = TimeSpan.FromTicks(1),
        },
        _gpio);

    private sealed class CrashingFinder : IFrameFinder
    {
        public FrameProgress Find(ReadOnlySpan<byte> received, out int start, out int length) =>
            throw new NotFiniteNumberException("A mistake of the program, while it listens.");
    }
}
