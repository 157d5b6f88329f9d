using Edge.Domain;
using Edge.Field.Mara.Concentrator;
using Edge.Field.Mara.Tests.Bus;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Faults;

/// <summary>
/// An IED that was cut off does not know that daylight saving has begun: it stamps in an hour that does not exist. Its digital events got
/// the time of their arrival, and the mark of a right clock. In Spain the clocks go from 02:00 to 03:00 on 2026-03-29, at 01:00 UTC.
/// </summary>
public sealed class Fault_70_The_hour_that_the_clocks_skip_keeps_its_times
{
    private const string Madrid = "Europe/Madrid";

    // IED 5, port 0, bit 0 goes on at 02:10:07.5, and off at 02:10:09; by the true time 01:10:07.5 and 01:10:09 UTC.
    private static readonly byte[] s_on = [0x05, 0x80, 26, 3, 29, 2, 10, 7, 0x00, 0x40];
    private static readonly byte[] s_off = [0x05, 0x00, 26, 3, 29, 2, 10, 9, 0x00, 0x00];

    private static readonly DateTimeOffset[] s_true =
    [
        new(2026, 3, 29, 1, 10, 7, 500, TimeSpan.Zero), new(2026, 3, 29, 1, 10, 9, TimeSpan.Zero),
    ];

    [Fact]
    public void On_a_bus()
    {
        var rig = new BusRig(begin: new DateTimeOffset(2026, 3, 29, 0, 55, 0, TimeSpan.Zero), zone: Madrid);
        rig.Run(TimeSpan.FromMinutes(2));
        rig.Ied(5).Connected = false;
        rig.Run(TimeSpan.FromMinutes(13));
        rig.Ied(5).Push(s_on);
        rig.Ied(5).Push(s_off);
        rig.Run(TimeSpan.FromMinutes(1));
        rig.Ied(5).Connected = true;
        rig.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(
            s_true.Select(t => (t, TimeMarks.Unsynchronised)),
            rig.Journal.Where(e => e.Kind == FieldEventKind.State).Select(e => (e.Time, e.Marks)));
    }

    [Fact]
    public async Task Behind_a_concentrator()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 29, 1, 11, 10, TimeSpan.Zero));
        byte[] ofIed2 = [0x02, .. s_on[1..]];
        await using var server = new RawServer(async peer =>
        {
            while (await peer.ReadAsync() is { } question)
            {
                await peer.SendAsync(Wire.ToCentre(question[4], Station.Payload(ofIed2)));
            }
        });
        await using var driver = new MaraTcpDriver(
            Station.Options(server.Port), Station.Profile, TimeZoneInfo.FindSystemTimeZoneById(Madrid), null, clock,
            new Notes<MaraTcpDriver>());
        PollResult result = await driver.PollAsync(TestContext.Current.CancellationToken);
        FieldEvent happened = Assert.Single(result.Scan!.Value.Events);
        Assert.Equal((s_true[0], TimeMarks.Unsynchronised), (happened.Time, happened.Marks));
    }

    // The change itself is 02:00 by a clock that stands still to be set: a time of which nothing is to be doubted.
    [Fact]
    public void The_first_moment_of_the_hour_is_the_change_itself()
    {
        var rig = new BusRig(begin: new DateTimeOffset(2026, 3, 29, 0, 59, 50, TimeSpan.Zero), zone: Madrid);
        rig.Run(TimeSpan.FromSeconds(10));
        rig.Ied(5).Push([0x05, 0x80, 26, 3, 29, 2, 0, 0, 0, 0]);
        rig.Run(TimeSpan.FromSeconds(2));
        FieldEvent happened = Assert.Single(rig.Journal);
        Assert.Equal((new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), TimeMarks.None), (happened.Time, happened.Marks));
    }
}
