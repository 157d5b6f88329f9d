using System.Globalization;
using Edge.Domain;
using Edge.Field.Mara.Layout;
using Edge.Field.Time;
using Edge.Pipeline.Energy;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Layout;

/// <summary>
/// A year of energies as an IED sends them, read and checked. The IED does not implement daylight saving: its wall clock is set from
/// outside.
/// </summary>
public sealed class EnergyYearTests
{
    private const string Argentina = "America/Argentina/Buenos_Aires";
    private const string Madrid = "Europe/Madrid";

    // Chile changes at midnight: one midnight a year does not exist, and one day's last hour comes twice.
    private const string Santiago = "America/Santiago";

    // The Azores go from 01:00 back to 00:00: one midnight a year comes twice.
    private const string Azores = "Atlantic/Azores";

    [Theory]
    [InlineData(Argentina, false)]
    [InlineData(Madrid, false)]
    [InlineData(Madrid, true)]
    [InlineData(Santiago, false)]
    [InlineData(Santiago, true)]
    [InlineData(Azores, false)]
    [InlineData(Azores, true)]
    public void A_year_whose_days_add_up_has_no_finding(string zone, bool asBacklog)
    {
        var ied = new Ied(zone);
        List<FieldEvent> found = ied.Check(ied.Year().ToList(), asBacklog);
        Assert.Empty(found.Select(Words));
        Assert.Equal(365 * 96, ied.Quarters);
    }

    [Theory]
    [InlineData(Argentina)]
    [InlineData(Madrid)]
    [InlineData(Santiago)]
    public void A_year_with_planted_faults_has_exactly_those(string zone)
    {
        var ied = new Ied(zone);
        List<Sent> year = [.. ied.Year()];
        int[] lost = [.. Enumerable.Range(0, 60).Select(i => 500 + (i * 571))];
        HashSet<DateTimeOffset> missing = [.. lost.Select(i => year[i]).Where(s => s.Code == 0).Select(s => s.At)];
        List<DateTimeOffset> wrong = [];
        List<Sent> sent = [];
        foreach (Sent s in year)
        {
            bool total = s.Code == 3 && s.At.Day == 11;
            if (total)
            {
                wrong.Add(s.At);
            }

            if (s.Code != 0 || !missing.Contains(s.At))
            {
                // Three times as much cannot be explained by missing periods, and a third of it not either.
                sent.Add(total ? s with { Count = s.At.Month % 2 == 0 ? s.Count * 3 : s.Count / 3 } : s);
            }
        }

        List<FieldEvent> found = ied.Check(sent, asBacklog: false);
        Assert.Equal(missing.Order(), found.Where(f => f.Finding == GatewayFinding.EnergyMissing).Select(f => f.Time));
        Assert.All(found.Where(f => f.Finding == GatewayFinding.EnergyMissing), f => Assert.Equal(1, f.Count));

        // A day with a missing period cannot be held against a record that is too large.
        DateOnly[] gaps = [.. missing.Select(ied.DayOf)];
        IEnumerable<DateTimeOffset> expected = wrong.Where(w => w.Month % 2 == 1 || !gaps.Contains(ied.DayOf(w)));
        Assert.Equal(expected, found.Where(f => f.Finding == GatewayFinding.EnergyDiffers).Select(f => f.Time));
    }

