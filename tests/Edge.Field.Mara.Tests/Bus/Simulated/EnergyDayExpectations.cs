using Edge.Domain;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus.Simulated;

/// <summary>What the journal must hold of a day, worked out from the reference (Mara 1.4 §5) and from the plant's power.</summary>
internal static class EnergyDayExpectations
{
    private const int Period = 0;
    private const int LastPeriod = 1;
    private const int DayTotal = 3;

    private static readonly TimeSpan s_quarter = TimeSpan.FromMinutes(15);

    /// <summary>The energies of a channel that end after the begin of a day and not after its end.</summary>
    public static List<FieldEvent> Of(
        this IEnumerable<FieldEvent> journal, int ied, int channel, DateTimeOffset begin, DateTimeOffset end) =>
        [
            .. journal.Where(
                e => e.Kind == FieldEventKind.Energy && e.IedAddress == ied && e.Channel == channel && e.Time > begin && e.Time <= end),
        ];

    /// <summary>The gateway's own findings about energies.</summary>
    public static List<FieldEvent> Findings(this IEnumerable<FieldEvent> journal) =>
        [
            .. journal.Where(
                e => e is { Kind: FieldEventKind.Finding, Finding: GatewayFinding.EnergyMissing or GatewayFinding.EnergyDiffers }),
        ];

    /// <summary>
    /// Each quarter has its period, once and in order; the last is the one of 24:00; each holds what the plant delivered, within one pulse,
    /// and the day too, for what is left of a pulse belongs to the next period; the 24-hour record, or both where midnight came twice, is
    /// the exact sum.
    /// </summary>
    public static void IsWhole(
        this IReadOnlyList<FieldEvent> journal, DateTimeOffset begin, int periods, EnergySite site, params DateTimeOffset[] closed)
    {
        DateTimeOffset end = begin + (periods * s_quarter);
        DateTimeOffset[] ends = [.. Enumerable.Range(1, periods).Select(i => begin + (i * s_quarter))];
        closed = closed.Length == 0 ? [end] : closed;
        foreach ((int ied, int channel, int index, double pulse) in EnergySite.Channels)
        {
            string what = $"IED {ied}, channel {channel}, {begin:u}";
            List<FieldEvent> all = journal.Of(ied, channel, begin, end);
            FieldEvent[] found = [.. all.Where(e => e.Code is Period or LastPeriod)];
            Assert.Equal(ends, found.Select(e => e.Time));
            Assert.Equal(closed, found.Where(e => e.Code == LastPeriod).Select(e => e.Time));
            FieldEvent[] totals = [.. all.Where(e => e.Code == DayTotal)];
            Assert.Equal(closed, totals.Select(e => e.Time));
            Assert.Equal(found.Sum(e => (long)e.Count!.Value), totals.Sum(e => (long)e.Count!.Value));
            foreach (FieldEvent period in found)
            {
                double delivered = site.Meter.Delivered(index, period.Time - s_quarter, period.Time);
                Assert.True(
                    Math.Abs(delivered - period.Energy!.Value) <= pulse + 1e-6,
                    $"{what}: {period.Energy} at {period.Time:u}, delivered {delivered:0.000}");
            }

            double day = site.Meter.Delivered(index, begin, end);
            Assert.True(day > 1000, $"{what}: only {day} was delivered, which shows nothing");
            Assert.True(
                Math.Abs(day - totals.Sum(e => e.Energy!.Value)) <= pulse + 1e-6,
                $"{what}: the day has {totals.Sum(e => e.Energy)}, delivered {day:0.000}");
        }
    }
}
