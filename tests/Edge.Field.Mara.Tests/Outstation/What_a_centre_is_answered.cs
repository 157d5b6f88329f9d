using Edge.Field.Mara.Outstation;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Field;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Field.Mara.Tests.Outstation;

public sealed class What_a_centre_is_answered
{
    private static readonly byte[] Own = [0x47, 0x01, 0x00, 0x00, 0x00, 0x00];
    private static readonly byte[] First = [0x47, 0x02, 0x05, 0x00, 0x00, 0x00];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_poll_brings_the_sections_in_the_order_of_the_profile_then_events()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Image.Update(0, 2, First, [0x11, 0x00], [0xBF, 0x0B]);
        site.Image.Update(0, 1, Own, [0x40, 0x00, 0x02, 0x01], [0xA6, 0x0E]);
        site.Image.Update(0, 3, First, [0x00, 0x80], [0x34, 0x12, 0x00, 0x40]);
        site.Happen();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);

        // Mara 1.4 §2: poll, centre → COMaster.
        await centre.SendAsync([0xFE, 0x08, 0x01, 0x40, 0x80, 0x10, 0x80, 0xA7], Stop);
        byte[] answer = (await centre.ReadFrameAsync(Stop))!;

        Assert.Equal(
            ControlCentre.Frame(
                0x40, 0x01, 0x80, 0x10,
                [
                    0x13, .. Own, .. First, .. First,
                    0x09, 0x40, 0x00, 0x02, 0x01, 0x11, 0x00, 0x00, 0x80,
                    0x09, 0xA6, 0x0E, 0xBF, 0x0B, 0x34, 0x12, 0x00, 0x40,
                    0x0B, .. Site.Event(0),
                ]),
            answer);
    }

    [Fact]
    public async Task An_ied_that_never_answered_has_the_no_answer_bit_and_zeros()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Image.Update(0, 1, Own, [1, 0, 0, 0], [2, 0]);
        using ControlCentre centre = site.Centre();
        PollAnswer answer = await centre.PollAsync(Stop);
        Assert.Equal(Own, answer.Variables[..6]);
        Assert.All(answer.Variables.Chunk(6).Skip(1), sv => Assert.Equal([0x17, 0, 0xFF, 0xFF, 0, 0], sv));
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], answer.Digitals);
        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 0], answer.Analogs);
    }

    [Fact]
    public async Task A_lost_link_sets_the_no_answer_bit_of_all_and_leaves_the_values()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Image.Update(0, 1, Own, [1, 0, 0, 0], [2, 0]);
        site.Image.Update(0, 2, First, [3, 0], [4, 0]);
        site.Image.Lost(0);
        using ControlCentre centre = site.Centre();
        PollAnswer lost = await centre.PollAsync(Stop);
        Assert.Equal([0x57, 0x57, 0x17], lost.Variables.Chunk(6).Select(sv => sv[0]));
        Assert.Equal([1, 0, 0, 0, 3, 0, 0, 0], lost.Digitals);

        site.Image.Update(0, 2, First, [5, 0], [4, 0]);
        PollAnswer back = await centre.PollAsync(Stop);
        Assert.Equal([0x57, 0x47, 0x17], back.Variables.Chunk(6).Select(sv => sv[0]));
        Assert.Equal([1, 0, 0, 0, 5, 0, 0, 0], back.Digitals);
    }

    [Fact]
    public void What_no_driver_wrote_for_too_long_stands_with_the_bit_for_no_answer()
    {
        FakeTimeProvider time = new(Station.Noon);
        StationImage image = new(Site.Ieds, time, TimeSpan.FromSeconds(3));
        image.Update(0, 1, Own, [1, 0, 0, 0], [2, 0]);
        byte[] sections = new byte[64];
        time.Advance(TimeSpan.FromSeconds(3));
        image.Of(0)!.CopyTo(sections);
        Assert.Equal(0x47, sections[1]);
        time.Advance(TimeSpan.FromMilliseconds(1));
        image.Of(0)!.CopyTo(sections);
        Assert.Equal(0x57, sections[1]);
        Assert.Equal(Own[1..], sections[2..7]);
    }

    [Fact]
    public void Data_that_is_not_in_the_profile_changes_no_other_IED()
    {
        StationImage image = new(Site.Ieds, TimeProvider.System, TimeSpan.FromHours(1));
        image.Update(0, 2, First, [0xFF, 0xFF, 0xEE, 0xEE], []);
        image.Update(0, 9, First, [0xDD, 0xDD], [0xDD, 0xDD]);
        image.Update(5, 1, First, [0xDD, 0xDD], [0xDD, 0xDD]);
        image.Lost(5);
        byte[] sections = new byte[37];
        image.Of(0)!.CopyTo(sections);
        Assert.Equal([0x09, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0x09, 0, 0, 0, 0, 0, 0, 0, 0], sections[19..]);
    }

    [Fact]
    public void Writing_and_reading_the_image_allocates_nothing()
    {
        StationImage image = new(Site.Ieds, TimeProvider.System, TimeSpan.FromHours(1));
        ConcentratorImage concentrator = image.Of(0)!;
        byte[] sections = new byte[64];
        Exercise();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Exercise();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Exercise()
        {
            image.Update(0, 2, First, Own, Own);
            image.Lost(0);
            concentrator.CopyTo(sections);
        }
    }

    [Fact]
    public async Task The_event_section_is_as_full_as_can_be_and_the_rest_comes_next()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen(50);
        using ControlCentre centre = site.Centre();

        // 245 bytes of data less 19 + 9 + 9 of the other sections and the length byte leave 207: twenty events.
        foreach (int expected in (int[])[20, 20, 10, 0])
        {
            Assert.Equal(expected, (await centre.PollAsync(Stop)).Events.Length);
        }

        Assert.Equal(site.Made, centre.Events);
    }

    [Fact]
    public async Task Only_events_of_its_own_concentrator_from_the_wire_are_passed_on()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Journal.Happen(Site.Event(900), comaster: 2);
        site.Journal.Happen([]);
        site.Journal.Happen([1, 2, 3]);
        site.Happen();
        site.Journal.Samples();
        using ControlCentre centre = site.Centre();
        Assert.Single((await centre.PollAsync(Stop)).Events);
        Assert.Equal(site.Made, centre.Events);
    }

    [Fact]
    public async Task Read_time_brings_the_wall_clock_of_the_substation()
    {
        // 2012-10-16 03:55:13.479 UTC is 00:55:13.479 in Buenos Aires, a Tuesday: 0.479 s are 15 695 of 32 768, 3D4F.
        await using Site site = new(time: new FakeTimeProvider(new DateTimeOffset(2012, 10, 16, 3, 55, 13, 479, TimeSpan.Zero)));
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        byte[] answer = (await centre.AskAsync(Stop, 0x1A))!;
        Assert.Equal([0x0C, 0x0A, 0x10, 0x00, 0x37, 0x0D, 0x4F, 0x3D, 0x02], answer[6..^2]);
    }

    [Fact]
    public async Task The_same_sequence_brings_the_same_bytes_though_the_world_has_moved_on()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen(3);
        using ControlCentre centre = site.Centre();
        byte[] answer = (await centre.AskAsync(Stop))!;
        site.Happen(2);
        site.Image.Update(0, 2, First, [0xFF, 0xFF], [0xFF, 0x0F]);
        Assert.Equal(answer, await centre.AskAsync(Stop));
        centre.Drop();
        Assert.Equal(answer, await centre.AskAsync(Stop));
        _ = centre.Take(answer);
        PollAnswer next = await centre.PollAsync(Stop);
        Assert.Equal(2, next.Events.Length);
        Assert.Equal([0xFF, 0xFF], next.Digitals[4..6]);
    }

    [Fact]
    public async Task A_quiet_station_costs_neither_a_read_nor_a_write_of_the_journal()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen();
        using ControlCentre centre = site.Centre();
        _ = await centre.PollAsync(Stop);
        _ = await centre.PollAsync(Stop);
        (int reads, int writes) = (site.Journal.Reads, site.Journal.Moves.Count);
        for (int i = 0; i < 20; i++)
        {
            _ = await centre.PollAsync(Stop);
        }

        Assert.Equal((reads, writes), (site.Journal.Reads, site.Journal.Moves.Count));
    }

    [Fact]
    public void Sections_that_leave_no_room_for_an_event_are_refused_at_the_start()
    {
        OutstationOptions options = new() { Clients = [new() { Name = "centre" }] };
        StationImage image = new([new(1, 1, 1, 6, 3, 110, "")], TimeProvider.System, TimeSpan.FromHours(1));
        ArgumentException refused = Assert.Throws<ArgumentException>(
            () => new OutstationServer(
                options, image, new MemoryJournal(), null, Station.Zone, TimeProvider.System, new Notes<OutstationServer>()));
        Assert.Contains("no event fits", refused.Message, StringComparison.Ordinal);
    }
}
