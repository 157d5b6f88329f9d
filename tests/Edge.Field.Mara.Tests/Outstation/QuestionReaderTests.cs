using Edge.Field.Mara.Outstation;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>Frames in the bytes of a connection.</summary>
public sealed class QuestionReaderTests
{
    private static readonly byte[] s_poll = [0xFE, 0x08, 0x01, 0x40, 0x80, 0x10, 0x80, 0xA7];

    private readonly QuestionReader _reader = new();

    [Fact]
    public void A_frame_is_found_when_its_last_byte_is_there()
    {
        Add(s_poll.AsSpan()[..^1]);
        Assert.False(_reader.TryTake(giveUp: false));
        Assert.True(_reader.HasBegun);
        Add(s_poll.AsSpan()[^1..]);
        Assert.True(_reader.TryTake(giveUp: false));
        Question found = _reader.Question;
        Assert.Equal((0x01, 0x40, 0x80, 0x10), (found.Destination, found.Source, found.Sequence, found.Command));
        Assert.False(_reader.HasBegun);
    }

    [Fact]
    public void Two_frames_that_come_together_are_two_questions()
    {
        Add([.. s_poll, .. Wire.Frame(0x01, 0x40, 0x21, 0x1A)]);
        Assert.True(_reader.TryTake(giveUp: false));
        Assert.True(_reader.TryTake(giveUp: false));
        Assert.Equal(0x1A, _reader.Question.Command);
        Assert.False(_reader.TryTake(giveUp: false));
    }

    [Fact]
    public void A_false_start_is_skipped_when_its_rest_does_not_come()
    {
        Add([0xFE, 0xFD, .. s_poll]);
        Assert.False(_reader.TryTake(giveUp: false));
        Assert.True(_reader.TryTake(giveUp: true));
        Assert.Equal(0x10, _reader.Question.Command);
    }

    [Fact]
    public void More_than_64_KiB_without_a_frame_is_garbage()
    {
        for (int i = 0; i < 64; i++)
        {
            Add(new byte[1024]);
            Assert.False(_reader.TryTake(giveUp: false));
        }

        Assert.False(_reader.IsGarbage);
        Add([0]);
        Assert.True(_reader.IsGarbage);
        _ = _reader.TryTake(giveUp: false);
        Add(s_poll);
        Assert.True(_reader.TryTake(giveUp: false));
        Assert.False(_reader.IsGarbage);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_reader.Free.Span);
        _reader.Add(bytes.Length);
    }
}
