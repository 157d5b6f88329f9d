using Edge.Protocols.Mara;
using FirmwareSim.Devices.Firmware;
using FirmwareSim.Devices.Plant;

namespace FirmwareSim.Devices.Tests;

public sealed class EnergyTests
{
    /// <summary>Polls the concentrator in virtual time without a socket and takes its events apart by hand.</summary>
    private sealed class Recorder(Substation station, Comaster comaster)
    {
        private int _sequence;

        public List<byte[]> Events { get; } = [];

        public void Pass(TimeSpan time, Action<TimeSpan>? each = null)
        {
            DateTimeOffset end = station.Agenda.Now + time;
            while (station.Agenda.Now < end)
            {
                DateTimeOffset next = station.Agenda.Now + TimeSpan.FromSeconds(30);
                station.Agenda.AdvanceTo(next < end ? next : end);
                Drain();
                each?.Invoke(end - station.Agenda.Now);
            }
        }

        public void Drain()
        {
            int before;
            do
            {
                before = Events.Count;
                byte[] answer = new byte[MaraFrame.MaximumLength];
                byte[] request = RawCentre.Request((byte)(_sequence = (_sequence + 1) % 250), 0x10);
                MaraFrameScanner.TryRead(request, out MaraFrame frame, out _, out _);
                comaster.Handle(frame, answer, out int length);
                Events.AddRange(new Answer(answer[..length]).Events.Select(Convert.FromHexString));
            }
            while (Events.Count > before);
        }

        public IEnumerable<byte[]> Energies(int address, int channel) =>
            Events.Where(e => e[0] == 0x40 + address && e[1] % 8 == channel);
    }

    private static int Count(byte[] record) => record[7] * 65_536 + record[9] * 256 + record[8];

    private static int Code(byte[] record) => record[1] >> 3;

    private static Recorder Start(DateTimeOffset start, out Substation station, out Comaster comaster)
    {
        PlantOptions plant = new() { IncidentsEvery = TimeSpan.FromHours(1) };
        station = new Substation(start, plant);
        comaster = new Comaster(station, new ComasterOptions(), plant.TimeZone);
        return new Recorder(station, comaster);
    }

    [Fact]
    public void The_96_periods_of_a_day_add_up_to_its_total_on_every_channel()
    {
        // From 23:50 local on, so that the first whole day begins ten minutes later.
        Recorder recorder = Start(new DateTimeOffset(2026, 3, 11, 2, 50, 0, TimeSpan.Zero), out _, out _);
        recorder.Pass(TimeSpan.FromMinutes(11));
        recorder.Events.Clear();
        recorder.Pass(TimeSpan.FromHours(24));

        for (int address = 2; address <= 12; address++)
        {
            for (int channel = 0; channel < 2; channel++)
            {
                byte[][] all = [.. recorder.Energies(address, channel)];
                byte[][] periods = [.. all.Where(e => Code(e) is 0 or 1)];
                byte[] total = Assert.Single(all, e => Code(e) == 3);
                Assert.Equal(96, periods.Length);
                Assert.Equal(Count(total), periods.Sum(Count));
                Assert.True(Count(total) > 1_000);

                // 2026-03-11 00:15 first, 23:45 last but one; the last and the total at 23:59.
                Assert.Equal([26, 3, 11, 0, 15], periods[0][2..7]);
                Assert.Equal([26, 3, 11, 23, 45], periods[94][2..7]);
                Assert.Equal([26, 3, 11, 23, 59], periods[95][2..7]);
                Assert.Equal([26, 3, 11, 23, 59], total[2..7]);
                Assert.Equal([.. Enumerable.Repeat(0, 95), 1], periods.Select(Code));
            }
        }
    }

    [Fact]
    public void A_period_counts_what_the_grid_delivered()
    {
        Recorder recorder = Start(Scene.Start, out Substation station, out _);
        recorder.Pass(TimeSpan.FromMinutes(14.5));
        double from = station.Grid.FeederActive[0].Energy;
        recorder.Pass(TimeSpan.FromMinutes(15));
        double delivered = station.Grid.FeederActive[0].Energy - from;

        // 12:30, for the quarter from 12:15; our own window is half a minute off.
        byte[] record = Assert.Single(recorder.Energies(2, 0), e => e[6] == 30);
        Assert.InRange(Count(record) * 0.5, delivered * 0.9, delivered * 1.1);
    }

