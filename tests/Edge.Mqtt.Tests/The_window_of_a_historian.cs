using CsCheck;

namespace Edge.Mqtt.Tests;

/// <summary>What a historian gets next, and what its acknowledgements do. No broker, no clock.</summary>
public sealed class The_window_of_a_historian
{
    private const long Last = 10_000;

    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Eight_batches_go_ahead_of_the_acknowledgement()
    {
        FeedWindow window = Sending(FeedWindow.MaximumUnderWay);
        Assert.False(window.IsOpen);
        Assert.Equal((0, 80), (window.Acknowledged, window.Sent));

        Assert.Equal(AckEffect.Moved, window.Acknowledge(10, Last, s_second));
        Assert.True(window.IsOpen);
        Assert.Equal((10, 80, 7), (window.Acknowledged, window.Sent, window.UnderWay));
    }

    [Fact]
    public void An_acknowledgement_within_a_batch_leaves_it_under_way()
    {
        FeedWindow window = Sending(2);
        Assert.Equal(AckEffect.Moved, window.Acknowledge(15, Last, s_second));
        Assert.Equal((15, 20, 1), (window.Acknowledged, window.Sent, window.UnderWay));
        Assert.NotNull(window.Due);
        Assert.Equal(AckEffect.Moved, window.Acknowledge(20, Last, s_second));
        Assert.Equal((0, null), (window.UnderWay, window.Due));
    }

    [Fact]
    public void The_same_acknowledgement_again_does_nothing()
    {
        FeedWindow window = Sending(2);
        _ = window.Acknowledge(10, Last, s_second);
        TimeSpan? due = window.Due;
        Assert.Equal(AckEffect.None, window.Acknowledge(10, Last, s_second * 2));
        Assert.Equal((10, 20, 1, due), (window.Acknowledged, window.Sent, window.UnderWay, window.Due));
    }

    [Fact]
    public void An_acknowledgement_of_what_this_run_did_not_send_counts()
    {
        FeedWindow window = Sending(1);
        Assert.Equal(AckEffect.Moved, window.Acknowledge(500, Last, s_second));
        Assert.Equal((500, 500, 0), (window.Acknowledged, window.Sent, window.UnderWay));
    }

    [Fact]
    public void A_record_that_is_not_written_yet_cannot_be_acknowledged()
    {
        FeedWindow window = Sending(3);
        Assert.Equal(AckEffect.Clash, window.Acknowledge(50, 30, s_second));
        Assert.Equal((0, 30, 50), (window.Acknowledged, window.Sent, window.Clash));

        // The journal has written the number meanwhile: it is still another record that was acknowledged.
        Assert.Equal(AckEffect.None, window.Acknowledge(50, 60, s_second));
        Assert.Equal(AckEffect.None, window.Acknowledge(55, 60, s_second));
        Assert.Equal((0, 50), (window.Acknowledged, window.Clash));
    }

    [Fact]
    public void A_clash_that_is_only_smaller_is_one_too()
    {
        FeedWindow window = Sending(3);
        _ = window.Acknowledge(90, 30, s_second);
        Assert.Equal(AckEffect.Clash, window.Acknowledge(50, 30, s_second));
        Assert.Equal(50, window.Clash);
    }

    [Fact]
    public void A_historian_that_says_less_ends_the_clash()
    {
        FeedWindow window = Sending(3);
        _ = window.Acknowledge(long.MaxValue, 30, s_second);
        Assert.Equal(AckEffect.Moved, window.Acknowledge(20, 30, s_second));
        Assert.Equal((20, null), (window.Acknowledged, window.Clash));
    }

    [Fact]
    public void A_clash_of_a_former_run_stands() =>
        Assert.Equal(AckEffect.None, new FeedWindow(10, clash: 50).Acknowledge(50, 60, s_second));

    [Fact]
    public void A_historian_that_was_restored_gets_everything_again()
    {
        FeedWindow window = Sending(5);
        _ = window.Acknowledge(50, Last, s_second);
        Assert.Equal(AckEffect.Rewound, window.Acknowledge(20, Last, s_second));
        Assert.Equal((20, 20, 0), (window.Acknowledged, window.Sent, window.UnderWay));
        window.Add(30, s_second);
        Assert.Equal(AckEffect.Moved, window.Acknowledge(30, Last, s_second));
    }

    [Fact]
    public void A_replay_sends_again_what_was_sent()
    {
        FeedWindow window = Sending(5);
        Assert.True(window.Replay(20, s_second));
        Assert.Equal((0, 20, 2), (window.Acknowledged, window.Sent, window.UnderWay));
        Assert.False(window.Replay(20, s_second));
    }

