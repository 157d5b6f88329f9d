using System.Collections.Immutable;
using CsCheck;
using Edge.Domain;
using Edge.Field.Mara.Layout;
using Edge.Field.Time;
using Edge.Pipeline;
using Edge.Protocols.Mara;
using Microsoft.Extensions.Time.Testing;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Layout;

public sealed class MapperTests
{
    private static readonly QualityState s_noAnswer = new(Quality.Stale, QualityReason.NoAnswer);

    private readonly Notes _notes = new();
    private readonly MaraScanMapper _mapper;

    public MapperTests() => _mapper = Make();

    [Fact]
    public void Digitals_and_analogues_are_read_where_the_profile_says()
    {
        Scan scan = Map(Station.Payload());
        Assert.Equal(
            [
                new Reading(0, PointValue.Binary(true), QualityState.Good), // DOOR: word 1 = 0040, bit 6
                new Reading(1, PointValue.Binary(false), QualityState.Good), // U27: word 2 = 0002, bit 1, inverted
                new Reading(2, PointValue.Binary(true), QualityState.Good), // B01: word 4 = 0001, bit 0
                new Reading(3, PointValue.Binary(true), QualityState.Good), // B02: word 5 = 8000, bit 15
                new Reading(4, PointValue.Whole(0x0EA6), QualityState.Good), // V33: A6 0E
                new Reading(5, PointValue.Whole(0x1234), QualityState.Good), // P1: 34 12
                new Reading(6, PointValue.Whole(0), new(Quality.Bad, QualityReason.NoPulses, QualityFlags.Invalid)), // Q1: 00 40
                // P2: FF BF, quality 10
                new Reading(7, PointValue.Whole(0x3FFF), new(Quality.Bad, QualityReason.MarkedByDevice, QualityFlags.Invalid)),
            ],
            scan.Readings.ToArray());
        Assert.Empty(_notes.All);
        Assert.False(scan.MoreWaiting);
        Assert.Equal(Station.Noon, scan.Time);
    }

    [Fact]
    public void An_ied_that_does_not_answer_makes_all_its_values_stale_and_only_its()
    {
        byte[] payload = Station.Payload();
        payload[1 + 12] |= 0x10; // the third IED of the answer, at address 3
        Scan scan = Map(payload);
        Assert.Equal([3, 7], scan.Readings.ToArray().Where(r => r.Quality == s_noAnswer).Select(r => r.Point));
        Assert.Equal(
            [new("1", true, null), new("2", true, null), new("3", false, "it does not answer its concentrator")],
            scan.Devices);
    }

    [Fact]
    public void The_health_of_an_ied_is_reported_once_for_each_change()
    {
        byte[] silent = Station.Payload();
        silent[1 + 6] |= 0x10;
        Assert.Equal(3, Map(Station.Payload()).Devices.Length);
        Assert.Empty(Map(Station.Payload()).Devices);
        Assert.False(Assert.Single(Map(silent).Devices).Answers);
        Assert.Empty(Map(silent).Devices);
        Assert.Equal(new FieldDeviceHealth("2", true, null), Assert.Single(Map(Station.Payload()).Devices));
    }

    [Fact]
    public void The_concentrators_own_bit_4_means_nothing()
    {
        byte[] payload = Station.Payload();
        payload[1] |= 0x10;
        Scan scan = Map(payload);
        Assert.DoesNotContain(scan.Readings.ToArray(), r => r.Quality == s_noAnswer);
        Assert.All(scan.Devices, d => Assert.True(d.Answers));
    }