    [Theory]
    // Byte 1: code in bits 5–3, channel in bits 2–0. The last three: high, low, middle of the count.
    [InlineData("42 08 1A 0C 1F 17 3B 00 05 01", Argentina, "2027-01-01T03:00:00Z", TimeMarks.None)]
    [InlineData("42 18 1A 0C 1F 17 3B 00 05 01", Argentina, "2027-01-01T03:00:00Z", TimeMarks.None)]
    [InlineData("42 00 1A 0C 1F 17 3B 00 05 01", Argentina, "2027-01-01T02:59:00Z", TimeMarks.None)]
    // The end of Saturday 2026-09-05 in Chile is 04:00 UTC, and the midnight behind it does not exist.
    [InlineData("42 08 1A 09 05 17 3B 00 05 01", Santiago, "2026-09-06T04:00:00Z", TimeMarks.None)]
    // The end of Saturday 2026-10-24 in the Azores is the first of two midnights.
    [InlineData("42 18 1A 0A 18 17 3B 00 05 01", Azores, "2026-10-25T00:00:00Z", TimeMarks.None)]
    // 02:00 does not exist in Spain on 2026-03-29, but a quarter ends there, by the clock of an IED that has not been set yet.
    [InlineData("42 00 1A 03 1D 02 00 00 05 01", Madrid, "2026-03-29T01:00:00Z", TimeMarks.None)]
    [InlineData("42 00 1A 03 1D 02 0F 00 05 01", Madrid, "2026-03-29T01:15:00Z", TimeMarks.Unsynchronised)]
    // No date.
    [InlineData("42 08 1A 0D 1F 17 3B 00 05 01", Argentina, "2027-06-01T00:00:00Z", TimeMarks.Invalid | TimeMarks.Gateway)]
    public void The_mark_of_an_energy_is_the_end_of_its_period(string wire, string zone, string utc, TimeMarks marks)
    {
        DateTimeOffset received = new(2027, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var clock = new StationClock(TimeZoneInfo.FindSystemTimeZoneById(zone), new FakeTimeProvider(received));
        byte[] bytes = Convert.FromHexString(wire.Replace(" ", "", StringComparison.Ordinal));
        FieldEvent energy = Ied.Read(new MaraScanMapper(Station.Profile, clock, new Notes()), bytes, received);
        Assert.Equal((DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture), marks, 0x0105), (energy.Time, energy.Marks, energy.Count));
    }

    private static string Words(FieldEvent f) => $"{f.Finding} {f.Time:u} × {f.Count} {f.Text}";

    /// <summary>What was sent at a true moment, and what the clock of the IED said then.</summary>
    private sealed record Sent(DateTimeOffset At, DateTime Wall, int Code, int Count);

    private sealed class Ied(string zone)
    {
        private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);

        public int Quarters { get; private set; }

        public DateOnly DayOf(DateTimeOffset end) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(end.AddSeconds(-1), _zone).DateTime);

        /// <summary>2026 and its New Year, from local midnight on.</summary>
        public IEnumerable<Sent> Year()
        {
            TimeSpan set = _zone.GetUtcOffset(new DateTime(2026, 1, 1));
            DateTimeOffset now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, set).ToUniversalTime();
            int total = 0;
            for (int i = 1; i <= 365 * 96; i++)
            {
                now = now.AddMinutes(15);
                DateTime wall = (now + set).DateTime;
                int count = 1000 + (i * 7919 % 500);
                total += count;
                Quarters++;
                if (wall.TimeOfDay == TimeSpan.Zero)
                {
                    yield return new Sent(now, wall.AddMinutes(-1), 1, count);
                    yield return new Sent(now, wall.AddMinutes(-1), 3, total);
                    total = 0;
                }
                else
                {
                    yield return new Sent(now, wall, 0, count);
                }

                // The set-time comes behind the quarter: who sets the clock waits for the change.
                set = _zone.GetUtcOffset(now.AddSeconds(1));
            }
        }

        /// <summary>Reads what was sent and holds it against the book; as a backlog it all comes an hour and a half late.</summary>
        public List<FieldEvent> Check(List<Sent> sent, bool asBacklog)
        {
            var clock = new FakeTimeProvider(sent[0].At);
            MaraScanMapper mapper = new(Station.Profile, new StationClock(_zone, clock), new Notes());
            EnergyBook book = new(new EnergyBookOptions { Zone = _zone });
            List<FieldEvent> found = [];
            foreach (Sent s in sent)
            {
                DateTimeOffset received = s.At + (asBacklog ? TimeSpan.FromMinutes(150) : TimeSpan.FromSeconds(2));
                book.Add("bus", Read(mapper, Bytes(s), received), received, found);
            }

            return found;
        }

        // Mara 1.4 §5: type and address, code and channel, YY MM DD HH MN, then the count as high, low, middle.
        private static byte[] Bytes(Sent s) =>
        [
            0x42, (byte)(s.Code << 3),
            (byte)(s.Wall.Year - 2000), (byte)s.Wall.Month, (byte)s.Wall.Day, (byte)s.Wall.Hour, (byte)s.Wall.Minute,
            (byte)(s.Count >> 16), (byte)s.Count, (byte)(s.Count >> 8),
        ];

        public static FieldEvent Read(MaraScanMapper mapper, byte[] energy, DateTimeOffset received)
        {
            Assert.True(MaraPollAnswer.TryParse(Station.Payload(energy), out MaraPollAnswer answer, out _));
            return Assert.Single(mapper.Map(answer, new MaraScanContext("bus", received, EventsOnly: false, 0, default)).Events);
        }
    }
}