    [Fact]
    public void A_replay_of_what_was_acknowledged_goes_back_behind_it()
    {
        FeedWindow window = Sending(5);
        _ = window.Acknowledge(50, Last, s_second);
        Assert.True(window.Replay(10, s_second));
        Assert.Equal((10, 10), (window.Acknowledged, window.Sent));
    }

    [Fact]
    public void One_rewind_a_second_and_the_lowest_of_those_that_wait()
    {
        FeedWindow window = Sending(8);
        Assert.True(window.Replay(40, s_second));
        window.Add(60, s_second);
        Assert.True(window.Replay(30, s_second * 1.1));
        Assert.True(window.Replay(20, s_second * 1.2));
        Assert.True(window.Replay(50, s_second * 1.3));
        Assert.Equal((60, s_second * 2), (window.Sent, window.Due));
        Assert.False(window.Elapse(s_second * 1.9));
        Assert.True(window.Elapse(s_second * 2));
        Assert.Equal(20, window.Sent);
        Assert.False(window.Elapse(s_second * 2));
    }

    [Fact]
    public void A_rewind_that_waits_is_off_when_the_historian_has_it_all()
    {
        FeedWindow window = Sending(8);
        _ = window.Replay(10, s_second);
        window.Add(80, s_second);
        _ = window.Replay(20, s_second);
        Assert.Equal(AckEffect.Moved, window.Acknowledge(80, Last, s_second));
        Assert.False(window.Elapse(s_second * 5));
        Assert.Equal((80, 80, null), (window.Acknowledged, window.Sent, window.Due));
    }

    [Fact]
    public void Without_an_acknowledgement_it_is_sent_again_ever_more_seldom()
    {
        FeedWindow window = Sending(8);
        TimeSpan now = TimeSpan.Zero;
        foreach (int seconds in new[] { 10, 20, 40, 80, 120, 120 })
        {
            TimeSpan due = window.Due!.Value;
            Assert.Equal(TimeSpan.FromSeconds(seconds), due - now);
            Assert.False(window.Elapse(due - TimeSpan.FromTicks(1)));
            now = due;
            Assert.True(window.Elapse(now));
            Assert.Equal((0, 0, null), (window.Sent, window.UnderWay, window.Due));

            // One goes ahead until the historian is heard.
            window.Add(10, now);
            Assert.False(window.IsOpen);
        }

        Assert.Equal(AckEffect.Moved, window.Acknowledge(10, Last, now));
        Assert.True(window.IsOpen);
        window.Add(20, now);
        window.Add(30, now);
        Assert.True(window.IsOpen);
        Assert.Equal(now + FeedWindow.FirstTimeout, window.Due);
    }

    [Fact]
    public void A_new_connection_starts_behind_the_acknowledgement()
    {
        FeedWindow window = Sending(5);
        _ = window.Acknowledge(20, Last, s_second);
        window.Reconnect();
        Assert.Equal((20, 20, 0, null), (window.Acknowledged, window.Sent, window.UnderWay, window.Due));
        Assert.True(window.IsOpen);
    }

    [Fact]
    public void Whatever_comes_nothing_is_skipped_and_no_more_is_under_way() =>
        Gen.Select(Gen.Int[0, 5], Gen.Long[0, 120], Gen.Int[0, 3_000]).Array[1, 60].Sample(steps =>
        {
            const long Written = 100;
            FeedWindow window = new(0);
            TimeSpan now = TimeSpan.Zero;
            long has = 0;
            foreach ((int what, long seq, int wait) in steps)
            {
                now += TimeSpan.FromMilliseconds(wait);
                switch (what)
                {
                    case 0 or 1 when window.IsOpen && window.Sent < Written:
                        window.Add(Math.Min(Written, window.Sent + 10), now);
                        break;
                    case 2:
                        has = window.Acknowledge(seq, Written, now) == AckEffect.Moved ? seq : has;
                        break;
                    case 3:
                        _ = window.Replay(seq, now);
                        break;
                    case 4:
                        window.Reconnect();
                        break;
                    default:
                        _ = window.Elapse(now);
                        break;
                }

                Assert.InRange(window.UnderWay, 0, FeedWindow.MaximumUnderWay);
                Assert.InRange(window.Acknowledged, 0, Math.Max(has, 0));
                Assert.InRange(window.Sent, window.Acknowledged, Written);

                // What is sent and not acknowledged is due at some time, so nothing stays behind.
                Assert.True(window.Sent == window.Acknowledged || window.Due is not null);
            }
        }, iter: 2_000);

    private static FeedWindow Sending(int batches)
    {
        FeedWindow window = new(0);
        for (int i = 1; i <= batches; i++)
        {
            Assert.True(window.IsOpen);
            window.Add(i * 10, TimeSpan.Zero);
        }

        return window;
    }
}
