using System.Collections.Immutable;
using Edge.Field.Mara.Bus;
using Edge.Field.Mara.Outstation;
using Edge.Protocols.Mara;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>Questions of a control centre between two polls leave the sequence and the events of the IED whole.</summary>
public sealed class MaraBusPassThroughTests
{
    private const byte ReadIedRam = 0x36;
    private const byte Control = 0x13;
    private static readonly MaraControl s_close = new(2, 7, true);

    private static readonly MaraBusOptions s_options = BusRig.Options with
    {
        Outputs = ImmutableDictionary<(byte, byte), MaraOutput>.Empty.Add((2, 7), new MaraOutput(5, 0x0102, 3)),
    };

    private readonly BusRig _rig = new(s_options);

    public MaraBusPassThroughTests() => _rig.Run(TimeSpan.FromSeconds(2));

    [Fact]
    public void The_RAM_of_an_IED_is_read_by_its_own_command_in_its_own_sequence()
    {
        _rig.Ied(5).Happen(3);
        PassThroughAnswer answer = Ask(ReadIedRam, 5, 0x34, 0x12, 4);
        Assert.Equal((PassThroughOutcome.Answered, "34353637"), (answer.Outcome, Convert.ToHexString(answer.Data.Span)));

        // 06: page 12, start 34, 4 bytes.
        Assert.Equal([0x12, 0x34, 4], Assert.Single(_rig.Ied(5).Others)[6..^2]);
        _rig.Ied(5).Happen(2);
        _rig.Run(TimeSpan.FromSeconds(2));
        Assert.Equal([0, 1, 2, 3, 4], _rig.Numbers(5));
        Assert.Equal(Enumerable.Range(0, _rig.Ied(5).Sequences.Count).Select(i => (byte)(i % 2 == 0 ? 0x00 : 0x80)), _rig.Ied(5).Sequences);
    }

    [Fact]
    public void An_order_goes_to_the_configured_output_and_is_confirmed()
    {
        PassThroughAnswer answer = Ended(Order());
        Assert.Equal((PassThroughOutcome.Answered, "020701"), (answer.Outcome, Convert.ToHexString(answer.Data.Span)));
        byte[] order = Assert.Single(_rig.Ied(5).Others);
        Assert.Equal(0x0B, order[5]);
        Assert.Equal([0x01, 0x02, 3, 1], order[6..^2]);
    }

    [Theory]
    [InlineData(Control, PassThroughOutcome.NotPossible, 2, 7, 1)]
    [InlineData(ReadIedRam, PassThroughOutcome.NotPossible, 40, 0, 0, 4)]
    [InlineData(ReadIedRam, PassThroughOutcome.NotPossible, 1, 0, 0, 4)]
    [InlineData(ReadIedRam, PassThroughOutcome.NotPossible, 5, 0, 0, 243)]
    [InlineData(0x16, PassThroughOutcome.NotPossible, 0, 0, 4)]
    public void What_cannot_be_done_is_not_sent(byte command, PassThroughOutcome outcome, params int[] data)
    {
        Assert.Null(_rig.Master.PassThrough.Enqueue(command, [.. data.Select(d => (byte)d)], out PassThroughAnswer refusal));
        Assert.Equal(outcome, refusal.Outcome);
        Assert.NotEmpty(refusal.Detail!);
    }

    [Theory]
    [InlineData(nameof(Fault.QuestionLost), 0)]
    [InlineData(nameof(Fault.AnswerLost), 1)]
    [InlineData(nameof(Fault.Garbled), 1)]
    public async Task A_question_without_an_answer_is_sent_once_and_the_events_stay_whole(string fault, int heard)
    {
        _rig.Ied(5).Happen(3);
        Assert.True(_rig.RunUntil(() => _rig.Numbers(5).Count() == 3 && _rig.Ied(5).Waiting == 0, TimeSpan.FromSeconds(3)));
        PassThroughQuestion question = Order();
        bool done = false;
        _rig.Bus.Next = a => a == 5 && !done && _rig.Master.PassThrough.IsEmpty && (done = true) ? Enum.Parse<Fault>(fault) : Fault.None;
        Assert.True(_rig.RunUntil(() => question.Answer.Task.IsCompleted, TimeSpan.FromSeconds(3)));
        Assert.Equal(PassThroughOutcome.TimedOut, (await question.Answer.Task).Outcome);
        _rig.Ied(5).Happen(2);
        _rig.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(heard, _rig.Ied(5).Others.Count);
        Assert.Equal([0, 1, 2, 3, 4], _rig.Numbers(5));
        Assert.True(_rig.Quality("P5").IsGood);
        Assert.Empty(_rig.Notes.All);
    }

