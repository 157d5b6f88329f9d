using System.Globalization;
using Edge.Domain;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>
/// Whole days of bus time, from the plant's power to the journal: each quarter of an hour once and in its place, the sum of the day, the
/// days of 23 and 25 hours, New Year, and a gateway that is killed at the worst moments of them.
/// </summary>
[Trait("Category", "Slow")]
public sealed class A_day_of_energies
{
    private const string Argentina = "America/Argentina/Buenos_Aires";
    private const string Madrid = "Europe/Madrid";
    private const string Santiago = "America/Santiago";

    [Theory]
    // An ordinary day of 96 periods, and the last of a year: the marks change from 26-12-31 to 27-01-01.
    [InlineData(Argentina, "2026-03-11T03:00:00Z", 96, null)]
    [InlineData(Argentina, "2026-12-31T03:00:00Z", 96, null)]
    // Spain: 23 hours on 2026-03-29, 25 on 2026-10-25.
    [InlineData(Madrid, "2026-03-28T23:00:00Z", 92, null)]
    [InlineData(Madrid, "2026-10-24T22:00:00Z", 100, null)]
    // Chile changes at midnight: 2026-09-06 begins at 01:00; 2026-04-04 ends twice, and an IED closes it both times.
    [InlineData(Santiago, "2026-09-06T04:00:00Z", 92, null)]
    [InlineData(Santiago, "2026-04-04T03:00:00Z", 100, "2026-04-05T03:00:00Z")]
    public void Adds_up_to_its_24_hour_record_and_to_what_the_plant_delivered(string zone, string begin, int periods, string? firstClose)
    {
        DateTimeOffset from = Utc(begin);
        DateTimeOffset to = from + (periods * TimeSpan.FromMinutes(15));
        using var site = new EnergySite(zone, from - TimeSpan.FromMinutes(50));

        // Some switching at odd moments: power jumps within a second.
        site.RunUntil(from + TimeSpan.FromMilliseconds((9 * 3_600_000) + 123_456));
        Assert.True(site.Plant.Bays["F1"].Open().Done);
        site.RunUntil(from + TimeSpan.FromMilliseconds((10 * 3_600_000) + 654_321));
        Assert.True(site.Plant.Bays["F1"].Close().Done);
        site.RunUntil(to + TimeSpan.FromMinutes(20));

        List<FieldEvent> journal = site.Journaled();
        journal.IsWhole(from, periods, site, firstClose is null ? [] : [Utc(firstClose), to]);
        Assert.Empty(journal.Findings());
        Assert.DoesNotContain(site.Notes.All, n => n.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