    [Fact]
    public void A_nudge_across_the_quarter_neither_doubles_nor_skips_it()
    {
        Recorder recorder = Start(Scene.Start, out Substation station, out Comaster comaster);
        recorder.Pass(TimeSpan.FromMinutes(13.5));
        void Set(byte minute, byte second)
        {
            byte[] broadcast = RawCentre.Frame([0xFF, 0x40, 0xBB, 0x12, 26, 3, 10, 12, minute, second, 0, 0, 2]);
            MaraFrameScanner.TryRead(broadcast, out MaraFrame frame, out _, out _);
            Assert.Equal(Reaction.Silence, comaster.Handle(frame, new byte[253], out _));
        }

        Set(15, 10); // it was 12:14:30
        recorder.Pass(TimeSpan.FromSeconds(30));
        Set(14, 55); // it was 12:15:40
        recorder.Pass(TimeSpan.FromMinutes(10));

        Assert.Single(recorder.Energies(2, 0));
        Assert.Equal([26, 3, 10, 12, 15], recorder.Energies(2, 0).Single()[2..7]);
        Assert.True(station.Agenda.Now > Scene.Start);
    }

    [Fact]
    public void A_clock_that_is_set_far_goes_on_at_the_next_quarter_of_its_new_time()
    {
        Recorder recorder = Start(Scene.Start, out _, out Comaster comaster);
        byte[] broadcast = RawCentre.Hex("FE 11 FF 40 22 12 0C 0A 10 00 37 0D 50 3D 02 3B 48"); // 2012-10-16 00:55:13
        MaraFrameScanner.TryRead(broadcast, out MaraFrame frame, out _, out _);
        comaster.Handle(frame, new byte[253], out _);

        recorder.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal([12, 10, 16, 1, 0], recorder.Energies(2, 0).Single()[2..7]);
    }

    [Fact]
    public void Periods_by_order_are_those_of_the_four_hours_before()
    {
        Recorder recorder = Start(Scene.Start, out Substation station, out Comaster comaster);
        recorder.Pass(TimeSpan.FromSeconds(30));

        for (int i = 0; i < 16; i++)
        {
            Assert.All(comaster.Ieds, ied => Assert.Null(ied.WhyNotClosePeriods(1)));
            Assert.All(comaster.Ieds, ied => ied.ClosePeriods(1));
            recorder.Pass(TimeSpan.FromSeconds(1));
        }

        // It is 12:01. Behind 12:00 comes what ends by itself.
        Assert.All(comaster.Ieds, ied => Assert.StartsWith(
            "its periods are at the present, 2026-03-10 12:0", ied.WhyNotClosePeriods(1), StringComparison.Ordinal));
        recorder.Pass(TimeSpan.FromMinutes(30));
        (int, int)[] ends = [.. Enumerable.Range(33, 18).Select(quarter => (quarter / 4, quarter % 4 * 15))];
        for (int address = 2; address <= 12; address++)
        {
            for (int channel = 0; channel < 2; channel++)
            {
                byte[][] all = [.. recorder.Energies(address, channel)];
                Assert.Equal(ends, all.Select(e => ((int)e[5], (int)e[6])));
                Assert.All(all, e => Assert.Equal(0, Code(e)));
                Assert.True(all.Sum(Count) > 500);
            }
        }

        Assert.True(station.Grid.FeederActive[0].Energy * 2 < recorder.Energies(2, 0).Sum(Count));
    }

