using Edge.Field.Bus;
using Edge.Field.Taps;
using TestKit.Ptys;

namespace Edge.Field.Tests.Taps;

public sealed class A_bus_is_seen : IDisposable
{
    private readonly LinkTaps _taps = new(["bus"], TimeProvider.System);
    private readonly TapListener _listener;
    private readonly SerialBusOnPty _bus;

    public A_bus_is_seen()
    {
        _listener = _taps.Listen(["bus"], TapKinds.Sent | TapKinds.Arrived | TapKinds.Ended);
        _bus = new SerialBusOnPty(tap: _taps.Find("bus"));
    }

    public void Dispose()
    {
        _bus.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task With_question_and_answer()
    {
        Task<BusResult> asked = _bus.AskAsync(Frames.Poll2);
        _ = _bus.Pty.Read(8);
        _bus.Pty.Write(Frames.Answer2);
        Assert.Equal(BusOutcome.Answered, (await asked).Outcome);
        IReadOnlyList<(TapRecord Record, byte[] Bytes)> seen = _listener.Read();
        Assert.Equal(TapKinds.Sent, seen[0].Record.Kind);
        Assert.Equal(Frames.Poll2, seen[0].Bytes);
        Assert.Equal((TapKinds.Ended, TapOutcome.Answered), (seen[^1].Record.Kind, seen[^1].Record.Outcome));
        Assert.Equal(Frames.Answer2, seen[^1].Bytes);
        Assert.Equal(Frames.Answer2, seen.Where(s => s.Record.Kind == TapKinds.Arrived).SelectMany(s => s.Bytes));
        Assert.True(seen[0].Record.Time <= seen[^1].Record.Time);
    }

    [Fact]
    public void With_its_silence()
    {
        Assert.Equal(BusOutcome.Silent, _bus.Ask(Frames.Poll2, SerialBusOnPty.Brief).Outcome);
        Assert.Equal([(TapKinds.Sent, TapOutcome.None), (TapKinds.Ended, TapOutcome.Silent)], Outcomes());
    }

    [Fact]
    public async Task With_its_noise()
    {
        Task<BusResult> asked = _bus.AskAsync(Frames.Poll2, TimeSpan.FromMilliseconds(300));
        _ = _bus.Pty.Read(8);
        _bus.Pty.Write(0x00, 0xFF);
        Assert.Equal(BusOutcome.Garbled, (await asked).Outcome);
        (TapRecord record, byte[] bytes) = _listener.Read()[^1];
        Assert.Equal(TapOutcome.Noise, record.Outcome);
        Assert.Equal([0x00, 0xFF], bytes);
    }

    [Fact]
    public void With_questions_without_an_answer()
    {
        _ = _bus.Bus.Broadcast(Frames.Poll2);
        Assert.Equal([(TapKinds.Sent, TapOutcome.None)], Outcomes());
    }

    private IEnumerable<(TapKinds, TapOutcome)> Outcomes() => _listener.Read().Select(s => (s.Record.Kind, s.Record.Outcome));
}
