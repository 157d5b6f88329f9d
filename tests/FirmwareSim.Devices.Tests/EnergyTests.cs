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
                station.Agenda.AdvanceTo(station.Agenda.Now + TimeSpan.FromSeconds(30));
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
}
