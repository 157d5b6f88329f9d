using Edge.Domain;
using Edge.Field.Mara.Concentrator;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>The state of each IED beside its points: the sections for the station image, and the skew of its clock.</summary>
public sealed class IedWatchTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(Station.Noon);
    private readonly Notes<MaraTcpDriver> _notes = new();
    private readonly Image _image = new();
    private readonly CoMaster _device = new();
    private readonly MemoryLink _link;
    private MaraTcpDriver _driver;
    private byte[]? _checkpoint;

    public IedWatchTests()
    {
        _link = new MemoryLink(_device, _clock);
        _driver = Start();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_ied_has_its_own_bytes_of_each_section_as_they_stood_on_the_wire()
    {
        _ = await KeepAsync();
        Assert.Empty(_image.Said);
        _ = await KeepAsync();

        // Station.Payload: three sets of variables; words 3, 1, 1; words 4, 2, 2.
        Assert.Equal(
            [
                "0/1: 470000000000 400002000000 A60E000000000000",
                "0/2: 470000000000 0100 34120040",
                "0/3: 470000000000 0080 FFBF0000",
            ],
            _image.Said);
    }

    [Fact]
    public async Task The_image_is_lost_after_two_failures_or_too_long_without_a_poll()
    {
        _ = await KeepAsync();
        _ = await KeepAsync();
        _image.Said.Clear();
        _link.Next = Mishap.AnswerLost;
        Assert.NotNull((await _driver.PollAsync(Stop)).Failure);
        _link.Next = Mishap.AnswerLost;
        Assert.NotNull((await _driver.PollAsync(Stop)).Failure);
        Assert.Contains("0: lost", _image.Said);

        _ = await KeepAsync();
        _image.Said.Clear();
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["0: lost"], _image.Said);
    }

    [Fact]
    public async Task A_skew_is_a_statistic_when_it_changed_and_a_finding_at_the_limits()
    {
        _ = await KeepAsync();

        // 1/128 s each: 12 are 93.75 ms, 13 are 101.5625 ms, 11 are 85.9375 ms, 10 are 78.125 ms. FFF3 is −13. The limit is 100 ms, four
        // fifths are 80.
        await SkewAsync(12, [93.75], []);
        await SkewAsync(12, [], []);
        await SkewAsync(13, [101.5625], [GatewayFinding.ClockOff]);
        await SkewAsync(11, [85.9375], []);
        await SkewAsync(10, [78.125], [GatewayFinding.ClockRight]);
        await SkewAsync(-13, [-101.5625], [GatewayFinding.ClockOff]);
        await SkewAsync(unchecked((short)0x8000), [], []);
        Assert.Equal((2, 1), (_notes.Count(1153), _notes.Count(1154)));
    }

    [Fact]
    public async Task What_was_not_journaled_is_reported_again_after_a_restart()
    {
        _ = await KeepAsync();
        _device.Skew = 20;
        PollResult lost = await _driver.PollAsync(Stop);
        Assert.Equal(GatewayFinding.ClockOff, Assert.Single(lost.Scan!.Value.Events).Finding);

        await RestartAsync();
        _ = await KeepAsync();
        Scan told = await KeepAsync();
        FieldEvent found = Assert.Single(told.Events);
        Assert.Equal(
            (FieldEventKind.Finding, GatewayFinding.ClockOff, 2, "Alimentador 1", 0),
            (found.Kind, found.Finding, found.IedAddress, found.Description, found.Bytes.Length));

        await RestartAsync();
        _ = await KeepAsync();
        Scan again = await KeepAsync();
        Assert.Empty(again.Events);
        Assert.Equal(
            [new DeviceStatistic(new("2"), "clockSkewMs", 156.25), new DeviceStatistic(new("3"), "clockSkewMs", 0)],
            again.Statistics.ToArray());
    }

    /// <summary>Over TCP the log alone knew that an IED had lost events; on a bus it is an event.</summary>
    [Fact]
    [Trait("Fault", "71")]
    public async Task A_stack_that_overflowed_is_an_event_once_for_each_time()
    {
        await StatusAsync(0x47, 0);
        await StatusAsync(0x67, 1);
        await StatusAsync(0x67, 0);

        // One that the concentrator does not reach any more keeps its old values: nothing is told of them.
        await StatusAsync(0x57, 0);
        await StatusAsync(0x67, 0);
        await RestartAsync();
        await StatusAsync(0x67, 0);
        await StatusAsync(0x47, 0);
        await StatusAsync(0x67, 1);
        Assert.Equal(2, _notes.Count(1152));
    }

    [Fact]
    public async Task An_overflow_that_was_not_journaled_is_told_after_a_restart()
    {
        await StatusAsync(0x47, 0);
        _device.Status = 0x67;
        PollResult lost = await _driver.PollAsync(Stop);
        Assert.Equal(GatewayFinding.EventsLost, Assert.Single(lost.Scan!.Value.Events).Finding);

        // The concentrator repeats that answer, whose values may be old; its events are of the same time as the overflow.
        await RestartAsync();
        FieldEvent told = Assert.Single((await KeepAsync()).Events);
        Assert.Equal(
            (FieldEventKind.Finding, GatewayFinding.EventsLost, 2, "Alimentador 1"),
            (told.Kind, told.Finding, told.IedAddress, told.Description));
        Assert.Empty((await KeepAsync()).Events);
    }

    [Fact]
    public async Task A_checkpoint_of_the_version_before_goes_on()
    {
        // Version 1, SEC 41, count 7, one event.
        _checkpoint = [1, 0x41, 7, 0, 0, 0, 0, 0, 0, 0, .. Wire.Event(0)];
        await RestartAsync();
        _ = await KeepAsync();
        Assert.Equal([0x42], _device.Sequences);
        Assert.Equal(0, _notes.Count(1007));
        Assert.Equal(8, BitConverter.ToInt64(_checkpoint, 2));
    }

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    private MaraTcpDriver Start() => new(
        Station.Options() with { MaximumAge = TimeSpan.FromSeconds(5) }, Station.Profile, Station.Zone,
        _checkpoint is null ? null : (ReadOnlyMemory<byte>?)_checkpoint, _clock, _notes, _link, _image);

    private async Task RestartAsync()
    {
        await _driver.DisposeAsync();
        _driver = Start();
    }

    private async Task StatusAsync(byte status, int lost)
    {
        _device.Status = status;
        Scan scan = await KeepAsync();
        Assert.Equal(Enumerable.Repeat(GatewayFinding.EventsLost, lost), scan.Events.Select(e => e.Finding));
    }

    private async Task SkewAsync(short units, double[] statistics, GatewayFinding[] findings)
    {
        _device.Skew = units;
        Scan scan = await KeepAsync();
        Assert.Equal(statistics, scan.Statistics.ToArray().Where(f => f.Device == new DeviceId("2")).Select(f => f.Value));
        Assert.Equal(findings, scan.Events.Select(e => e.Finding));
    }

    private async Task<Scan> KeepAsync()
    {
        PollResult result = await _driver.PollAsync(Stop);
        Assert.Null(result.Failure);
        Scan scan = result.Scan!.Value with { Events = result.Scan.Value.Events.Copy() };
        _checkpoint = scan.Checkpoint.ToArray();
        _driver.Acknowledge();
        return scan;
    }

    private sealed class Image : IStationImage
    {
        public List<string> Said { get; } = [];

        public void Update(
            int comaster, int address, ReadOnlySpan<byte> systemVariables, ReadOnlySpan<byte> digitals, ReadOnlySpan<byte> analogs)
        {
            string[] sections = [Convert.ToHexString(systemVariables), Convert.ToHexString(digitals), Convert.ToHexString(analogs)];
            Said.Add($"{comaster}/{address}: {string.Join(' ', sections)}");
        }

        public void Lost(int comaster) => Said.Add($"{comaster}: lost");
    }
}
