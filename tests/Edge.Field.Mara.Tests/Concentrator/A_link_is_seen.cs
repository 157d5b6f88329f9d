using Edge.Field.Mara.Concentrator;
using Edge.Field.Taps;
using Edge.Pipeline;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>The tap of a link to a concentrator, over a real socket.</summary>
public sealed class A_link_is_seen : IDisposable
{
    private static readonly TimeSpan s_brief = TimeSpan.FromMilliseconds(250);

    private readonly LinkTaps _taps = new(["comaster"], TimeProvider.System);
    private readonly TapListener _listener;

    public A_link_is_seen() => _listener = _taps.Listen(["comaster"], TapKinds.Sent | TapKinds.Arrived | TapKinds.Ended);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task With_question_and_answer()
    {
        byte[] right = [];
        IReadOnlyList<(TapRecord Record, byte[] Bytes)> seen = await PollAsync(
            question => right = Wire.ToCentre(question[4], Station.Payload()), TimeSpan.FromSeconds(20));
        Assert.Equal(Wire.Frame(0x01, 0x40, 0x20, Wire.Poll), seen[0].Bytes);
        Assert.Equal((TapKinds.Sent, TapKinds.Ended), (seen[0].Record.Kind, seen[^1].Record.Kind));
        Assert.Equal(right, seen.Where(s => s.Record.Kind == TapKinds.Arrived).SelectMany(s => s.Bytes));
        Assert.Equal((TapOutcome.Answered, false), (seen[^1].Record.Outcome, seen[^1].Record.Answers));
        Assert.Equal(right, seen[^1].Bytes);
    }

    [Fact]
    public async Task With_its_silence()
    {
        IReadOnlyList<(TapRecord Record, byte[] Bytes)> seen = await PollAsync(_ => []);
        Assert.Equal(
            [(TapKinds.Sent, TapOutcome.None), (TapKinds.Ended, TapOutcome.Silent)], seen.Select(s => (s.Record.Kind, s.Record.Outcome)));
        Assert.Empty(seen[^1].Bytes);
    }

    [Fact]
    public async Task With_its_noise()
    {
        IReadOnlyList<(TapRecord Record, byte[] Bytes)> seen = await PollAsync(_ => [0xFE, 0x20, 0x01]);
        Assert.Equal((TapKinds.Ended, TapOutcome.Noise), (seen[^1].Record.Kind, seen[^1].Record.Outcome));
        Assert.Equal([0xFE, 0x20, 0x01], seen.Where(s => s.Record.Kind == TapKinds.Arrived).SelectMany(s => s.Bytes));
    }

    // One poll of a peer that sends these bytes when it is asked.
    private async Task<IReadOnlyList<(TapRecord Record, byte[] Bytes)>> PollAsync(Func<byte[], byte[]> answer, TimeSpan? patience = null)
    {
        await using var server = new RawServer(async peer =>
        {
            while (await peer.ReadAsync() is { } question)
            {
                if (answer(question) is { Length: > 0 } bytes)
                {
                    await peer.SendAsync(bytes);
                }
            }
        });
        MaraTcpOptions options = Station.Options(server.Port) with { AnswerTimeout = patience ?? s_brief, Tap = _taps.Find("comaster") };
        await using var driver = new MaraTcpDriver(
            options, Station.Profile, Station.Zone, null, TimeProvider.System, new Notes<MaraTcpDriver>());
        PollResult result = await driver.PollAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(default, result);
        return _listener.Read();
    }
}
