using Edge.Field.Mara.Concentrator;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>Setting the time of the substation, and the back-off for a lost peer; in virtual time.</summary>
public sealed class DriverTimeTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2012, 10, 16, 3, 55, 13, 479, TimeSpan.Zero));
    private readonly CoMaster _device = new();
    private readonly Notes<MaraTcpDriver> _notes = new();

    [Fact]
    public async Task The_time_is_set_on_connection_and_hourly_by_the_wall_clock()
    {
        _clock.SetUtcNow(new DateTimeOffset(2026, 7, 2, 3, 55, 13, 500, TimeSpan.Zero));
        await using MaraTcpDriver driver = Driver(Station.Options() with { SetTime = true });
        await PollAsync(driver);

        // 00:55:13.5 of Thursday 2 July 2026: half a second is 4000h/32768, low byte first.
        Assert.Equal(Wire.Frame(0xFF, 0x40, 0xBB, 0x12, 26, 7, 2, 0, 55, 13, 0x00, 0x40, 4), Assert.Single(_device.TimesSet));
        _clock.Advance(TimeSpan.FromMinutes(59));
        await PollAsync(driver);
        Assert.Single(_device.TimesSet);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await PollAsync(driver);
        Assert.Equal(2, _device.TimesSet.Count);
        Assert.Equal([0x20, 0x21, 0x22], _device.Sequences);
    }

    [Fact]
    public async Task The_time_is_set_right_after_daylight_saving_ends_not_at_that_second()
    {
        _clock.SetUtcNow(new DateTimeOffset(2026, 10, 25, 0, 59, 50, TimeSpan.Zero));
        await using MaraTcpDriver driver = Driver(
            Station.Options() with { SetTime = true }, zone: TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid"));
        await PollAsync(driver);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await PollAsync(driver);
        Assert.Single(_device.TimesSet);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await PollAsync(driver);
        Assert.Equal([2, 2], _device.TimesSet.Select(t => (int)t[9]));
        Assert.Equal([59, 0], _device.TimesSet.Select(t => (int)t[10]));
    }

    [Fact]
    public async Task A_gateway_whose_clock_was_never_set_does_not_set_the_station()
    {
        await using MaraTcpDriver driver = Driver(Station.Options() with { SetTime = true });
        await PollAsync(driver);
        await PollAsync(driver);
        Assert.Empty(_device.TimesSet);
        Assert.Equal(1, _notes.Count(1003));
    }

    [Fact]
    public async Task The_time_is_set_again_on_a_new_connection()
    {
        _clock.SetUtcNow(Station.Noon);
        var link = new MemoryLink(_device, _clock);
        await using MaraTcpDriver driver = Driver(Station.Options() with { SetTime = true }, link);
        await PollAsync(driver);
        link.Cut();
        Assert.NotNull((await driver.PollAsync(TestContext.Current.CancellationToken)).Failure);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await PollAsync(driver);
        Assert.Equal(2, _device.TimesSet.Count);
    }

    [Fact]
    public async Task A_lost_peer_is_tried_only_at_the_rate_of_the_back_off()
    {
        var link = new CountingRefusal();
        await using MaraTcpDriver driver = Driver(
            Station.Options() with { FirstBackoff = TimeSpan.FromSeconds(4), LongestBackoff = TimeSpan.FromSeconds(30) }, link);
        for (int second = 0; second < 120; second++)
        {
            ValueTask<PollResult> poll = driver.PollAsync(TestContext.Current.CancellationToken);
            while (!poll.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(50));
                await Task.Yield();
            }

            Assert.Equal(FieldFailureKind.LinkDown, (await poll).Failure!.Kind);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        // Half of 4 + 8 + 16 + 30 + 30 … at the least: in 120 s of polling and 30 s of waiting no more than about twelve attempts.
        Assert.InRange(link.Attempts, 4, 14);
    }

    private MaraTcpDriver Driver(MaraTcpOptions options, Edge.Field.Links.IByteLinkConnector? link = null, TimeZoneInfo? zone = null) =>
        new(options, Station.Profile, zone ?? Station.Zone, null, _clock, _notes, link ?? new MemoryLink(_device, _clock));

    private static async Task PollAsync(MaraTcpDriver driver)
    {
        Assert.NotNull((await driver.PollAsync(TestContext.Current.CancellationToken)).Scan);
        driver.Acknowledge();
    }

    private sealed class CountingRefusal : Edge.Field.Links.IByteLinkConnector
    {
        public int Attempts { get; private set; }

        public string Peer => "dead";

        public ValueTask<Edge.Field.Links.IByteLink> ConnectAsync(CancellationToken cancellationToken)
        {
            Attempts++;
            throw new IOException("refused");
        }
    }
}
