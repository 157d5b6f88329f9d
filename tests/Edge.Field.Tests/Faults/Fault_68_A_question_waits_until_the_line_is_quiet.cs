using Edge.Field.Bus;
using Edge.Field.Serial;
using TestKit.Ptys;

namespace Edge.Field.Tests.Faults;

/// <summary>Noise and late answers before a question: they are shown to the finder, and the line must be quiet for five bytes.</summary>
public sealed class Fault_68_A_question_waits_until_the_line_is_quiet
{
    private const int Line = 17;

    [Fact]
    public async Task A_late_answer_before_a_question_is_shown_to_the_finder()
    {
        using SerialBusOnPty bus = new();
        var finder = new NotingFinder();
        Assert.True(bus.Pty.Write(Frames.Answer3));
        Task<BusResult> asked = SerialBusOnPty.Run(
            () => bus.Bus.Ask(Frames.Poll2, new byte[253], finder, SerialBusOnPty.Patient));
        Assert.Equal(Frames.Poll2, bus.Pty.Read(8));
        Assert.True(bus.Pty.Write(Frames.Answer2));
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer3, finder.Noted);
    }

    // A pause can be longer on a busy machine, never shorter.
    [Fact]
    public void After_noise_the_transmitter_stays_off_for_five_bytes()
    {
        using RecordingGpio gpio = new(TimeProvider.System);
        using SerialBusOnPty bus = new(
            o => o with
            {
                Port = o.Port with { BitRate = 1200 },
                Direction = new DirectionOptions { Mode = DirectionMode.Gpio, Chip = "gpiochip0", Line = Line },
            },
            gpio);
        Assert.True(bus.Pty.Write(0x55, 0xAA));
        long noise = TimeProvider.System.GetTimestamp();
        _ = bus.Ask(Frames.Poll2, SerialBusOnPty.Brief);
        Transition on = Assert.Single(gpio.Transitions, t => t.High);
        TimeSpan quiet = TimeProvider.System.GetElapsedTime(noise, on.Timestamp);

        // 5 bytes of 10 bits at 1200 bit/s are 41.7 ms.
        Assert.True(quiet >= TimeSpan.FromMilliseconds(41.6), $"The transmitter was on {quiet.TotalMilliseconds} ms after the noise.");
    }

    private sealed class NotingFinder : IFrameFinder
    {
        private readonly MaraFinder _finder = new();

        public byte[] Noted { get; private set; } = [];

        public FrameProgress Find(ReadOnlySpan<byte> received, out int start, out int length) =>
            _finder.Find(received, out start, out length);

        public void Note(ReadOnlySpan<byte> received) => Noted = [.. Noted, .. received];
    }
}
