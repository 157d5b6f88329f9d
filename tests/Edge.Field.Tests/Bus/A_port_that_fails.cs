using Edge.Field.Bus;
using Edge.Field.Serial;
using TestKit;
using TestKit.Logs;
using TestKit.Ptys;

namespace Edge.Field.Tests.Bus;

public sealed class A_port_that_fails : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Link => _folder.At("ttyField");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Is_said_once_and_not_tried_again_before_its_rest()
    {
        Notes notes = new();
        using SerialBus bus = Create(notes, Never);
        for (int i = 0; i < 50; i++)
        {
            BusResult result = bus.Ask(Frames.Poll2, new byte[253], new MaraFinder(), SerialBusOnPty.Patient);
            Assert.Equal(BusOutcome.PortFailed, result.Outcome);
            Assert.StartsWith($"{Link}: there is no such port", result.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(BusOutcome.PortFailed, bus.Broadcast(Frames.Poll2).Outcome);
        Assert.Equal(1, bus.Statistics.PortFailures);
        Assert.Equal(1, notes.Count(1101));
    }

    [Fact]
    public async Task Is_said_once_however_often_it_is_tried()
    {
        Notes notes = new();
        using SerialBus bus = Create(notes, TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(
            () => bus.Ask(Frames.Poll2, new byte[253], new MaraFinder(), SerialBusOnPty.Patient).Outcome == BusOutcome.PortFailed
                && bus.Statistics.PortFailures > 5,
            "it is tried again", Stop);
        Assert.Equal(1, notes.Count(1101));
    }

    [Fact]
    public async Task Is_opened_again_by_itself_when_the_adapter_is_back()
    {
        Notes notes = new();
        Pty first = new();
        File.CreateSymbolicLink(Link, first.Path);
        using SerialBus bus = Create(notes, TimeSpan.FromMilliseconds(1));
        Assert.Equal(BusOutcome.Answered, (await ExchangeAsync(bus, first)).Outcome);

        // Pulled out while an answer is awaited.
        Task<BusResult> asked = SerialBusOnPty.Run(() => bus.Ask(Frames.Poll2, new byte[253], new MaraFinder(), SerialBusOnPty.Patient));
        _ = first.Read(8);
        first.PullOut();
        BusResult failed = await asked;
        Assert.Equal(BusOutcome.PortFailed, failed.Outcome);
        Assert.Contains("the port disappeared", failed.Detail, StringComparison.Ordinal);
        File.Delete(Link);
        first.Dispose();

        using Pty second = new();
        File.CreateSymbolicLink(Link, second.Path);
        await Eventually.TrueAsync(
            () => bus.Broadcast(Frames.Poll3).Outcome != BusOutcome.PortFailed, "the port is open again", Stop);
        Assert.Equal(Frames.Poll3, second.Read(8));
        Assert.Equal(BusOutcome.Answered, (await ExchangeAsync(bus, second)).Outcome);
        Assert.Equal(1, bus.Statistics.Reopens);
        Assert.Equal(1, notes.Count(1105));
        Assert.Empty(notes.Errors);
    }

    [Fact]
    public void Is_busy_while_another_bus_has_it()
    {
        using Pty pty = new();
        File.CreateSymbolicLink(Link, pty.Path);
        using SerialBus first = Create(new Notes(), Never);
        using SerialBus second = Create(new Notes(), Never);
        Assert.Contains("another program has it open", second.Broadcast(Frames.Poll2).Detail, StringComparison.Ordinal);
        Assert.NotEqual(BusOutcome.PortFailed, first.Broadcast(Frames.Poll2).Outcome);
    }

    [Fact]
    public void Is_no_more_after_its_bus()
    {
        using SerialBusOnPty bus = new();
        bus.Bus.Dispose();
        bus.Bus.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => bus.Bus.Broadcast(Frames.Poll2));
    }

    [Fact]
    public void Is_not_even_tried_with_options_that_make_no_sense()
    {
        SerialPortOptions port = new() { Path = "/dev/ttyS0" };
        Refused("9601 bit/s is not a standard speed", new() { Port = port with { BitRate = 9601 } });
        Refused("3 stop bits", new() { Port = port with { StopBits = 3 } });
        Refused("needs a device file", new() { Port = port with { Path = " " } });
        Refused("needs a chip", new() { Port = port, Direction = new DirectionOptions { Mode = DirectionMode.Gpio, Line = 17 } });
        Refused("needs a line", new() { Port = port, Direction = new DirectionOptions { Mode = DirectionMode.Gpio, Chip = "gpiochip0" } });
        Refused("GuardAfter is 101 ms", new()
        {
            Port = port,
            Direction = new DirectionOptions { GuardAfter = TimeSpan.FromMilliseconds(101) }
        });
        Refused(
            "whole milliseconds",
            new()
            {
                Port = port,
                Direction = new DirectionOptions
                {
                    Mode = DirectionMode.Kernel,
                    GuardBefore = TimeSpan.FromMicroseconds(200)
                }
            });
        Refused("longest frame has 0 bytes", new() { Port = port, LongestFrame = 0 });
        Refused("silence between frames", new() { Port = port, Silence = TimeSpan.FromSeconds(2) });
        Refused("pause inside an answer", new() { Port = port, Gap = TimeSpan.Zero });
        Refused("back-off after a failure", new() { Port = port, FirstBackoff = TimeSpan.Zero });
        Refused("real-time priority is 100: give 1 to 99", new() { Port = port, RealtimePriority = 100 });
        Refused("real-time priority is -1", new() { Port = port, RealtimePriority = -1 });

        static void Refused(string words, SerialBusOptions options) => Assert.Contains(
            words, Assert.Throws<ArgumentException>(() => SerialBus.Create(options, TimeProvider.System, new Notes())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Has_bytes_as_long_as_their_bits()
    {
        SerialPortOptions port = new() { Path = "/dev/ttyS0" };
        Assert.Equal(TimeSpan.FromMicroseconds(1041.7), port.TimeOf(1)); // 10 bits at 9600 bit/s, rounded up
        Assert.Equal(TimeSpan.FromSeconds(1), (port with { BitRate = 2400 }).TimeOf(240));
        Assert.Equal(TimeSpan.FromSeconds(1), (port with { BitRate = 1200, Parity = SerialParity.Even, StopBits = 2 }).TimeOf(100));
    }

    private SerialBus Create(Notes notes, TimeSpan rest) => SerialBus.Create(
        new SerialBusOptions
        {
            Port = new SerialPortOptions { Path = Link, BitRate = 115_200 },
            FirstBackoff = rest,
            LongestBackoff = rest,
        },
        TimeProvider.System, notes);

    private static async Task<BusResult> ExchangeAsync(SerialBus bus, Pty pty)
    {
        Task<BusResult> asked = SerialBusOnPty.Run(() => bus.Ask(Frames.Poll2, new byte[253], new MaraFinder(), SerialBusOnPty.Patient));
        _ = pty.Read(8);
        pty.Write(Frames.Answer2);
        return await asked;
    }
}
