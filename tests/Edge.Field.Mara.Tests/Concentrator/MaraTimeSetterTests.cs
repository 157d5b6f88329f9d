using System.Globalization;
using Edge.Field.Mara.Concentrator;
using Edge.Field.Time;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>When the time of a concentrator is set.</summary>
public sealed class MaraTimeSetterTests
{
    [Fact]
    public async Task It_is_set_on_a_connection_and_then_at_the_interval()
    {
        Rig rig = new(Station.Noon);
        await rig.SetAsync();
        rig.Clock.Advance(TimeSpan.FromMinutes(59));
        await rig.SetAsync();
        Assert.Single(rig.Device.TimesSet);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.SetAsync();
        Assert.Equal(2, rig.Device.TimesSet.Count);
        rig.Setter.OnConnected();
        await rig.SetAsync();
        Assert.Equal((3, 3), (rig.Device.TimesSet.Count, rig.Notes.Count(1002)));
    }

    [Theory]
    [InlineData("2026-10-25T01:00:00Z", 2)]
    [InlineData("2026-03-29T01:00:00Z", 3)]
    public async Task At_the_second_of_a_change_it_is_not_set_but_right_after(string change, int hour)
    {
        DateTimeOffset at = DateTimeOffset.Parse(change, CultureInfo.InvariantCulture);
        Rig rig = new(at - TimeSpan.FromSeconds(10));
        await rig.SetAsync();
        rig.Device.TimesSet.Clear();

        // A clock that is slow by less than 100 ms still has to close the quarter that ends at the change.
        rig.Clock.SetUtcNow(at);
        await rig.SetAsync();
        rig.Clock.Advance(TimeSpan.FromMilliseconds(99));
        await rig.SetAsync();
        Assert.Empty(rig.Device.TimesSet);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await rig.SetAsync();
        byte[] set = Assert.Single(rig.Device.TimesSet);
        Assert.Equal([hour, 0, 0], [set[9], set[10], set[11]]);
    }

    [Fact]
    public async Task A_clock_that_cannot_be_right_sets_nothing_and_is_logged_once()
    {
        Rig rig = new(new DateTimeOffset(2024, 12, 30, 0, 0, 0, TimeSpan.Zero));
        await rig.SetAsync();
        await rig.SetAsync();
        Assert.Empty(rig.Device.TimesSet);
        Assert.Equal(1, rig.Notes.Count(1003));
        rig.Clock.Advance(TimeSpan.FromDays(3));
        await rig.SetAsync();
        Assert.Single(rig.Device.TimesSet);
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(7)]
    public async Task After_the_clock_of_the_gateway_was_stepped_it_is_set_at_once(int days)
    {
        Rig rig = new(Station.Noon);
        rig.Stepped.Offset = TimeSpan.FromDays(days);
        await rig.SetAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.SetAsync();
        Assert.Single(rig.Device.TimesSet);

        rig.Stepped.Offset = TimeSpan.Zero;
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.SetAsync();
        await rig.SetAsync();
        byte[] set = rig.Device.TimesSet[^1];
        Assert.Equal(2, rig.Device.TimesSet.Count);
        Assert.NotEqual(rig.Device.TimesSet[0][8], set[8]);
    }

    [Fact]
    public async Task Where_another_master_sets_the_time_it_is_never_set()
    {
        Rig rig = new(Station.Noon, setTime: false);
        await rig.SetAsync();
        Assert.Empty(rig.Device.TimesSet);
    }

    private sealed class Rig
    {
        private readonly ConcentratorRig _parts;

        public Rig(DateTimeOffset now, bool setTime = true)
        {
            _parts = new(options: Station.Options() with { SetTime = setTime }, zone: "Europe/Madrid", now: now);
            Stepped = new PlayedClock(Clock);
            StationClock wall = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid"), Stepped);
            Setter = new MaraTimeSetter(_parts.Options, _parts.Link, wall, Stepped, Notes);
        }

        public MaraTimeSetter Setter { get; }

        /// <summary>The clock of the gateway.</summary>
        public PlayedClock Stepped { get; }

        public FakeTimeProvider Clock => _parts.Clock;

        public CoMaster Device => _parts.Device;

        public Notes<MaraTcpDriver> Notes => _parts.Notes;

        public async Task SetAsync()
        {
            if (_parts.Link.Connection is null)
            {
                Assert.Null(await _parts.Link.ConnectAsync(ConcentratorRig.Stop));
            }

            Assert.Null(await Setter.SetIfDueAsync(ConcentratorRig.Stop));
        }
    }
}
