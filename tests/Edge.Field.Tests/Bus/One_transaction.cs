using Edge.Field.Bus;
using TestKit;
using TestKit.Ptys;

namespace Edge.Field.Tests.Bus;

public sealed class One_transaction
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ends_with_the_answer()
    {
        using SerialBusOnPty bus = new();
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        Assert.Equal(Frames.Poll2, bus.Pty.Read(8));
        bus.Pty.Write(Frames.Answer2);
        BusResult result = await asked;
        Assert.Equal(BusOutcome.Answered, result.Outcome);
        Assert.Equal(Frames.Answer2, bus.Answer);

        // A pseudo-terminal is faster than a line: the end of the question, by arithmetic, may lie ahead.
        Assert.InRange(result.Timestamp, 1, TimeProvider.System.GetTimestamp() + TimeProvider.System.TimestampFrequency);
        BusStatistics statistics = bus.Bus.Statistics;
        Assert.Equal((1, 1, 0, 0, 1), (
            statistics.Questions, statistics.Answers, statistics.NoiseBytes, statistics.StaleBytes, statistics.TurnRound.Count));
    }

    [Fact]
    public async Task Takes_an_answer_in_pieces()
    {
        using SerialBusOnPty bus = new(o => o with { Gap = TimeSpan.FromSeconds(1) });
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        _ = bus.Pty.Read(8);
        foreach (int[] piece in (int[][])[[0, 1], [1, 2], [2, 9], [9, 20]])
        {
            int before = bus.Finder.Calls;
            bus.Pty.Write(Frames.Answer2.AsSpan()[piece[0]..piece[1]]);
            await Eventually.TrueAsync(() => bus.Finder.Calls > before, "the bus looks at the piece", Stop);
        }

        bus.Pty.Write(Frames.Answer2.AsSpan(20));
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer2, bus.Answer);
        Assert.True(bus.Finder.Calls >= 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // it takes the FE of the noise for a frame of 253 bytes, and waits for them
    public async Task Finds_the_answer_behind_noise(bool naive)
    {
        using SerialBusOnPty bus = new() { Finder = new MaraFinder(naive: naive) };
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        _ = bus.Pty.Read(8);
        bus.Pty.Write([0x00, 0xFF, 0xFE, 0xFD, 0x13, .. Frames.Answer2]);
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer2, bus.Answer);
        Assert.Equal(5, bus.Bus.Statistics.NoiseBytes);
    }

    [Fact]
    public async Task Gives_the_answer_its_whole_time_although_noise_came_early()
    {
        using SerialBusOnPty bus = new(o => o with { Gap = TimeSpan.FromMilliseconds(1) });
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        _ = bus.Pty.Read(8);
        int before = bus.Finder.Calls;
        bus.Pty.Write(0xFE, 0x30);
        // Looked at once more when the pause after the noise has passed.
        await Eventually.TrueAsync(() => bus.Finder.Calls >= before + 2, "the bus gives the noise up", Stop);
        bus.Pty.Write(Frames.Answer2);
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer2, bus.Answer);
    }

    [Fact]
    public void Is_silent_when_nothing_comes()
    {
        using SerialBusOnPty bus = new();
        Assert.Equal(BusOutcome.Silent, bus.Ask(Frames.Poll2, SerialBusOnPty.Brief).Outcome);
        Assert.Equal((1, 1, 0), (bus.Bus.Statistics.Questions, bus.Bus.Statistics.Silent, bus.Bus.Statistics.Answers));
    }

    [Fact]
    public async Task Is_garbled_when_the_frame_never_becomes_whole()
    {
        using SerialBusOnPty bus = new();
        Task<BusResult> asked = bus.AskAsync(Frames.Poll2, TimeSpan.FromMilliseconds(300));
        _ = bus.Pty.Read(8);
        bus.Pty.Write(Frames.Answer2.AsSpan()[..^1]);
        BusResult result = await asked;
        Assert.Equal((BusOutcome.Garbled, 0), (result.Outcome, result.Length));
        Assert.Equal((1, Frames.Answer2.Length - 1), (bus.Bus.Statistics.Garbled, bus.Bus.Statistics.NoiseBytes));
    }

    [Fact]
    public async Task Throws_away_what_came_before_its_question()
    {
        using SerialBusOnPty bus = new();
        Assert.Equal(BusOutcome.Silent, bus.Ask(Frames.Poll2, SerialBusOnPty.Brief).Outcome);
        _ = bus.Pty.Read(8);
        bus.Pty.Write(Frames.Answer2);
        await Eventually.TrueAsync(() => bus.Pty.WaitingForTheBus == Frames.Answer2.Length, "the late answer arrives", Stop);

        Task<BusResult> asked = bus.AskAsync(Frames.Poll3);
        Assert.Equal(Frames.Poll3, bus.Pty.Read(8));
        bus.Pty.Write(Frames.Answer3);
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer3, bus.Answer);
        Assert.Equal((Frames.Answer2.Length, 0), (bus.Bus.Statistics.StaleBytes, bus.Bus.Statistics.NoiseBytes));
    }

    [Fact]
    public async Task Is_not_answered_by_the_late_answer_to_another_question()
    {
        using SerialBusOnPty bus = new();
        Assert.Equal(BusOutcome.Silent, bus.Ask(Frames.Poll2, SerialBusOnPty.Brief).Outcome);
        _ = bus.Pty.Read(8);
        bus.Finder = new MaraFinder(source: 3);
        Task<BusResult> asked = bus.AskAsync(Frames.Poll3);
        _ = bus.Pty.Read(8);
        bus.Pty.Write([.. Frames.Answer2, .. Frames.Answer3]);
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer3, bus.Answer);
        Assert.Equal(Frames.Answer2.Length, bus.Bus.Statistics.NoiseBytes);
    }

    [Fact]
    public async Task Survives_who_never_stops_speaking()
    {
        using SerialBusOnPty bus = new(o => o with { LongestFrame = 64 });
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task babbler = Task.Run(
            () =>
            {
                byte[] babble = [.. Enumerable.Repeat((byte)0xFE, 64)];
                while (!enough.IsCancellationRequested)
                {
                    if (bus.Pty.WaitingForTheBus > 2048 || !bus.Pty.Write(babble))
                    {
                        Thread.Yield();
                    }
                }
            },
            Stop);
        int garbled = 0;
        int asks = 0;
        for (; garbled < 3; asks++)
        {
            // On a busy machine the babbler may not come to speak while the bus listens.
            Assert.True(asks < 100, $"Of {asks} questions only {garbled} met the babbler.");
            BusOutcome outcome = (await bus.AskAsync(Frames.Poll2, SerialBusOnPty.Brief)).Outcome;
            Assert.True(outcome is BusOutcome.Garbled or BusOutcome.Silent, $"{outcome}");
            garbled += outcome == BusOutcome.Garbled ? 1 : 0;
        }

        await enough.CancelAsync();
        await babbler;
        _ = bus.Pty.Read(Frames.Poll2.Length * asks);
        Assert.True(bus.Bus.Statistics.NoiseBytes > 64);
        Assert.True(bus.Bus.Statistics.StaleBytes > 0);

        Task<BusResult> asked = bus.AskAsync(Frames.Poll2);
        _ = bus.Pty.Read(8);
        bus.Pty.Write(Frames.Answer2);
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        Assert.Equal(Frames.Answer2, bus.Answer);
    }

    [Fact]
    public void Sends_a_broadcast_without_an_answer()
    {
        using SerialBusOnPty bus = new();
        byte[] sync = [0xFE, 0x08, 0xFF, 0x01, 0x80, 0x0C, 0x82, 0xEA]; // Mara 1.4 §2
        Assert.NotEqual(BusOutcome.PortFailed, bus.Bus.Broadcast(sync).Outcome);
        Assert.Equal(sync, bus.Pty.Read(8));
        Assert.Equal((0, 1), (bus.Bus.Statistics.Questions, bus.Bus.Statistics.Broadcasts));
    }

    [Fact]
    public async Task Refuses_an_answer_that_does_not_fit()
    {
        using SerialBusOnPty bus = new();
        Task<BusResult> asked = SerialBusOnPty.Run(() => bus.Bus.Ask(Frames.Poll2, new byte[20], bus.Finder, SerialBusOnPty.Patient));
        _ = bus.Pty.Read(8);
        bus.Pty.Write(Frames.Answer2);
        _ = await Assert.ThrowsAsync<ArgumentException>(() => asked);
    }

    [Fact]
    public async Task Allocates_nothing()
    {
        using SerialBusOnPty bus = new();
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        const int Times = 300;
        Task slave = Task.Run(
            () =>
            {
                for (int i = 0; i < Times; i++)
                {
                    _ = bus.Pty.Read(8);
                    bus.Pty.Write(Frames.Answer2);
                }
            },
            Stop);
        byte[] answer = new byte[253];
        (int answered, long allocated) = await SerialBusOnPty.Run(() =>
        {
            // The least of three hundreds: what is done once has its place in one of them, and the runtime compiles anew when it likes.
            int answered = 0;
            long least = long.MaxValue;
            for (int hundred = 0; hundred < Times / 100; hundred++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 100; i++)
                {
                    BusResult result = bus.Bus.Ask(Frames.Poll2, answer, bus.Finder, SerialBusOnPty.Patient);
                    answered += result.Outcome == BusOutcome.Answered ? 1 : 0;
                }

                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return (answered, least);
        });
        await slave;
        Assert.Equal(Times, answered);
        Assert.Equal(0, allocated);
    }
}
