using System.Globalization;
using Edge.Domain;
using Edge.Field.Mara.Bus;
using FirmwareSim.Devices.Bus;
using FirmwareSim.Devices.Firmware;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>
/// Energies when the gateway is killed, IEDs stop answering or lose their power, and clocks jump: whole days on the simulated bus.
/// </summary>
[Trait("Category", "Slow")]
public sealed class Energies_through_misfortunes
{
    private const string Argentina = "America/Argentina/Buenos_Aires";
    private const string Madrid = "Europe/Madrid";

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Theory]
    // New Year, and the two days on which Spain sets its clocks at 01:00 UTC.
    [InlineData(Argentina, "2026-12-31T03:00:00Z", 96, "2026-12-31T18:00:00Z")]
    [InlineData(Madrid, "2026-03-28T23:00:00Z", 92, "2026-03-29T01:00:00Z")]
    [InlineData(Madrid, "2026-10-24T22:00:00Z", 100, "2026-10-25T01:00:00Z")]
    public void A_gateway_killed_at_the_worst_moments_has_every_period_once(string zone, string begin, int periods, string change)
    {
        DateTimeOffset from = Utc(begin);
        DateTimeOffset to = from + (periods * TimeSpan.FromMinutes(15));
        DateTimeOffset turn = Utc(change);
        using var site = new EnergySite(zone, from - TimeSpan.FromMinutes(50));

        // Over the first midnight, before and behind the disk.
        site.RunUntil(from - s_second);
        site.DieAtTheNextEvents(EnergySite.Death.BeforeCommit);
        site.RunUntil(from + (2 * s_second));
        site.DieAtTheNextEvents(EnergySite.Death.AfterCommit);

        // Just before a quarter, just behind it, and in the middle of one.
        site.RunUntil(from + TimeSpan.FromMinutes(45) - s_second);
        site.DieFor(2 * s_second);
        site.RunUntil(from + TimeSpan.FromMinutes(75) + TimeSpan.FromMilliseconds(20));
        site.DieFor(TimeSpan.FromMilliseconds(1));

        // Over the change of the clocks, which the IEDs then know nothing of for the length of a period.
        site.RunUntil(turn - TimeSpan.FromMinutes(5));
        site.DieFor(TimeSpan.FromMinutes(21));
        for (int i = 0; i < 4; i++)
        {
            site.RunUntil(turn + TimeSpan.FromMinutes(30 + (15 * i)) - s_second);
            site.DieAtTheNextEvents(i % 2 == 0 ? EnergySite.Death.AfterCommit : EnergySite.Death.BeforeCommit);
        }

        // Over the second midnight: the stacks hold four records each.
        site.RunUntil(to - TimeSpan.FromMinutes(2));
        site.DieFor(TimeSpan.FromMinutes(5));
        site.DieAtTheNextEvents(EnergySite.Death.AfterCommit);
        site.RunUntil(to + TimeSpan.FromMinutes(20));

        List<FieldEvent> journal = site.Journaled();
        journal.IsWhole(from, periods, site);
        Assert.Empty(journal.Findings().Select(Words));
    }

    [Theory]
    // 01:00 UTC forward and back, asked without a pause, and every clock 80 ms slow when the change comes: within the limit of 100 ms.
    [InlineData("2026-03-29T01:00:00Z")]
    [InlineData("2026-10-25T01:00:00Z")]
    public void A_slow_clock_closes_its_quarter_before_daylight_saving_is_set(string change)
    {
        DateTimeOffset turn = Utc(change);
        using var site = new EnergySite(Madrid, turn - TimeSpan.FromMinutes(20), drift: 0, new MaraBusOptions { Device = "bus" });
        site.RunUntil(turn - (2 * s_second));
        foreach (IedSlave slow in site.Bus.Ieds)
        {
            slow.Ied.JumpClock(TimeSpan.FromMilliseconds(-80));
        }

        site.RunUntil(turn + TimeSpan.FromMinutes(16));
        List<FieldEvent> journal = site.Journaled();
        foreach ((int ied, int channel, _, _) in EnergySite.Channels)
        {
            Assert.Equal(
                [turn - TimeSpan.FromMinutes(15), turn, turn + TimeSpan.FromMinutes(15)],
                journal.Of(ied, channel, turn - TimeSpan.FromHours(1), turn + TimeSpan.FromHours(2)).Select(e => e.Time));
        }

        Assert.Empty(journal.Findings().Select(Words));
    }

    [Fact]
    public void A_missing_period_is_reported_once_and_a_late_one_is_not()
    {
        DateTimeOffset day = Utc("2026-03-11T03:00:00Z");
        DateTimeOffset At(double hour) => day + TimeSpan.FromHours(hour);
        using var site = new EnergySite(Argentina, day - TimeSpan.FromMinutes(50));

        // Without power from 03:10 to 03:20: its record of 03:15 is lost with its memory.
        site.RunUntil(At(3) + TimeSpan.FromMinutes(10));
        site.Ied(2).Connect(false);
        site.RunUntil(At(3) + TimeSpan.FromMinutes(20));
        site.Ied(2).Connect(true);
        site.Ied(2).Restart(RestartCause.PowerOn, uartOnly: false, site.Bus.Now);

        // Its wire is off from 04:10 to 04:50: six records for five places.
        site.RunUntil(At(4) + TimeSpan.FromMinutes(10));
        site.Ied(8).Connect(false);
        site.RunUntil(At(4) + TimeSpan.FromMinutes(50));
        site.Ied(8).Connect(true);

        // And from 05:10 to 05:40 with its unread events; the gateway is killed meanwhile.
        site.RunUntil(At(5) + TimeSpan.FromMinutes(10));
        site.Ied(10).Connect(false);
        site.RunUntil(At(5) + TimeSpan.FromMinutes(20));
        site.DieFor(s_second);
        site.RunUntil(At(5) + TimeSpan.FromMinutes(40));
        site.Ied(10).Connect(true);

        // Every second answer of one spoiled, over a quarter.
        site.RunUntil(At(6) + TimeSpan.FromMinutes(14.9));
        for (int i = 0; i < 20; i++)
        {
            site.Ied(40).Spoil((AnswerFault)(1 + (i % 3)), 1);
            site.RunUntil(site.Clock.GetUtcNow() + s_second);
        }

        // Its clock is a day ahead for half a minute: the register of the day is lost.
        site.RunUntil(At(7) + TimeSpan.FromMinutes(5));
        site.Ied(12).Ied.JumpClock(TimeSpan.FromDays(1));

        // The whole bus, and the gateway.
        site.RunUntil(At(8) + TimeSpan.FromMinutes(10));
        site.Unplugged = true;
        site.RunUntil(At(8) + TimeSpan.FromMinutes(35));
        site.Unplugged = false;
        site.RunUntil(At(9) + TimeSpan.FromMinutes(10));
        site.DieFor(TimeSpan.FromMinutes(25));

        site.RunUntil(At(24) + TimeSpan.FromMinutes(2));
        site.DieFor(s_second);
        site.RunUntil(At(25));

        List<FieldEvent> journal = site.Journaled();
        Assert.Equal(
            [
                "EnergyMissing E2.0 IED 2/0 03:15 × 1",
                "EnergyMissing E2.1 IED 2/1 03:15 × 1",
                "EnergyMissing E8.1 IED 8/1 04:45 × 1",
                "EnergyDiffers E12.0 IED 12/0 24:00 × " + Total(journal, 12, 0, day),
                "EnergyDiffers E12.1 IED 12/1 24:00 × " + Total(journal, 12, 1, day),
            ],
            journal.Findings().Select(f => Words(f, day)));

        // The rest of the day is as it was: what the others brought is whole, and late where it was late.
        foreach ((int ied, int channel, int index, double pulse) in EnergySite.Channels)
        {
            List<FieldEvent> all = journal.Of(ied, channel, day, At(24));
            FieldEvent[] periods = [.. all.Where(e => e.Code is 0 or 1)];
            string[] missing =
            [
                .. journal.Findings().Where(f => f.IedAddress == ied && f.Channel == channel && f.Finding == GatewayFinding.EnergyMissing)
                .Select(f => $"{f.Time:u}"),
            ];
            Assert.Equal(
                Enumerable.Range(1, 96).Select(i => $"{day + TimeSpan.FromMinutes(15 * i):u}").Except(missing),
                periods.Select(e => $"{e.Time:u}"));
            FieldEvent total = Assert.Single(all, e => e.Code == 3);
            double delivered = site.Meter.Delivered(index, day, At(24));
            (double least, double most) = ied == 12
                ? (0.5 * delivered, 0.9 * delivered)
                : (delivered - pulse - 1e-6, delivered + pulse + 1e-6);
            Assert.InRange(total.Energy!.Value, least, most);
        }

        // The log names each once: three IEDs lost and back, one stack that ran over, one clock.
        Assert.Equal((3, 3, 1, 1, 1), (
            site.Notes.Count(1150), site.Notes.Count(1151), site.Notes.Count(1152), site.Notes.Count(1153), site.Notes.Count(1154)));
        Assert.InRange(site.Notes.All.Count, 9, 40);
    }

    private static int Total(List<FieldEvent> journal, int ied, int channel, DateTimeOffset day) =>
        journal.Of(ied, channel, day, day.AddHours(24)).Single(e => e.Code == 3).Count!.Value;

    private static string Words(FieldEvent f) =>
        $"{f.Finding} IED {f.IedAddress}/{f.Channel} {f.Time:u} × {f.Count} {f.Text}";

    private static string Words(FieldEvent f, DateTimeOffset day)
    {
        TimeSpan at = f.Time - day;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{f.Finding} {f.Tag} IED {f.IedAddress}/{f.Channel} {(int)at.TotalHours:00}:{at.Minutes:00} × {f.Count}");
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
