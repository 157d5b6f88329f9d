using Edge.Field.Bus;
using TestKit.Field;
using TestKit.Ptys;

namespace Edge.Field.Tests.Bus;

public sealed class An_adapter_that_hears_itself
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Has_its_echo_taken_out(bool inOnePiece)
    {
        using SerialBusOnPty bus = new(o => o with { Echo = true });
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        byte[] question = bus.Pty.Read(8);
        if (inOnePiece)
        {
            bus.Pty.Write([.. question, .. Frames.Answer2]);
        }
        else
        {
            bus.Pty.Write(question);
            bus.Pty.Write(Frames.Answer2);
        }

        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer2, bus.Answer);
        Assert.Equal((8, 0), (bus.Bus.Statistics.EchoBytes, bus.Bus.Statistics.NoiseBytes));
    }

    [Fact]
    public async Task Does_not_take_its_own_question_for_an_answer()
    {
        using SerialBusOnPty bus = new(o => o with { Echo = true });
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2, TimeSpan.FromMilliseconds(300));
        bus.Pty.Write(bus.Pty.Read(8));
        Assert.Equal(BusOutcome.Silent, (await asked).Outcome);
        Assert.Equal((8, 1), (bus.Bus.Statistics.EchoBytes, bus.Bus.Statistics.Silent));
    }

    [Fact]
    public async Task May_hear_a_click_before_its_echo()
    {
        using SerialBusOnPty bus = new(o => o with { Echo = true });
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        bus.Pty.Write([0x00, 0xFE, .. bus.Pty.Read(8), .. Frames.Answer2]);
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer2, bus.Answer);
        Assert.Equal((8, 2), (bus.Bus.Statistics.EchoBytes, bus.Bus.Statistics.NoiseBytes));
    }

    [Fact]
    public async Task May_lose_a_byte_of_its_echo_in_a_collision()
    {
        using SerialBusOnPty bus = new(o => o with { Echo = true });
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        byte[] question = bus.Pty.Read(8);
        bus.Pty.Write([.. question.AsSpan(1), .. Frames.Answer2]);
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer2, bus.Answer);
        Assert.Equal((0, 7), (bus.Bus.Statistics.EchoBytes, bus.Bus.Statistics.NoiseBytes));
    }

    [Fact]
    public async Task May_be_one_that_does_not_after_all()
    {
        using SerialBusOnPty bus = new(o => o with { Echo = true });
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        _ = bus.Pty.Read(8);
        byte[] shortAnswer = Wire.Frame(1, 2, 0x80, 0x0C); // no longer than the question, so that it might be a part of the echo
        bus.Pty.Write(shortAnswer);
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(shortAnswer, bus.Answer);
    }
}