    [Fact]
    public void A_meter_that_is_behind_closes_no_period_by_itself()
    {
        Recorder recorder = Start(Scene.Start, out _, out Comaster comaster);
        Ied ied = comaster.Ieds[0];
        ied.ClosePeriods(1);
        recorder.Pass(TimeSpan.FromMinutes(20));
        ied.SetTime(ied.Shown.AddSeconds(30));
        recorder.Pass(TimeSpan.FromMinutes(20));
        Assert.Equal([(8, 15)], Ends());

        // It is 12:41: fifteen periods more of before the start, and those to 12:15 and 12:30.
        Assert.Contains("would end at 2026-03-10 12:45", ied.WhyNotClosePeriods(18), StringComparison.Ordinal);
        for (int i = 0; i < 17; i++)
        {
            Assert.Null(ied.WhyNotClosePeriods(1));
            ied.ClosePeriods(1);
            recorder.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(ied.WhyNotClosePeriods(1));
        recorder.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(Enumerable.Range(33, 19).Select(quarter => (quarter / 4, quarter % 4 * 15)), Ends());

        IEnumerable<(int, int)> Ends() => recorder.Energies(2, 0).Select(e => ((int)e[5], (int)e[6]));
    }

    [Fact]
    public void What_ended_by_itself_is_no_period_of_the_past_again()
    {
        Recorder recorder = Start(Scene.Start, out _, out Comaster comaster);
        Ied ied = comaster.Ieds[0];
        recorder.Pass(TimeSpan.FromMinutes(32));
        Assert.Contains("would end at 2026-03-10 12:45", ied.WhyNotClosePeriods(17), StringComparison.Ordinal);
        for (int i = 0; i < 16; i++)
        {
            ied.ClosePeriods(1);
            recorder.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(ied.WhyNotClosePeriods(1));
        recorder.Pass(TimeSpan.FromMinutes(15));
        Assert.Equal(
            Enumerable.Range(33, 19), recorder.Energies(2, 0).Select(e => e[5] * 4 + e[6] / 15).Order());
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(2, 50)]
    public void Days_add_up_with_a_past_over_midnight(int hour, int minute)
    {
        // 00:10 and 23:50 local; the second one closes two periods by itself, and a day, before its past begins.
        Recorder recorder = Start(new DateTimeOffset(2026, 3, 11, hour, minute, 0, TimeSpan.Zero), out _, out Comaster comaster);
        recorder.Pass(TimeSpan.FromMinutes(hour == 3 ? 1 : 30));
        Ied ied = comaster.Ieds[0];
        while (ied.WhyNotClosePeriods(1) is null)
        {
            ied.ClosePeriods(1);
            recorder.Pass(TimeSpan.FromSeconds(1));
        }

        recorder.Pass(TimeSpan.FromHours(24));
        byte[][] all = [.. recorder.Energies(2, 0)];
        byte[][] today = [.. all.Where(e => e[4] == 11)];
        Assert.Equal(96, today.Count(e => Code(e) is 0 or 1));
        Assert.Equal(Count(Assert.Single(today, e => Code(e) == 3)), today.Where(e => Code(e) is 0 or 1).Sum(Count));
        Assert.Equal(all.Count(e => Code(e) != 3), all.Where(e => Code(e) != 3).Select(e => (e[4], e[5], e[6])).Distinct().Count());
        byte[] yesterday = Assert.Single(all, e => Code(e) == 3 && e[4] == 10);
        int periods = all.Where(e => e[4] == 10 && Code(e) is 0 or 1).Sum(Count);
        Assert.True(hour == 3 ? periods == Count(yesterday) : periods > Count(yesterday));
    }

    [Fact]
    public void A_clock_that_is_set_far_takes_away_a_past_with_periods()
    {
        Recorder recorder = Start(Scene.Start, out _, out Comaster comaster);
        Ied ied = comaster.Ieds[0];
        ied.JumpClock(TimeSpan.FromHours(2));
        Assert.Equal(new DateTime(2026, 3, 10, 10, 15, 0), ied.ClosePeriods(1));

        ied.JumpClock(TimeSpan.FromHours(-5));
        Assert.NotNull(ied.WhyNotClosePeriods(1));
        recorder.Pass(TimeSpan.FromMinutes(15));
        Assert.Equal([(10, 15), (9, 15)], recorder.Energies(2, 0).Select(e => ((int)e[5], (int)e[6])));
    }
}
