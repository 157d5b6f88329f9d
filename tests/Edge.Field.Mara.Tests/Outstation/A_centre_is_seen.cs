using Edge.Field.Mara.Outstation;
using Edge.Field.Taps;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>The tap of an outstation, over real connections of control centres.</summary>
public sealed class A_centre_is_seen : IDisposable
{
    private const string Name = "northbound[0]";

    private readonly LinkTaps _taps = new([], TimeProvider.System, [Name]);
    private readonly TapListener _listener;
    private readonly List<(TapRecord Record, byte[] Bytes)> _seen = [];

    public A_centre_is_seen() => _listener = _taps.Listen([Name], TapKinds.Sent | TapKinds.Arrived | TapKinds.Ended);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OutstationOptions Options => new() { Clients = [new() { Name = "centre" }], Tap = _taps.Find(Name) };

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task With_question_and_answer()
    {
        await using Site site = new(Options);
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        byte[] question = centre.Question();
        await centre.SendAsync(question, Stop);
        byte[]? answer = await centre.ReadFrameAsync(Stop);
        Read();
        Assert.Equal(question, BytesOf(TapKinds.Arrived));
        Assert.Equal(question, BytesOf(TapKinds.Sent));
        Assert.Equal(answer, BytesOf(TapKinds.Ended));
        Assert.Equal(TapOutcome.Answered, _seen[^1].Record.Outcome);
        Assert.All(_seen, seen => Assert.Equal((Name, "127.0.0.1", true), (seen.Record.Device, seen.Record.Peer, seen.Record.Answers)));
    }

    [Fact]
    public async Task With_the_noise_before_a_question()
    {
        await using Site site = new(Options);
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        byte[] question = centre.Question();
        await centre.SendAsync([0x00, 0x07, 0x55, .. question], Stop);
        _ = await centre.ReadFrameAsync(Stop);
        Read();
        Assert.Equal([0x00, 0x07, 0x55], BytesOf(TapKinds.Ended, TapOutcome.Noise));
        Assert.Equal(question, BytesOf(TapKinds.Sent));
    }

    [Fact]
    public async Task With_the_silence_after_a_question_that_is_not_answered()
    {
        await using Site site = new(Options);
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        byte[] ram = ControlCentre.Frame(0x01, 0x40, 0x20, 0x36, 2, 0, 0, 1); // "diagnosis" is false
        await centre.SendAsync(ram, Stop);
        await SeenAsync(TapOutcome.Silent);
        Assert.Equal(ram, BytesOf(TapKinds.Sent));
        Assert.Empty(BytesOf(TapKinds.Ended));
    }

    [Fact]
    public async Task With_the_silence_of_a_connection_that_asks_nothing()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
        await using Site site = new(Options, time: clock);
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        await SeenAsync(TapOutcome.Silent, () => clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(TapKinds.Ended, Assert.Single(_seen).Record.Kind);
    }

    [Fact]
    public async Task With_the_failure_of_its_connection()
    {
        await using Site site = new(Options);
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        await centre.SendAsync(centre.Question(), Stop);
        _ = await centre.ReadFrameAsync(Stop);
        centre.Drop();
        await SeenAsync(TapOutcome.Failed);
    }

    [Fact]
    public async Task Several_centres_at_a_time_lose_nothing()
    {
        const int Questions = 50;
        await using Site site = new(Options with
        {
            Clients =
            [
                .. Enumerable.Range(0x40, 4).Select(source => new OutstationClientOptions { Name = $"c{source}", Source = (byte)source }),
            ],
        });
        await site.StartAsync();
        await Task.WhenAll(Enumerable.Range(0x40, 4).Select(async source =>
        {
            using ControlCentre centre = site.Centre((byte)source);
            await centre.ConnectAsync(Stop);
            for (int i = 0; i < Questions; i++)
            {
                await centre.SendAsync(centre.Question(), Stop);
                _ = centre.Take((await centre.ReadFrameAsync(Stop))!);
                lock (_seen)
                {
                    Read();
                }
            }
        }));
        Read();
        Assert.All(_seen, seen => Assert.Equal(0, seen.Record.Dropped));
        Assert.Equal(4 * Questions, _seen.Count(seen => seen.Record.Kind == TapKinds.Sent));
        Assert.Equal(4 * Questions, _seen.Count(seen => seen.Record.Outcome == TapOutcome.Answered));
    }

    private void Read() => _seen.AddRange(_listener.Read());

    private byte[] BytesOf(TapKinds kind, TapOutcome? outcome = null) =>
        [.. _seen.Where(s => s.Record.Kind == kind && (outcome ?? s.Record.Outcome) == s.Record.Outcome).SelectMany(s => s.Bytes)];

    private Task SeenAsync(TapOutcome outcome, Action? meanwhile = null) => Eventually.TrueAsync(
        () =>
        {
            meanwhile?.Invoke();
            Read();
            return _seen.Exists(seen => seen.Record.Outcome == outcome);
        },
        $"it is seen: {outcome}", Stop);
}
