using Edge.Field.Mara.Outstation;
using TestKit;

namespace Edge.Field.Mara.Tests.Outstation;

public sealed class What_a_centre_may_do
{
    private static readonly OutstationOptions Everything = new()
    {
        Clients = [new() { Name = "centre" }],
        Control = true,
        Diagnosis = true,
        SetTime = true,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_is_refused_with_FF_unless_configured_and_logged_once()
    {
        await using Site site = new() { Field = new() };
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        for (int i = 0; i < 3; i++)
        {
            byte[] answer = (await centre.AskAsync(Stop, 0x13, 2, 5, 1))!;
            Assert.Equal([2, 0xFF, 1], answer[6..^2]);
            centre.Next();
        }

        Assert.Empty(site.Field.Asked);
        Assert.Equal(1, site.Notes.Count(1215));
    }

    [Fact]
    public async Task A_configured_order_goes_to_the_field_once_however_often_repeated()
    {
        await using Site site = new(Everything) { Field = new() };
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        byte[] answer = (await centre.AskAsync(Stop, 0x13, 2, 5, 1))!;
        Assert.Equal([2, 5, 1], answer[6..^2]);
        Assert.Equal(answer, await centre.AskAsync(Stop, 0x13, 2, 5, 1));
        centre.Drop();
        Assert.Equal(answer, await centre.AskAsync(Stop, 0x13, 2, 5, 1));
        Assert.Equal(["13 020501"], site.Field.Asked);
        Assert.Equal(1, site.Notes.Count(1216));
    }

    [Fact]
    public async Task An_order_whose_answer_a_restart_swallowed_is_not_given_twice()
    {
        await using Site site = new(Everything) { Field = new() };
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        _ = await centre.AskAsync(Stop, 0x13, 2, 5, 1);
        centre.Drop();
        await site.RestartAsync();
        byte[] again = (await centre.AskAsync(Stop, 0x13, 2, 5, 1))!;
        Assert.Equal([2, 0xFF, 1], again[6..^2]);
        Assert.Single(site.Field.Asked);
        Assert.Equal(1, site.Notes.Count(1218));

        centre.Next();
        Assert.Equal([2, 5, 1], (await centre.AskAsync(Stop, 0x13, 2, 5, 1))![6..^2]);
        Assert.Equal(2, site.Field.Asked.Count);
    }

    [Theory]
    [InlineData(PassThroughOutcome.Refused)]
    [InlineData(PassThroughOutcome.NotPossible)]
    [InlineData(PassThroughOutcome.TimedOut)]
    [InlineData(PassThroughOutcome.LinkDown)]
    public async Task An_order_that_the_field_does_not_confirm_is_refused(PassThroughOutcome outcome)
    {
        await using Site site = new(Everything) { Field = new() };
        site.Field.Answer = (_, _) => Task.FromResult(PassThroughAnswer.Failed(outcome, "the test says so"));
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        Assert.Equal([2, 0xFF, 1], (await centre.AskAsync(Stop, 0x13, 2, 5, 1))![6..^2]);
    }

    [Fact]
    public async Task A_field_that_ends_no_question_delays_its_centre_for_the_time_out()
    {
        await using Site site = new(Everything with { PassThroughTimeout = TimeSpan.FromMilliseconds(50) }) { Field = new() };
        site.Field.Answer = (_, _) => new TaskCompletionSource<PassThroughAnswer>().Task;
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        Assert.Equal([2, 0xFF, 1], (await centre.AskAsync(Stop, 0x13, 2, 5, 1))![6..^2]);
        centre.Next();
        _ = await centre.PollAsync(Stop);
    }

    [Theory]
    [InlineData(0x06, new byte[] { 1, 0x80, 4 })]
    [InlineData(0x16, new byte[] { 0x00, 0x02, 4 })]
    [InlineData(0x19, new byte[] { 1, 0x00, 0x02, 4 })]
    [InlineData(0x36, new byte[] { 7, 0x00, 0x02, 4 })]
    public async Task Memory_is_read_through_to_the_field_where_diagnosis_is_configured(int command, byte[] data)
    {
        await using Site site = new(Everything) { Field = new() };
        site.Field.Answer = (_, asked) => Task.FromResult(PassThroughAnswer.Of((byte[])[.. asked, 0xAB, 0xCD]));
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        Assert.Equal([.. data, 0xAB, 0xCD], (await centre.AskAsync(Stop, command, data))![6..^2]);
    }

    [Theory]
    [InlineData(0x06, 3)]
    [InlineData(0x14, 5)]
    [InlineData(0x16, 3)]
    [InlineData(0x19, 4)]
    [InlineData(0x36, 4)]
    [InlineData(0x3A, 1)]
    [InlineData(0x3B, 1)]
    [InlineData(0x3C, 1)]
    [InlineData(0x3F, 1)]
    [InlineData(0x0B, 4)]
    [InlineData(0x77, 0)]
    [InlineData(0x1A, 1)]
    [InlineData(0x10, 1)]
    [InlineData(0x13, 2)]
    public async Task A_command_without_a_refusal_that_is_not_done_is_not_answered(int command, int length)
    {
        await using Site site = new() { Field = new() };
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        await centre.SendAsync(centre.Question(command, new byte[length]), Stop);
        centre.Next();

        // The first frame that comes back is that of the poll behind it.
        _ = await centre.PollAsync(Stop);
        Assert.Empty(site.Field.Asked);
    }

    [Fact]
    public async Task A_restart_is_refused_with_zeros()
    {
        await using Site site = new(Everything) { Field = new() };
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        Assert.Equal([0, 0], (await centre.AskAsync(Stop, 0x05, 0xAA, 0x55))![6..^2]);
        Assert.Empty(site.Field.Asked);
    }

    [Fact]
    public async Task A_set_time_is_passed_through_where_configured_outside_the_sequence()
    {
        await using Site site = new(Everything) { Field = new() };
        await site.StartAsync();
        site.Happen();
        using ControlCentre centre = site.Centre();
        byte[] answer = (await centre.AskAsync(Stop))!;

        // Mara 1.4 §2: set time to 2012-10-16 00:55:13.479; and the Sync of the reference, which is not used here.
        await centre.SendAsync(
            [0xFE, 0x11, 0xFF, 0x40, 0x22, 0x12, 0x0C, 0x0A, 0x10, 0x00, 0x37, 0x0D, 0x50, 0x3D, 0x02, 0x3B, 0x48], Stop);
        await centre.SendAsync([0xFE, 0x08, 0xFF, 0x01, 0x80, 0x0C, 0x82, 0xEA], Stop);
        Assert.Equal(answer, await centre.AskAsync(Stop));
        Assert.Equal(["time 2012-10-16 00:55:13.479"], site.Field.Asked);
    }

    [Fact]
    public async Task A_set_time_is_refused_by_default_and_logged_once()
    {
        await using Site site = new() { Field = new() };
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        for (int i = 0; i < 3; i++)
        {
            await centre.SendAsync(ControlCentre.Frame(0xFF, 0x40, 0xBB, 0x12, 26, 7, 1, 9, 0, 0, 0, 0, 3), Stop);
        }

        _ = await centre.PollAsync(Stop);
        Assert.Empty(site.Field.Asked);
        Assert.Equal(1, site.Notes.Count(1213));
    }

    [Fact]
    public async Task A_flood_of_set_times_reaches_the_field_once_and_a_wrong_date_never()
    {
        await using Site site = new(Everything) { Field = new() };
        await site.StartAsync();
        using ControlCentre centre = site.Centre();
        await centre.ConnectAsync(Stop);
        await centre.SendAsync(ControlCentre.Frame(0xFF, 0x40, 0xBB, 0x12, 26, 13, 1, 9, 0, 0, 0, 0, 3), Stop);
        for (int i = 0; i < 10; i++)
        {
            await centre.SendAsync(ControlCentre.Frame(0xFF, 0x40, 0xBB, 0x12, 26, 7, 1, 9, 0, (byte)i, 0, 0, 3), Stop);
        }

        _ = await centre.PollAsync(Stop);
        Assert.Equal(["time 2026-07-01 09:00:00.000"], site.Field.Asked);
    }

    [Fact]
    public async Task A_frame_for_another_address_is_neither_answered_nor_an_acknowledgement()
    {
        await using Site site = new();
        await site.StartAsync();
        site.Happen();
        using ControlCentre centre = site.Centre();
        byte[] answer = (await centre.AskAsync(Stop))!;
        await centre.SendAsync(ControlCentre.Frame(0x02, 0x40, 0x33, 0x10), Stop);
        Assert.Equal(answer, await centre.AskAsync(Stop));
    }
}
