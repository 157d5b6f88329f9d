using Edge.Field.Mara.Concentrator;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>The table of ADR 0002, row by row, and what it says of other questions: without sockets and without time.</summary>
public sealed class MaraPollSequenceTests
{
    private readonly Device _device = new();
    private readonly List<byte> _journal = [];
    private byte[]? _checkpoint;
    private MaraPollSequence _sequence;

    public MaraPollSequenceTests() => _sequence = Start();

    [Fact]
    public void A_crash_before_the_question_arrives_loses_and_doubles_nothing()
    {
        Poll();
        _device.Happen(3);
        Poll();
        _ = _sequence.StartPoll();
        Crash();
        Assert.Equal(0x22, _sequence.StartPoll());
        Poll();
        Assert.Equal([0x20, 0x21, 0x22], _device.Asked);
        Assert.Equal([1, 2, 3], _journal);
        Assert.Equal(0, _device.Waiting);
    }

    [Fact]
    public void A_crash_between_question_and_commit_brings_the_same_answer_again()
    {
        Poll();
        _device.Happen(3);
        _ = _device.Ask(_sequence.StartPoll());
        Crash();
        _device.Happen(1);
        Poll();
        Assert.Equal([0x20, 0x21, 0x21], _device.Asked);
        Assert.Equal([1, 2, 3], _journal);
    }

    [Fact]
    public void A_crash_after_the_commit_releases_what_was_journaled()
    {
        _device.Happen(3);
        Poll(acknowledged: false);
        Crash();
        Poll();
        Assert.Equal([0x20, 0x21], _device.Asked);
        Assert.Equal([1, 2, 3], _journal);
        Assert.Equal(0, _device.Waiting);
    }

    [Fact]
    public void A_commit_in_doubt_is_repeated_with_an_equal_checkpoint()
    {
        _device.Happen(3);
        byte[] inDoubt = Poll(acknowledged: false);
        _sequence.Withdraw();
        Assert.Equal(inDoubt, Poll());
        Assert.Equal([0x20, 0x20], _device.Asked);
    }

    [Fact]
    public void No_two_journaled_checkpoints_are_equal()
    {
        HashSet<string> seen = [];
        for (int i = 0; i < 200; i++)
        {
            Assert.True(seen.Add(Convert.ToHexString(Poll())));
        }
    }

