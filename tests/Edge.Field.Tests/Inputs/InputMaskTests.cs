using Edge.Field.Inputs;
using TestKit.Field;

namespace Edge.Field.Tests.Inputs;

public sealed class InputMaskTests
{
    private static readonly InputId s_input = new(2, 0, 3);
    private static readonly InputMaskOptions s_options = new()
    {
        Events = 3,
        Window = TimeSpan.FromSeconds(10),
        Duration = TimeSpan.FromSeconds(60)
    };

    private readonly InputMask _mask = new(s_options);

    [Fact]
    public void As_many_events_as_allowed_within_the_window_pass_and_one_more_masks()
    {
        Assert.Equal(
            [MaskVerdict.Pass, MaskVerdict.Pass, MaskVerdict.Pass, MaskVerdict.MaskedNow, MaskVerdict.LeftOut],
            Evaluate(0, 3, 6, 9.9, 12));
        Assert.Equal(1, _mask.Masked);
    }

    [Fact]
    public void Events_that_are_further_apart_always_pass() =>
        Assert.All(Evaluate([.. Enumerable.Range(0, 100).Select(i => i * 3.4)]), verdict => Assert.Equal(MaskVerdict.Pass, verdict));

    [Fact]
    public void One_input_does_not_mask_another()
    {
        _ = Evaluate(0, 1, 2, 3, 4);
        Assert.Equal(MaskVerdict.Pass, _mask.Evaluate(s_input with { Bit = 4 }, At(5), At(5)));
        Assert.Equal(MaskVerdict.Pass, _mask.Evaluate(s_input with { Ied = 3 }, At(5), At(5)));
    }

    [Fact]
    public void A_backlog_that_arrives_at_once_is_no_chatter()
    {
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(MaskVerdict.Pass, _mask.Evaluate(s_input, At(i * 60), At(10_000)));
        }
    }

    [Fact]
    public void A_quiet_input_is_unmasked_and_reports_how_many_were_left_out()
    {
        _ = Evaluate(0, 1, 2, 3, 4, 5);
        Assert.Equal(At(63), _mask.NextCheck);
        Assert.False(_mask.TryUnmask(At(62.9), out _, out _));
        Assert.True(_mask.TryUnmask(At(63), out InputId input, out int leftOut));
        Assert.Equal((s_input, 3), (input, leftOut));
        Assert.False(_mask.TryUnmask(At(63), out _, out _));
        Assert.Equal(DateTimeOffset.MaxValue, _mask.NextCheck);
        Assert.Equal([MaskVerdict.Pass], Evaluate(64));
    }

    [Fact]
    public void Chatter_prolongs_the_mask_and_a_few_events_alone_do_not()
    {
        _ = Evaluate([.. Enumerable.Range(0, 62).Select(i => (double)i)]);
        Assert.False(_mask.TryUnmask(At(63), out _, out _));
        Assert.Equal(At(123), _mask.NextCheck);
        _ = Evaluate(100, 120);
        Assert.True(_mask.TryUnmask(At(123), out _, out int leftOut));
        Assert.Equal(62 - 3 + 2, leftOut);
    }

    [Fact]
    public void Several_masks_end_one_after_the_other()
    {
        _ = Evaluate(0, 1, 2, 3);
        for (int i = 0; i < 4; i++)
        {
            _ = _mask.Evaluate(s_input with { Bit = 9 }, At(10 + i), At(10 + i));
        }

        Assert.True(_mask.TryUnmask(At(100), out InputId first, out _));
        Assert.True(_mask.TryUnmask(At(100), out InputId second, out _));
        Assert.Equal([3, 9], new[] { first.Bit, second.Bit }.Order());
        Assert.False(_mask.TryUnmask(At(100), out _, out _));
    }

    [Fact]
    public void Zero_events_switches_it_off()
    {
        var off = new InputMask(s_options with { Events = 0 });
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(MaskVerdict.Pass, off.Evaluate(s_input, At(0), At(0))));
    }

    [Theory]
    [InlineData(1, 10, 60)]
    [InlineData(1001, 10, 60)]
    [InlineData(20, 0.05, 60)]
    [InlineData(20, 10, 0.5)]
    public void Options_that_make_no_sense_are_refused(int events, double window, double duration) =>
        Assert.Throws<ArgumentException>(() => new InputMaskOptions
        {
            Events = events,
            Window = TimeSpan.FromSeconds(window),
            Duration = TimeSpan.FromSeconds(duration),
        }.Validate());

    private static DateTimeOffset At(double seconds) => Station.Noon.AddSeconds(seconds);

    private MaskVerdict[] Evaluate(params double[] seconds) => [.. seconds.Select(s => _mask.Evaluate(s_input, At(s), At(s)))];
}