    [Fact]
    public void A_crash_before_the_commit_does_not_carry_out_the_order_again()
    {
        _rig.Disk = TimeSpan.FromMilliseconds(300);
        _rig.Ied(5).Happen(3);
        PassThroughAnswer answer = Ended(Order());
        Assert.Equal(PassThroughOutcome.Answered, answer.Outcome);
        _rig.Crash();
        _rig.Run(TimeSpan.FromSeconds(10));
        Assert.Single(_rig.Ied(5).Others);
        Assert.Equal([0, 1, 2], _rig.Numbers(5));
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_lost_IED_or_after_too_long_a_wait()
    {
        _rig.Ied(6).Connected = false;
        _rig.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(PassThroughOutcome.LinkDown, Ask(ReadIedRam, 6, 0, 0, 4).Outcome);
        _rig.JournalFails = true;
        _rig.Run(TimeSpan.FromSeconds(2));
        PassThroughQuestion question = Order();
        _rig.Run(TimeSpan.FromSeconds(5));
        _rig.JournalFails = false;
        _rig.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(PassThroughOutcome.LinkDown, (await question.Answer.Task).Outcome);
        Assert.Empty(_rig.Ied(5).Others);
    }

    [Fact]
    public void A_centres_set_time_goes_out_as_a_broadcast_with_what_has_passed_since()
    {
        PassThroughQuestion question = _rig.Master.PassThrough.EnqueueTime(new DateTime(2026, 7, 1, 9, 30, 0), out _)!;
        DateTimeOffset asked = _rig.Clock.GetUtcNow();
        Assert.True(_rig.RunUntil(() => question.Answer.Task.IsCompleted, TimeSpan.FromSeconds(1)));
        (byte[] frame, DateTimeOffset end) = Assert.Single(_rig.Bus.Broadcasts);
        Assert.Equal([0x12, 26, 7, 1, 9, 30], frame[5..11]);
        double said = frame[11] + ((frame[12] | frame[13] << 8) / 32768.0);
        Assert.InRange(said - (end - asked).TotalSeconds, -0.001, 0.001);
    }

    [Fact]
    public void An_order_to_an_output_that_is_not_configured_is_refused_and_not_sent()
    {
        Assert.Null(_rig.Master.PassThrough.EnqueueOrder(new MaraControl(2, 6, true), InSeconds(5), out PassThroughAnswer refusal));
        Assert.Equal(PassThroughOutcome.Refused, refusal.Outcome);
        Assert.NotEmpty(refusal.Detail!);
    }

    [Fact]
    public async Task An_order_that_has_expired_is_never_sent()
    {
        Assert.Null(_rig.Master.PassThrough.EnqueueOrder(s_close, InSeconds(-0.001), out PassThroughAnswer refusal));
        Assert.Equal(PassThroughOutcome.NotPossible, refusal.Outcome);

        // Its time passes while it waits for its turn, well before a question would be given up.
        _rig.JournalFails = true;
        _rig.Run(TimeSpan.FromSeconds(2));
        PassThroughQuestion question = _rig.Master.PassThrough.EnqueueOrder(s_close, InSeconds(0.5), out _)!;
        _rig.Run(TimeSpan.FromSeconds(1));
        _rig.JournalFails = false;
        _rig.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(PassThroughOutcome.LinkDown, (await question.Answer.Task).Outcome);
        Assert.Empty(_rig.Ied(5).Others);
    }

    private DateTimeOffset InSeconds(double seconds) => _rig.Clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);

    private PassThroughQuestion Order() => _rig.Master.PassThrough.EnqueueOrder(s_close, InSeconds(5), out _)!;

    private PassThroughAnswer Ask(byte command, params byte[] data) => Ended(_rig.Master.PassThrough.Enqueue(command, data, out _)!);

    private PassThroughAnswer Ended(PassThroughQuestion question)
    {
        Assert.True(_rig.RunUntil(() => question.Answer.Task.IsCompleted, TimeSpan.FromSeconds(4)));
        return question.Answer.Task.GetAwaiter().GetResult();
    }
}