    [Fact]
    public void The_sequence_counts_from_20_to_7F_and_wraps()
    {
        for (int i = 0; i < 97; i++)
        {
            Poll();
        }

        Assert.Equal([.. Enumerable.Range(0x20, 96).Select(i => (byte)i), 0x20], _device.Asked);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_read_starts_at_the_first_value()
    {
        MaraPollSequence sequence = new();
        Assert.False(sequence.TryResume([9, 9]));
        Assert.Equal(0x20, sequence.Next);
    }

    [Fact]
    public void An_answer_that_may_be_old_brings_events_and_no_values()
    {
        _sequence.OnConnected();
        Assert.True(_sequence.ValuesMayBeOld);
        Poll();
        Assert.False(_sequence.ValuesMayBeOld);
    }

    [Fact]
    public void A_connection_made_between_two_questions_brings_fresh_values()
    {
        Poll();
        _sequence.OnConnected();
        Assert.False(_sequence.ValuesMayBeOld);
        _ = _sequence.StartPoll();
        _sequence.OnConnected();
        Assert.True(_sequence.ValuesMayBeOld);
    }

    [Fact]
    public void Another_question_acknowledges_and_is_journaled_before_a_poll()
    {
        _device.Happen(2);
        Poll();
        _ = _device.Ask(_sequence.UseUp(), poll: false);
        Assert.Equal(0, _device.Waiting);
        Assert.Equal((byte)0x21, _sequence.Passed);
        Assert.Equal(0x21, JournalPassed()[1]);
        Assert.Null(_sequence.Passed);
        Assert.Equal(0x22, _sequence.StartPoll());
    }

    [Fact]
    public void Each_other_question_uses_up_a_sequence_answered_or_not()
    {
        Poll();
        Assert.Equal([0x21, 0x22, 0x23], [_sequence.UseUp(), _sequence.UseUp(), _sequence.UseUp()]);
        Assert.Equal(0x23, JournalPassed()[1]);
        Assert.Equal(0x24, _sequence.Next);
    }

    [Fact]
    public void A_crash_behind_another_question_skips_its_answer_and_loses_nothing()
    {
        Poll();
        _ = _device.Ask(_sequence.UseUp(), poll: false);
        _device.Happen(3);
        Crash();
        Assert.Null(_device.Ask(_sequence.StartPoll()));
        Assert.True(_sequence.TryPassOver());
        Assert.Equal(0x21, JournalPassed()[1]);
        Poll();
        Assert.Equal([1, 2, 3], _journal);
        Assert.Equal([0x20, 0x21, 0x21, 0x22], _device.Asked);
    }

    [Fact]
    public void Later_in_a_run_an_answer_to_another_command_is_not_skipped()
    {
        Poll();
        _ = _sequence.StartPoll();
        Assert.False(_sequence.TryPassOver());
        Assert.Equal(0x21, _sequence.Next);
    }

    [Fact]
    public void Nothing_else_may_be_asked_while_a_poll_is_open()
    {
        Assert.True(_sequence.IsAsked);
        Poll();
        Assert.False(_sequence.IsAsked);
        _ = _sequence.StartPoll();
        Assert.True(_sequence.IsAsked);
        _ = _sequence.Offer(default, default);
        Assert.True(_sequence.HasOffer);
        _sequence.Withdraw();
        Assert.False(_sequence.HasOffer);
        Assert.True(_sequence.IsAsked);
    }

    [Fact]
    public void After_a_stopped_scan_the_next_values_are_old_once()
    {
        Poll();
        _sequence.OnScanStopped();
        Assert.True(_sequence.ValuesMayBeOld);
        Poll();
        Assert.False(_sequence.ValuesMayBeOld);
    }

    [Fact]
    public void Events_repeated_after_a_restart_of_the_device_are_counted()
    {
        _device.Happen(3);
        Poll();
        byte[] again = [.. Device.Event(1), .. Device.Event(2), .. Device.Event(3), .. Device.Event(4)];
        Assert.Equal(0, _sequence.CountRepeated(again));
        _sequence.OnConnected();
        Assert.Equal(3, _sequence.CountRepeated(again));
        Assert.Equal(0, _sequence.CountRepeated(again.AsSpan(10)));
        Poll();
        Assert.Equal(0, _sequence.CountRepeated(again));
    }

    [Fact]
    public void A_malformed_answer_is_given_up_after_the_retries_only()
    {
        Assert.Equal([false, false, true], [_sequence.GivesUp(2), _sequence.GivesUp(2), _sequence.GivesUp(2)]);
        Poll();
        Assert.False(_sequence.GivesUp(2));
    }

    [Fact]
    public void What_is_reported_of_IEDs_outlives_a_restart()
    {
        Poll(reported: new(0x24, 0x08));
        Crash();
        Assert.Equal(new MaraReported(0x24, 0x08), _sequence.Reported);
    }

    private MaraPollSequence Start()
    {
        MaraPollSequence sequence = new();
        Assert.True(_checkpoint is null || sequence.TryResume(_checkpoint));
        return sequence;
    }

    private void Crash() => _sequence = Start();

    /// <summary>Polls, journals events and checkpoint together, and returns the checkpoint.</summary>
    private byte[] Poll(bool acknowledged = true, MaraReported reported = default)
    {
        byte[] events = _device.Ask(_sequence.StartPoll())!;
        _checkpoint = _sequence.Offer(reported, events).ToArray();
        _journal.AddRange(events.Chunk(Device.EventLength).Select(e => e[0]));
        if (acknowledged)
        {
            Assert.True(_sequence.OnJournaled());
        }

        return _checkpoint;
    }

    private byte[] JournalPassed()
    {
        _checkpoint = _sequence.OfferPassed(default).ToArray();
        Assert.False(_sequence.OnJournaled());
        return _checkpoint;
    }

    /// <summary>The same SEC brings the last answer; a new one releases the events that the last answer carried.</summary>
    private sealed class Device
    {
        public const int EventLength = 10;

        private readonly Queue<byte> _events = [];
        private byte[]? _answer;
        private byte _happened;
        private int _carried;
        private int _last = -1;

        public List<byte> Asked { get; } = [];

        public int Waiting => _events.Count;

        public static byte[] Event(byte number) => [number, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        public void Happen(int count)
        {
            for (int i = 0; i < count; i++)
            {
                _events.Enqueue(++_happened);
            }
        }

        /// <summary>Gives the section of events, or null where the answer is one to another command.</summary>
        public byte[]? Ask(byte sequence, bool poll = true)
        {
            Asked.Add(sequence);
            if (sequence == _last)
            {
                return _answer;
            }

            for (; _carried > 0; _carried--)
            {
                _ = _events.Dequeue();
            }

            (_last, _carried) = (sequence, poll ? _events.Count : 0);
            _answer = poll ? [.. _events.SelectMany(Event)] : null;
            return _answer;
        }
    }
}
