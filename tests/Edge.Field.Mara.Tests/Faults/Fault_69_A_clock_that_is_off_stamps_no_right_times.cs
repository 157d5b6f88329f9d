using Edge.Domain;
using Edge.Field.Mara.Concentrator;
using Edge.Field.Mara.Tests.Bus;
using Edge.Pipeline;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Faults;

/// <summary>
/// The gateway reported that a clock was an hour off, and then recorded its events as stamped by a right one: only the bits of the IED
/// itself decided. The skew that the gateway measures decides too.
/// </summary>
public sealed class Fault_69_A_clock_that_is_off_stamps_no_right_times
{
    // As far behind as the word can say, −0x7FFE / 128 s; an IED whose limit is wide does not set bit 7.
    private const ushort Behind = 0x8002;
    private const byte TimeSet = 0x47;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // IED 5, port 0, bit 0, at 08:00 of the wall, an hour before the rig begins.
    private static byte[] Early(int second) => [0x05, 0x80, 26, 7, 1, 8, 0, (byte)second, 0, 0];

    [Fact]
    public void On_a_bus_the_measured_skew_decides()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Skew = Behind;
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.Equal(GatewayFinding.ClockOff, Assert.Single(rig.Journal).Finding);
        rig.Ied(5).Push(Early(1));
        rig.Ied(6).Push([0x06, 0x80, 26, 7, 1, 9, 0, 2, 0, 0]);
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.Equal([(5, TimeMarks.Unsynchronised), (6, TimeMarks.None)], Marks(rig));
    }

    [Fact]
    public void What_was_stamped_before_the_time_was_set_is_marked_too()
    {
        var rig = new BusRig();
        rig.Ied(5).Skew = Behind;
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Push(Early(1));
        rig.Ied(5).Skew = 0; // between the event and the next poll
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Push([0x05, 0x00, 26, 7, 1, 9, 0, 3, 0, 0]);
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.Equal([(5, TimeMarks.Unsynchronised), (5, TimeMarks.None)], Marks(rig));
    }

    [Fact]
    public void A_restart_of_the_gateway_forgets_no_clock()
    {
        var rig = new BusRig();
        rig.Ied(5).Skew = Behind;
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Crash();
        rig.Ied(5).Push(Early(1));
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.Equal([(5, TimeMarks.Unsynchronised)], Marks(rig));
    }

    // After a loss of power all IEDs start together. The set-time for the first one reaches the others before they are asked.
    [Fact]
    public void What_was_stamped_behind_a_restart_is_marked_too()
    {
        var rig = new BusRig();
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Restarts++;
        rig.Ied(5).Status = TimeSet | 0x08;
        rig.Ied(5).Push([0x05, 0x80, 0, 1, 1, 0, 0, 0, 0, 0]);
        rig.Run(TimeSpan.FromSeconds(2));
        rig.Ied(5).Push([0x05, 0x00, 26, 7, 1, 9, 0, 3, 0, 0]);
        rig.Run(TimeSpan.FromSeconds(2));
        Assert.Equal([(5, TimeMarks.Unsynchronised), (5, TimeMarks.None)], Marks(rig));
    }

    [Fact]
    public async Task On_a_real_port_with_bytes_written_by_hand()
    {
        int polls = 0;
        byte last = 0xFF;
        byte[] answer = [];
        await using var field = new PtyField(
            question =>
            {
                if (question[4] != last)
                {
                    // The third new question finds an event; its wall clock stands an hour behind in any time of the year: 2026-01-01.
                    last = question[4];
                    byte[][] events = ++polls == 3 ? [[0x05, 0x80, 26, 1, 1, 8, 0, 0, 0, 0]] : [];
                    answer = Wire.Frame(
                        1, 5, last, Wire.Poll, Wire.Answer([TimeSet, 1, 0x02, 0x80, 0, 0], [1, 0], [100, 0, 0, 0x40], events));
                }

                return answer;
            },
            BusRig.Options with { Ieds = [5] });
        await Eventually.TrueAsync(
            () => field.Events.Any(e => e.Kind == FieldEventKind.State), "the event is in the journal", Stop);
        FieldEvent[] events = field.Events;
        Assert.Contains(events, e => e.Finding == GatewayFinding.ClockOff);
        Assert.Equal(TimeMarks.Unsynchronised, Assert.Single(events, e => e.Kind == FieldEventKind.State).Marks);
    }

    [Fact]
    public async Task Over_tcp_the_measured_skew_decides_too()
    {
        List<(ushort Skew, byte[][] Events)> answers =
        [
            (0, [Wire.Event(0)]), (Behind, [Wire.Event(1)]), (Behind, [Wire.Event(2)]), (0, [Wire.Event(3)]), (0, [Wire.Event(4)]),
        ];
        Assert.Equal(
            [TimeMarks.None, TimeMarks.Unsynchronised, TimeMarks.Unsynchronised, TimeMarks.Unsynchronised, TimeMarks.None],
            await MarksOverTcpAsync(answers));
    }

    // A full section: 18 events more would not fit. What waits in the concentrator was stamped while the clock was off.
    [Fact]
    public async Task Over_tcp_the_queue_of_the_concentrator_is_doubted_until_it_is_empty()
    {
        byte[][] full = [.. Enumerable.Range(0, 19).Select(Wire.Event)];
        List<(ushort Skew, byte[][] Events)> answers = [(Behind, full), (0, full), (0, [Wire.Event(1)]), (0, [Wire.Event(2)])];
        TimeMarks[] marks = await MarksOverTcpAsync(answers);
        Assert.Equal(19 + 19 + 1 + 1, marks.Length);
        Assert.All(marks[..39], m => Assert.Equal(TimeMarks.Unsynchronised, m));
        Assert.Equal(TimeMarks.None, marks[39]);
    }

    private static IEnumerable<(int Ied, TimeMarks Marks)> Marks(BusRig rig) =>
        rig.Journal.Where(e => e.Kind == FieldEventKind.State).Select(e => (e.IedAddress, e.Marks));

    private static async Task<TimeMarks[]> MarksOverTcpAsync(List<(ushort Skew, byte[][] Events)> answers)
    {
        int asked = 0;
        await using var server = new RawServer(async peer =>
        {
            while (await peer.ReadAsync() is { } question)
            {
                (ushort skew, byte[][] events) = answers[asked++];
                byte[] payload = Station.Payload(events);
                (payload[1 + 6 + 2], payload[1 + 6 + 3]) = ((byte)skew, (byte)(skew >> 8));
                await peer.SendAsync(Wire.ToCentre(question[4], payload));
            }
        });
        await using var driver = new MaraTcpDriver(
            Station.Options(server.Port), Station.Profile, Station.Zone, null, new FakeTimeProvider(Station.Noon),
            new Notes<MaraTcpDriver>());
        List<TimeMarks> marks = [];
        while (asked < answers.Count)
        {
            PollResult result = await driver.PollAsync(Stop);
            marks.AddRange(result.Scan!.Value.Events.Where(e => e.Kind == FieldEventKind.State).Select(e => e.Marks));
            driver.Acknowledge();
        }

        return [.. marks];
    }
}
