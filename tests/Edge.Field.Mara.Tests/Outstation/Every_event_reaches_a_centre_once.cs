using TestKit;
using TestKit.Journals;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>The cases of ADR 0006, each by a centre that follows the reference.</summary>
public sealed class Every_event_reaches_a_centre_once
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_break_anywhere_in_the_answer_loses_and_doubles_nothing()
    {
        await using Site site = new();
        await site.StartAsync();
        using ControlCentre centre = site.Centre();

        // 6 + 19 + 9 + 9 bytes of header and sections, 1 + 30 of events, 2 of the check.
        const int Length = 76;
        for (int read = 0; read < Length; read++)
        {
            site.Happen(3);
            await centre.ConnectAsync(Stop);
            await centre.SendAsync(centre.Question(), Stop);
            Assert.True(await centre.ReadAsync(read, Stop));
            centre.Drop();
            Assert.Equal(3, (await centre.PollAsync(Stop)).Events.Length);
        }

        Assert.Equal(site.Made, centre.Events);
    }

    [Fact]
    public async Task A_break_anywhere_in_the_question_loses_and_doubles_nothing()
    {
        await using Site site = new();
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        for (int sent = 0; sent <= 8; sent++)
        {
            site.Happen();
            await centre.ConnectAsync(Stop);
            await centre.SendAsync(centre.Question()[..sent], Stop);
            centre.Drop();
            _ = await centre.PollAsync(Stop);
        }

        _ = await centre.PollAsync(Stop);
        Assert.Equal(site.Made, centre.Events);
    }

    [Fact]
    public async Task After_a_restart_the_same_sequence_brings_the_same_events_only()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen(3);
        using ControlCentre centre = site.Centre();
        byte[] lost = (await centre.AskAsync(Stop))!;
        centre.Drop();
        site.Happen(2);
        await site.RestartAsync();
        byte[] again = (await centre.AskAsync(Stop))!;
        Assert.Equal(PollAnswer.Parse(lost).Events, PollAnswer.Parse(again).Events);
        _ = centre.Take(again);
        await site.RestartAsync();
        centre.Drop();
        Assert.Equal(2, (await centre.PollAsync(Stop)).Events.Length);
        Assert.Equal(site.Made, centre.Events);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sequence_that_comes_round_after_a_restart_brings_no_old_events(bool alternates)
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen(3);
        using ControlCentre centre = site.Centre(alternates: alternates);
        byte carried = centre.Sequence;
        do
        {
            _ = await centre.PollAsync(Stop);
        }
        while (centre.Sequence != carried);

        centre.Drop();
        await site.RestartAsync();
        Assert.Empty((await centre.PollAsync(Stop)).Events);
        Assert.Equal(site.Made, centre.Events);
    }

    [Fact]
    public async Task Another_command_with_a_new_sequence_acknowledges_as_well()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen(3);
        using ControlCentre centre = site.Centre(alternates: true);
        _ = await centre.PollAsync(Stop);
        _ = await centre.AskAsync(Stop, 0x1A);
        centre.Next();
        centre.Drop();
        await site.RestartAsync();
        Assert.Empty((await centre.PollAsync(Stop)).Events);
        Assert.Equal(site.Made, centre.Events);
    }

    [Fact]
    public async Task A_known_centre_loses_nothing_that_happens_from_the_first_start_on()
    {
        await using Site site = new();
        site.Happen(2);
        site.Made.Clear();
        await site.StartAsync();
        site.Happen(2);
        await site.RestartAsync();
        site.Happen(30);
        using ControlCentre centre = site.Centre();
        _ = await centre.PollAsync(Stop);
        _ = await centre.PollAsync(Stop);
        Assert.Equal(site.Made, centre.Events);
    }

    [Theory]
    [InlineData(Disk.Full)]
    [InlineData(Disk.Doubtful)]
    public async Task While_the_journal_cannot_be_written_no_answer_with_events_leaves(object how)
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen(3);
        using ControlCentre centre = site.Centre();
        site.Journal.Disk = (Disk)how;
        await centre.ConnectAsync(Stop);
        await centre.SendAsync(centre.Question(), Stop);
        await Eventually.TrueAsync(() => site.Journal.Failures == 1, "the write fails", Stop);
        await centre.SendAsync(centre.Question(), Stop);
        await Eventually.TrueAsync(() => site.Journal.Failures == 2, "the write fails again", Stop);
        Assert.Equal(1, site.Notes.Count(1208));
        site.Happen(2);
        centre.Drop();
        site.Journal.Disk = Disk.Sound;
        await site.RestartAsync();
        while (centre.Events.Count < site.Made.Count)
        {
            _ = await centre.PollAsync(Stop);
        }

        _ = await centre.PollAsync(Stop);
        Assert.Equal(site.Made, centre.Events);
    }

    [Fact]
    public async Task A_poll_that_needs_no_write_is_answered_while_the_disk_is_full()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Journal.Disk = Disk.Full;
        using ControlCentre centre = site.Centre();
        _ = await centre.PollAsync(Stop);
        _ = await centre.PollAsync(Stop);
        Assert.Equal(0, site.Journal.Failures);
    }

    [Fact]
    public async Task While_the_journal_cannot_be_read_values_come_and_the_events_later()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen(3);
        site.Journal.Unreadable = true;
        using ControlCentre centre = site.Centre();
        Assert.Empty((await centre.PollAsync(Stop)).Events);
        Assert.Empty((await centre.PollAsync(Stop)).Events);
        Assert.Equal(1, site.Notes.Count(1209));
        site.Journal.Unreadable = false;
        _ = await centre.PollAsync(Stop);
        Assert.Equal(site.Made, centre.Events);
    }

    [Fact]
    public async Task Events_far_behind_many_samples_come_in_the_end_and_in_order()
    {
        await using Site site = new();
        await site.StartAsync();
        for (int i = 0; i < 5000; i++)
        {
            if (i % 1000 == 0)
            {
                site.Happen();
            }

            site.Journal.Samples();
        }

        using ControlCentre centre = site.Centre();
        while (centre.Events.Count < site.Made.Count)
        {
            _ = await centre.PollAsync(Stop);
        }

        Assert.Equal(site.Made, centre.Events);
    }

    [Fact]
    public async Task What_the_journal_dropped_meanwhile_is_logged_and_the_rest_comes()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen(10);
        site.Journal.Drop(4);
        using ControlCentre centre = site.Centre();
        _ = await centre.PollAsync(Stop);
        Assert.Equal(site.Made[4..], centre.Events);
        Assert.Contains("dropped 4 records", site.Notes.TextOf(1210), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_with_more_values_leaves_room_for_fewer_events()
    {
        MemoryJournal? before = null;
        List<string> made = [];
        await using (Site site = new())
        {
            await site.StartAsync();
            site.Happen(20);
            using ControlCentre first = site.Centre();
            Assert.Equal(20, PollAnswer.Parse((await first.AskAsync(Stop))!).Events.Length);
            (before, made) = (site.Journal, site.Made);
        }

        await using Site wider = new(ieds: [.. Site.Ieds, new(4, 4, 4, 6, 10, 40, "")], journal: before);
        await wider.StartAsync();
        using ControlCentre second = wider.Centre();

        // 245 − 143 − 1 = 101 bytes: ten events.
        Assert.Equal(10, (await second.PollAsync(Stop)).Events.Length);
        _ = await second.PollAsync(Stop);
        _ = await second.PollAsync(Stop);
        Assert.Equal(made, second.Events);
    }
}