    [Fact]
    public void A_short_answer_makes_the_points_behind_it_bad_and_is_logged_once()
    {
        byte[] payload = Wire.Answer([0x47, 0, 0, 0, 0, 0], [0x40, 0x00, 0x02, 0x00, 0x00, 0x00], [0xA6, 0x0E, 0, 0, 0, 0, 0, 0]);
        var notInAnswer = new QualityState(Quality.Bad, QualityReason.NotInAnswer);
        for (int i = 0; i < 3; i++)
        {
            Scan scan = Map(payload);
            Assert.Equal([2, 3, 5, 6, 7], scan.Readings.ToArray().Where(r => r.Quality == notInAnswer).Select(r => r.Point));
        }

        Assert.Contains(
            "1 sets of system variables, 3 digital and 4 analogue words; the profile expects 3, 5 and 8",
            Assert.Single(_notes.All).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_digital_event_gets_its_tag_its_text_and_utc()
    {
        // IED 2, port 0, bit 0 → 1, 2026-07-01 08:59:34.15625 (00 14 low byte first is 5120/32768 s).
        FieldEvent happened = One([0x22, 0x80, 26, 7, 1, 8, 59, 34, 0x00, 0x14]);
        Assert.Equal(
            new FieldEvent
            {
                Device = new("2"),
                Content = new StateChange(true, "CERRADO", alarmKind: 2),
                Tag = "B01",
                Description = "Interruptor 1",
                Time = new DateTimeOffset(2026, 7, 1, 11, 59, 34, TimeSpan.Zero).AddTicks(1_562_500),
                Received = Station.Noon,
                Flags = QualityFlags.Invalid,
                Native = new MaraNative(0, 2)
                {
                    Port = 0,
                    Bit = 0,
                    Bytes = new([0x22, 0x80, 26, 7, 1, 8, 59, 34, 0x00, 0x14]),
                },
            },
            happened);
    }

    private static DigitalPoint Behind(DigitalPoint point, int concentrator) =>
        point with { Source = (MaraInput)point.Source with { Concentrator = concentrator } };

    private static AnalogPoint Behind(AnalogPoint point, int concentrator) =>
        point with { Source = (MaraChannel)point.Source with { Concentrator = concentrator } };

    [Fact]
    public void Of_two_equal_concentrators_each_answer_fills_its_own_points()
    {
        Profile one = Station.Profile;
        Profile two = one with
        {
            Ieds =
            [
                .. one.Ieds.Select(i => i with { Comaster = 4 }),
                .. one.Ieds.Select(i => i with { Comaster = 5, Description = "Otro" }),
            ],
            Digitals =
            [
                .. one.Digitals.Select(d => Behind(d, 4)), .. one.Digitals.Select(d => Behind(d, 5) with { Tag = "O" + d.Tag }),
            ],
            Analogs = [.. one.Analogs.Select(a => Behind(a, 5) with { Tag = "O" + a.Tag }), .. one.Analogs.Select(a => Behind(a, 4))],
        };
        byte[] payload = Station.Payload(
            [0x02, 0x80, 26, 7, 1, 8, 59, 0, 0, 0], [0x42, 0x00, 26, 7, 1, 8, 45, 0, 1, 0], [0xC3, 0x20, 26, 7, 1, 8, 59, 0, 0, 0]);

        Scan first = Map(payload, new MaraScanMapper(two, Clock(), _notes, comaster: 4));
        Scan second = Map(payload, new MaraScanMapper(two, Clock(), _notes, comaster: 5));

        // The tag table: eight digitals, then eight analogues; the analogues of 5 stand before those of 4.
        Assert.Equal([0, 1, 2, 3, 12, 13, 14, 15], first.Readings.ToArray().Select(r => r.Point));
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], second.Readings.ToArray().Select(r => r.Point));
        Assert.Equal(PointValue.Whole(0x1234), second.Readings.Span[5].Raw);
        Assert.Equal(["4-1", "4-2", "4-3"], first.Devices.Select(d => d.Id).Order());
        Assert.Equal(["5-1", "5-2", "5-3"], second.Devices.Select(d => d.Id).Order());
        Assert.Equal(["B01", "P1", null], first.Events.Select(e => e.Tag));
        Assert.Equal(["OB01", "OP1", null], second.Events.Select(e => e.Tag));
        Assert.Equal("Otro", second.Events[2].Description);
        Assert.Equal(["5-2", "5-2", "5-3"], second.Events.Select(e => e.Device.ToString()));
        Assert.Empty(_notes.All);
    }

