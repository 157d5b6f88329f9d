using Edge.Field.Mara.Concentrator;

namespace Edge.Field.Mara.Tests.Concentrator;

/// <summary>What the journal keeps of a concentrator, byte by byte.</summary>
public sealed class MaraCheckpointTests
{
    private static readonly byte[] s_event = [2, 0x80, 26, 7, 1, 8, 59, 0, 0, 4];

    [Fact]
    public void It_is_version_sequence_count_clocks_overflows_and_events()
    {
        MaraCheckpoint checkpoint = new();
        checkpoint.Set(0x21, 0x0102, new MaraReported(0x24, 0x0810), s_event);
        Assert.Equal(
            [3, 0x21, 2, 1, 0, 0, 0, 0, 0, 0, 0x24, 0, 0, 0, 0, 0, 0, 0, 0x10, 8, 0, 0, 0, 0, 0, 0, .. s_event],
            checkpoint.Bytes.ToArray());
    }

    [Fact]
    public void What_was_written_is_read()
    {
        MaraCheckpoint checkpoint = new();
        Assert.True(checkpoint.TrySet([3, 0x7F, 5, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, .. s_event]));
        Assert.Equal((0x7F, 5UL, new MaraReported(4, 8)), (checkpoint.Sequence, checkpoint.Count, checkpoint.Reported));
        Assert.Equal(s_event, checkpoint.Events.ToArray());
    }

    [Fact]
    public void The_second_version_has_no_overflows_and_is_read_too()
    {
        MaraCheckpoint checkpoint = new();
        checkpoint.Set(0x21, 3, new MaraReported(1, 1), s_event);
        Assert.True(checkpoint.TrySet([2, 0x7F, 5, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, .. s_event]));
        Assert.Equal((0x7F, 5UL, new MaraReported(4, 0)), (checkpoint.Sequence, checkpoint.Count, checkpoint.Reported));
        Assert.Equal(s_event, checkpoint.Events.ToArray());
    }

    [Fact]
    public void The_first_version_has_no_clocks_and_is_read_too()
    {
        MaraCheckpoint checkpoint = new();
        Assert.True(checkpoint.TrySet([1, 0x30, 7, 0, 0, 0, 0, 0, 0, 0, .. s_event]));
        Assert.Equal((0x30, 7UL, default(MaraReported)), (checkpoint.Sequence, checkpoint.Count, checkpoint.Reported));
        Assert.Equal(s_event, checkpoint.Events.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0220")]
    [InlineData("032005000000000000000000000000000000")]
    [InlineData("0420050000000000000000000000000000000000000000000000")]
    [InlineData("032005000000000000000000000000000000000000000000000001")]
    [InlineData("02200500000000000000000000000000000001")]
    public void Other_bytes_are_refused_and_change_nothing(string bytes)
    {
        MaraCheckpoint checkpoint = new();
        checkpoint.Set(0x21, 3, default, s_event);
        Assert.False(checkpoint.TrySet(Convert.FromHexString(bytes)));
        Assert.Equal((0x21, 3UL), (checkpoint.Sequence, checkpoint.Count));
    }
}
