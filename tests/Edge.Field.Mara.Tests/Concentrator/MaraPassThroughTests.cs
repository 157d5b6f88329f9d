using Edge.Field.Mara.Outstation;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>Whether a question of a control centre is passed through, and what becomes of it.</summary>
public sealed class MaraPassThroughTests
{
    private readonly ConcentratorRig _rig = new();

    private static CancellationToken Stop => ConcentratorRig.Stop;

    [Fact]
    public async Task It_takes_the_next_sequence_once()
    {
        await _rig.PollAsync();
        Assert.Equal([7], (await _rig.PassThrough.AskAsync(Wire.ReadTime, new byte[] { 7 }, Stop)).Data.ToArray());
        Assert.Equal(((byte?)0x21, (byte)0x22), (_rig.Sequence.Passed, _rig.Sequence.Next));
        _rig.Way.Next = Mishap.AnswerLost;
        Assert.Equal(PassThroughOutcome.TimedOut, (await _rig.PassThrough.AskAsync(0x36, new byte[] { 3, 0, 1, 2 }, Stop)).Outcome);
        Assert.Equal(2, _rig.Device.Done.Count);
        Assert.Equal((byte)0x22, _rig.Sequence.Passed);
    }

    [Theory]
    [InlineData(0x0C)]
    [InlineData(0x10)]
    [InlineData(0x12)]
    [InlineData(0x13)]
    [InlineData(0x3F)]
    public async Task What_only_the_gateway_asks_is_not_passed(byte command)
    {
        await _rig.PollAsync();
        Assert.Equal(PassThroughOutcome.NotPossible, (await _rig.PassThrough.AskAsync(command, new byte[] { 1 }, Stop)).Outcome);
        Assert.Null(_rig.Sequence.Passed);
    }

    [Fact]
    public async Task Too_many_bytes_for_a_frame_are_refused()
    {
        await _rig.PollAsync();
        Assert.Equal(PassThroughOutcome.NotPossible, (await _rig.PassThrough.AskAsync(0x36, new byte[250], Stop)).Outcome);
    }

    [Fact]
    public async Task Without_a_connection_nothing_is_sent() =>
        Assert.Equal(PassThroughOutcome.LinkDown, (await _rig.PassThrough.AskAsync(Wire.ReadTime, default, Stop)).Outcome);

    [Fact]
    public async Task While_a_poll_is_open_nothing_is_sent()
    {
        await _rig.PollAsync();
        _ = _rig.Sequence.StartPoll();
        Assert.Equal(PassThroughOutcome.NotPossible, (await _rig.PassThrough.AskAsync(Wire.ReadTime, default, Stop)).Outcome);
        Assert.Empty(_rig.Device.Done);
    }

    [Fact]
    public async Task While_the_driver_has_the_turn_it_waits_for_a_bounded_time()
    {
        await _rig.PollAsync();
        await _rig.Turn.EnterAsync(Stop);
        Task<PassThroughAnswer> asked = _rig.PassThrough.AskAsync(Wire.ReadTime, default, Stop).AsTask();
        Assert.False(asked.IsCompleted);
        _rig.Clock.Advance(_rig.Options.AnswerTimeout * 2);
        Assert.Contains("not in the journal", (await asked).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_counts_the_wait_for_the_turn()
    {
        await _rig.PollAsync();
        await _rig.Turn.EnterAsync(Stop);
        Task<PassThroughAnswer> asked = _rig.PassThrough.SetTimeAsync(new DateTime(2026, 7, 1, 9, 0, 0), Stop).AsTask();
        _rig.Clock.Advance(TimeSpan.FromMilliseconds(250));
        _rig.Turn.Leave();
        Assert.Equal(PassThroughOutcome.Answered, (await asked).Outcome);

        // A quarter of a second is 2000h/32768, low byte first.
        Assert.Equal([9, 0, 0, 0x00, 0x20], Assert.Single(_rig.Device.TimesSet)[9..14]);
    }
}