    [Fact]
    public void The_record_of_an_old_board_is_handed_on_as_it_stood_on_the_wire() =>
        Assert.Equal("03F1" + "1A07" + "01083B" + "000000", Assert.Single(
            Map(Station.Payload([0x03, 0xF1, 26, 7, 1, 8, 59, 0, 0, 0]), Make(3)).Events).Bytes.ToString());

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    public void Addresses_0_and_1_are_the_concentrator_and_inversion_holds_for_events(byte address)
    {
        // Port 1, bit 1 → 1: the contact is inverted, so the state is 0.
        FieldEvent happened = One([address, 0x91, 26, 7, 1, 8, 59, 0, 0, 0]);
        Assert.Equal(("U27", 0, "ABIERTO", 1, 1), (happened.Tag, happened.State, happened.Text, happened.Port, happened.Bit));
    }

    [Fact]
    public void An_old_board_has_its_own_layout_of_the_event()
    {
        MaraScanMapper mapper = Make(3);

        // Bit 15, port 0, state 1.
        FieldEvent happened = Assert.Single(Map(Station.Payload([0x03, 0xF1, 26, 7, 1, 8, 59, 0, 0, 0]), mapper).Events);
        Assert.Equal(("B02", 15, 1), (happened.Tag, happened.Bit, happened.State));
    }

    [Theory]
    [InlineData(0x02, 0xB5, 3, 5)]   // a bit that the profile does not know
    [InlineData(0x1F, 0xFF, 7, 15)]  // an IED that it does not know
    public void An_unknown_point_is_kept_without_a_tag(byte head, byte body, int port, int bit)
    {
        FieldEvent happened = One([head, body, 26, 7, 1, 8, 59, 0, 0, 0]);
        Assert.Equal((null, port, bit, 1), (happened.Tag, happened.Port, happened.Bit, happened.State));
        Assert.Null(happened.AlarmKind);
    }

