using Edge.Field.Mara.Outstation;
using TestKit.Journals;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>The table of ADR 0006, row by row, and its rules beside the table: without sockets.</summary>
public sealed class CentreAnswersTests
{
    private const byte Control = 0x13;
    private const byte ReadTime = 0x1A;

    private readonly CentreRig _rig = new(new OutstationOptions { Control = true });

    [Fact]
    public async Task A_crash_before_the_question_releases_the_last_answer_once()
    {
        _rig.Happen(1, 2);
        Assert.Equal([1, 2], await _rig.PollAsync(0x20));
        _rig.Happen(3);
        _rig.Restart();
        Assert.Equal([3], await _rig.PollAsync(0x21));
        Assert.Equal([], await _rig.PollAsync(0x22));
    }

    [Fact]
    public async Task A_crash_before_the_answer_leaves_brings_the_same_events_again()
    {
        _rig.Happen(1, 2);
        Assert.Equal([1, 2], await _rig.PollAsync(0x20));
        Assert.Equal(new ReaderNote(Outstanding.Events, 0x20, 2), _rig.Note);
        _rig.Happen(3);
        _rig.Restart();
        Assert.Equal([1, 2], await _rig.PollAsync(0x20));
        Assert.Equal([3], await _rig.PollAsync(0x21));
    }

    [Fact]
    public async Task A_crash_after_the_answer_arrived_goes_on_with_the_next_events()
    {
        _rig.Happen(1);
        Assert.Equal([1], await _rig.PollAsync(0x20));
        _rig.Restart();
        Assert.Equal([], await _rig.PollAsync(0x21));
        Assert.Equal((1L, ReaderNote.None), (_rig.Position, _rig.Note));
    }

    [Theory]
    [InlineData(0x20)]
    [InlineData(0x21)]
    public async Task A_crash_after_an_answer_without_events_brings_what_there_is(byte next)
    {
        Assert.Equal([], await _rig.PollAsync(0x20));
        _rig.Happen(1);
        _rig.Restart();
        Assert.Equal([1], await _rig.PollAsync(next));
    }

    [Theory]
    [InlineData(Disk.Full)]
    [InlineData(Disk.Doubtful)]
    public async Task A_write_that_fails_or_is_in_doubt_leaves_no_answer(object how)
    {
        _rig.Happen(1);
        _rig.Journal.Disk = (Disk)how;
        Assert.Null(await _rig.PollAsync(0x20));
        Assert.Null(await _rig.PollAsync(0x20));
        Assert.Equal(1, _rig.Notes.Count(1208));
        _rig.Happen(2);
        _rig.Journal.Disk = Disk.Sound;
        Assert.Equal([1, 2], await _rig.PollAsync(0x20));
        Assert.Equal([], await _rig.PollAsync(0x21));
    }

    [Fact]
    public async Task A_write_in_doubt_before_a_crash_brings_its_events_only()
    {
        _rig.Happen(1);
        _rig.Journal.Disk = Disk.Doubtful;
        Assert.Null(await _rig.PollAsync(0x20));
        _rig.Happen(2);
        _rig.Journal.Disk = Disk.Sound;
        _rig.Restart();
        Assert.Equal([1], await _rig.PollAsync(0x20));
        Assert.Equal([2], await _rig.PollAsync(0x21));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_brings_values_and_events_later()
    {
        _rig.Happen(1);
        _rig.Journal.Unreadable = true;
        Assert.Equal([], await _rig.PollAsync(0x20));
        _rig.Journal.Unreadable = false;
        Assert.Equal([1], await _rig.PollAsync(0x21));
    }

    [Fact]
    public async Task The_same_sequence_brings_the_same_bytes_within_a_run()
    {
        _rig.Happen(1);
        byte[] first = await _rig.AskAsync(0x20);
        _rig.Happen(2);
        Assert.Equal(first, await _rig.AskAsync(0x20));
        Assert.Equal(first, await _rig.AskAsync(0x20, ReadTime));
    }

    [Fact]
    public async Task A_sequence_that_comes_round_after_a_restart_brings_no_old_events()
    {
        _rig.Happen(1);
        Assert.Equal([1], await _rig.PollAsync(0x00));
        Assert.Equal([], await _rig.PollAsync(0x80));
        _rig.Restart();
        Assert.Equal([], await _rig.PollAsync(0x00));
    }

    [Fact]
    public async Task Another_command_with_a_new_sequence_acknowledges_too()
    {
        _rig.Happen(1);
        Assert.Equal([1], await _rig.PollAsync(0x20));
        Assert.NotEmpty(await _rig.AskAsync(0x21, ReadTime));
        Assert.Equal((1L, ReaderNote.None), (_rig.Position, _rig.Note));
        Assert.Equal([], await _rig.PollAsync(0x22));
    }

    [Fact]
    public async Task A_command_without_an_answer_stays_without_one_when_repeated()
    {
        Assert.Empty(await _rig.AskAsync(0x20, 0x04));
        Assert.Empty(await _rig.AskAsync(0x20, 0x04));
        Assert.NotEmpty(await _rig.AskAsync(0x21));
    }

    [Fact]
    public async Task An_order_is_noted_before_it_is_sent_and_sent_once()
    {
        _rig.Field.Answer = (_, data) =>
        {
            Assert.Equal(new ReaderNote(Outstanding.Order, 0x20, 0), _rig.Note);
            return Task.FromResult(PassThroughAnswer.Of(data));
        };
        byte[] first = await _rig.AskAsync(0x20, Control, 3, 0, 1);
        Assert.Equal(first, await _rig.AskAsync(0x20, Control, 3, 0, 1));
        Assert.Equal(["13 030001"], _rig.Field.Asked);
    }

    [Fact]
    public async Task An_order_repeated_after_a_restart_is_refused()
    {
        _ = await _rig.AskAsync(0x20, Control, 3, 0, 1);
        _rig.Restart();
        byte[] refused = await _rig.AskAsync(0x20, Control, 3, 0, 1);
        Assert.Equal([3, 0xFF, 1], refused[6..9]);
        Assert.Single(_rig.Field.Asked);
        Assert.Equal(1, _rig.Notes.Count(1218));
    }

    [Fact]
    public async Task An_order_that_cannot_be_noted_is_not_sent()
    {
        _rig.Journal.Disk = Disk.Full;
        Assert.Empty(await _rig.AskAsync(0x20, Control, 3, 0, 1));
        Assert.Empty(_rig.Field.Asked);
    }

    [Fact]
    public async Task Answers_without_events_write_nothing()
    {
        int writes = _rig.Journal.Moves.Count;
        for (byte sequence = 0x20; sequence < 0x40; sequence++)
        {
            Assert.Equal([], await _rig.PollAsync(sequence));
        }

        Assert.Equal(writes, _rig.Journal.Moves.Count);
    }
}
