using Edge.Domain;
using Edge.Pipeline;
using TestKit.Field;

namespace Edge.Field.LocalIo.Tests;

public sealed class Mcp23017Tests
{
    private const int Door = 0;

    private static readonly LocalDigitalInput s_door = new(0, 6, "x", 11) { Filter = TimeSpan.Zero, Inverted = true, Pull = LinePull.Up };

    private readonly SimulatedMcp23017 _chip = new();

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x80)] // left with BANK = 1
    [InlineData(0xA2)] // BANK = 1, no counting up, INT active high
    public async Task It_is_set_up_whatever_another_program_left_in_it(byte control)
    {
        await using TestBox box = Box();
        _chip.Leave(0, SimulatedMcp23017.Iocon, control);
        _chip.Leave(1, SimulatedMcp23017.Iocon, control);
        _chip.Leave(1, SimulatedMcp23017.Iodir, 0x00);
        _chip.Leave(0, SimulatedMcp23017.Ipol, 0xFF);
        _ = box.Make(Options());
        _ = await box.PollAsync();
        for (int port = 0; port < 2; port++)
        {
            Assert.Equal(
                (0xFF, 0x00, 0xFF, 0x00, 0x44),
                (_chip.Register(port, SimulatedMcp23017.Iodir), _chip.Register(port, SimulatedMcp23017.Ipol),
                    _chip.Register(port, SimulatedMcp23017.Gpinten), _chip.Register(port, SimulatedMcp23017.Intcon),
                    _chip.Register(port, SimulatedMcp23017.Iocon)));
        }

        Assert.Equal((0x00, 0x08), (_chip.Register(0, SimulatedMcp23017.Gppu), _chip.Register(1, SimulatedMcp23017.Gppu)));
        Assert.Empty(box.Said(1252));
    }

    [Fact]
    public async Task Without_the_interrupt_line_the_next_reading_finds_and_stamps_a_change()
    {
        await using TestBox box = Box();
        _ = box.Make(Options());
        Assert.Equal(0, LocalIoDriverTests.Raw(await box.PollAsync(), Door));
        _chip.Drive(11, false);
        box.Time.Advance(TimeSpan.FromMilliseconds(5));
        FieldEvent door = Assert.Single((await box.PollAsync()).Events);
        Assert.Equal((1, "DOOR"), (door.State, door.Tag));
        Assert.InRange(door.Time - TestBox.Noon, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(15));
    }

    [Fact]
    public async Task With_the_interrupt_line_its_edge_is_the_time_and_a_pulse_is_seen()
    {
        await using TestBox box = Box();
        _ = box.Make(Options(interrupt: true));
        _ = await box.PollAsync();
        DateTimeOffset at = box.Time.GetUtcNow();
        _chip.Drive(11, false);
        box.Time.Advance(TimeSpan.FromMilliseconds(3));
        _chip.Drive(11, true);
        box.Time.Advance(TimeSpan.FromMilliseconds(4));
        FieldEvent[] events = [.. (await box.PollAsync()).Events];
        Assert.Equal([1, 0], events.Select(e => e.State));
        Assert.Equal(at, events[0].Time);
        Assert.InRange(events[1].Time - at, TimeSpan.FromMilliseconds(7), TimeSpan.FromMilliseconds(20));
        Assert.False(_chip.Interrupted);

        // The next interrupt is a new one.
        at = box.Time.GetUtcNow();
        _chip.Drive(11, false);
        Assert.Equal(at, Assert.Single((await box.PollAsync(TimeSpan.FromMilliseconds(9))).Events).Time);
    }

    [Fact]
    public async Task The_next_reading_makes_good_an_interrupt_that_was_missed()
    {
        await using TestBox box = Box();
        _ = box.Make(Options(interrupt: true));
        _ = await box.PollAsync();
        _chip.Interrupt = null;
        _chip.Drive(11, false);
        Assert.Single((await box.PollAsync(TimeSpan.FromMilliseconds(150))).Events);
    }

    [Fact]
    public async Task A_chip_that_is_silent_is_logged_once_and_set_up_again_when_back()
    {
        await using TestBox box = Box();
        _ = box.Make(Options());
        _ = await box.PollAsync();
        _chip.Powered = false;
        for (int i = 0; i < 4; i++)
        {
            Scan scan = await box.PollAsync(TimeSpan.FromSeconds(2));
            Assert.Equal(new QualityState(Quality.Bad, QualityReason.LinkDown), LocalIoDriverTests.Quality(scan, Door));
        }

        Assert.Contains("MCP23017 x (I²C bus 1, address 0x20) does not answer", Assert.Single(box.Said(1251)), StringComparison.Ordinal);
        _chip.PowerOn();
        _chip.Drive(11, false);
        Scan back = await box.PollAsync(TimeSpan.FromSeconds(2));
        Assert.Equal((1, QualityState.Good), (LocalIoDriverTests.Raw(back, Door), LocalIoDriverTests.Quality(back, Door)));
        Assert.Empty(back.Events);
        Assert.Equal(0xFF, _chip.Register(1, SimulatedMcp23017.Gpinten));
        Assert.Single(box.Said(1250));
    }

    [Fact]
    public async Task Power_lost_for_a_moment_between_two_readings_is_seen_in_the_registers()
    {
        await using TestBox box = Box();
        _ = box.Make(Options(interrupt: true));
        _ = await box.PollAsync();
        _chip.PowerOn();
        _chip.Drive(11, false);
        Scan scan = await box.PollAsync(TimeSpan.FromSeconds(2));
        Assert.Empty(scan.Events);
        Assert.Equal(1, LocalIoDriverTests.Raw(scan, Door));
        Assert.Single(box.Said(1252));
        Assert.Equal((0x44, 0x08), (_chip.Register(0, SimulatedMcp23017.Iocon), _chip.Register(1, SimulatedMcp23017.Gppu)));
        _chip.Drive(11, true);
        Assert.Single((await box.PollAsync(TimeSpan.FromMilliseconds(20))).Events);
    }

    private TestBox Box()
    {
        TestBox box = new();
        box.Bus.Add(0x20, _chip);
        TestLines interrupt = box.Lines("gpiochip0");
        interrupt.Lines = [22];
        _chip.Interrupt = high => interrupt.Set(22, high);
        return box;
    }

    private static LocalIoOptions Options(bool interrupt = false) => TestBox.Options(s_door) with
    {
        Expanders = [new("x", 1, 0x20) { Interrupt = interrupt ? ("gpiochip0", 22) : null }],
    };
}