    [Fact]
    public void An_energy_has_its_count_in_the_unit_of_the_profile()
    {
        // IED 2, period, channel 0: 02 high, 13 low, BA middle = 178 707 pulses of 0.5.
        FieldEvent energy = One([0x42, 0x00, 26, 7, 1, 8, 45, 0x02, 0x13, 0xBA]);
        Assert.Equal((FieldEventKind.Energy, "P1", 178_707, 89_353.5), (energy.Kind, energy.Tag, energy.Count, energy.Energy));
        Assert.Equal("kWh", energy.Content.Energy!.Value.Unit);
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 11, 45, 0, TimeSpan.Zero), energy.Time);
    }

    [Fact]
    public void An_energy_without_a_scale_has_a_tag_but_no_energy()
    {
        FieldEvent energy = One([0x42, 0x01, 26, 7, 1, 8, 45, 0, 1, 0]);
        Assert.Equal(("Q1", 1, 1, (double?)null), (energy.Tag, energy.Channel, energy.Count, energy.Energy));
        Assert.Null(energy.Content.Energy!.Value.Unit);
    }

    [Theory]
    [InlineData(0x08)]
    [InlineData(0x18)]
    public void The_last_period_and_the_daily_total_belong_to_midnight(byte code)
    {
        FieldEvent energy = One([0x42, code, 26, 6, 30, 23, 59, 0, 1, 0]);
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 3, 0, 0, TimeSpan.Zero), energy.Time);
    }

    [Theory]
    [InlineData(0x20, 0)]
    [InlineData(0x21, 1)]
    public void A_link_that_was_lost_or_is_back_names_the_ied(byte body, int motive)
    {
        FieldEvent link = One([0xC3, body, 26, 7, 1, 8, 59, 0, 0, 0]);
        Assert.Equal(
            (FieldEventKind.Device, 3, 2, motive, "Alimentador 2"),
            (link.Kind, link.IedAddress, link.Code, link.Motive, link.Description));
    }

    [Theory]
    [InlineData(0x47, TimeMarks.None)]
    [InlineData(0xC7, TimeMarks.Unsynchronised)]  // bit 7: off by more than the limit
    [InlineData(0x07, TimeMarks.Unsynchronised)]  // bit 6 clear: never set
    public void The_clock_bits_of_an_IED_mark_only_the_events_that_it_stamps_itself(byte status, TimeMarks marks)
    {
        byte[] payload = Station.Payload([0x02, 0x80, 26, 7, 1, 8, 59, 0, 0, 0], [0xC2, 0x20, 26, 7, 1, 8, 59, 0, 0, 0]);
        payload[1 + 6] = status;
        Assert.Equal([marks, TimeMarks.None], Map(payload).Events.Select(e => e.Marks));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x87)]
    public void The_concentrators_own_clock_bits_stand_elsewhere_and_mark_nothing(byte status)
    {
        byte[] payload = Station.Payload([0x01, 0x80, 26, 7, 1, 8, 59, 0, 0, 0]);
        payload[1] = status;
        Assert.Equal(TimeMarks.None, Assert.Single(Map(payload).Events).Marks);
    }

    [Fact]
    public void A_date_that_cannot_be_gets_the_time_of_arrival()
    {
        FieldEvent happened = One([0x02, 0x80, 26, 13, 1, 8, 59, 0, 0, 0]);
        Assert.Equal((Station.Noon, TimeMarks.Invalid | TimeMarks.Gateway), (happened.Time, happened.Marks));
    }

    [Fact]
    public void More_is_waiting_when_no_other_event_would_fit()
    {
        // 245 bytes of data at most: 4 lengths, 18 + 10 + 16 bytes, and 19 events are 238; 18 events leave room for one more.
        byte[][] events = [.. Enumerable.Range(0, 19).Select(Wire.Event)];
        Assert.True(Map(Station.Payload(events)).MoreWaiting);
        Assert.False(Map(Station.Payload(events[..18])).MoreWaiting);
    }

    [Fact]
    public void Events_that_were_journaled_are_skipped_and_old_values_left_out()
    {
        Scan scan = Map(Station.Payload(Wire.Event(0), Wire.Event(1), Wire.Event(2)), skip: 2, eventsOnly: true);
        Assert.Equal(2, Wire.Number(Assert.Single(scan.Events)));
        Assert.True(scan.Readings.IsEmpty);
        Assert.True(scan.MoreWaiting);
        Assert.Empty(scan.Devices);
    }

    [Fact]
    public void Any_answer_that_parses_maps_without_an_exception_whatever_the_profile() =>
        Gen.Select(
                Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 20],
                Gen.Byte.Array[10].Array[0, 5], Gen.Int[-5, 40], Gen.Int[0, 255])
            .Sample((variables, digitals, analogs, events, offset, address) =>
            {
                byte[] payload = Wire.Answer(
                    variables[..(variables.Length / 6 * 6)],
                    digitals[..(digitals.Length / 2 * 2)],
                    analogs[..(analogs.Length / 2 * 2)],
                    events);
                Profile odd = Station.Profile with
                {
                    Ieds = [.. Station.Profile.Ieds.Take(offset & 3)],
                    Digitals = [new("D", "", new MaraInput(0, address, offset, address, offset & 15), true, 0, 7)],
                    Analogs = [new("A", "", "", new MaraChannel(0, address, offset, address), 1, null, null, null, 0)],
                };
                var mapper = new MaraScanMapper(odd, Clock(), _notes);
                Scan scan = Map(payload, mapper);
                return scan.Events.Length == events.Length && scan.Readings.Length == 2;
            }, iter: 5_000, threads: 1);

    private static StationClock Clock() => new(Station.Zone, new FakeTimeProvider(Station.Noon));

    private MaraScanMapper Make(params int[] old) => new(Station.Profile, Clock(), _notes, old.ToImmutableHashSet());

    private FieldEvent One(byte[] bytes) => Assert.Single(Map(Station.Payload(bytes)).Events);

    private Scan Map(byte[] payload, MaraScanMapper? mapper = null, int skip = 0, bool eventsOnly = false)
    {
        Assert.True(MaraPollAnswer.TryParse(payload, out MaraPollAnswer answer, out _));
        return (mapper ?? _mapper).Map(answer, new MaraScanContext("comaster", Station.Noon, eventsOnly, skip, default));
    }
}
