using Edge.Field.Mara.Outstation;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Outstation;

/// <summary>The same sequence brings the same bytes.</summary>
public sealed class RetryBufferTests
{
    private readonly RetryBuffer _buffer = new(1);
    private readonly byte[] _frame = new byte[256];

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x20)]
    [InlineData(0xFF)]
    public void At_first_every_sequence_is_new(byte sequence) => Assert.Equal(RetryState.New, _buffer.Find(sequence));

    [Fact]
    public void The_answer_is_a_frame_that_goes_back_to_the_source()
    {
        _buffer.Keep(CentreRig.Ask(0x20), Wire.Poll, [1, 2, 3]);
        Assert.Equal(RetryState.Kept, _buffer.Find(0x20));
        Assert.Equal(Wire.Frame(0x40, 0x01, 0x20, Wire.Poll, 1, 2, 3), _frame[.._buffer.CopyTo(_frame)]);
        Assert.Equal(Wire.Frame(0x40, 0x01, 0x20, Wire.Poll, 1, 2, 3), _frame[.._buffer.CopyTo(_frame)]);
    }

    [Fact]
    public void Only_the_last_sequence_is_kept()
    {
        _buffer.Keep(CentreRig.Ask(0x20), Wire.Poll, [1]);
        _buffer.Keep(CentreRig.Ask(0x21), Wire.Poll, [2]);
        Assert.Equal((RetryState.New, RetryState.Kept), (_buffer.Find(0x20), _buffer.Find(0x21)));
    }

    [Fact]
    public void A_silence_is_kept_as_well()
    {
        _buffer.KeepSilence(CentreRig.Ask(0x20, 0x04));
        Assert.Equal((RetryState.Kept, 0), (_buffer.Find(0x20), _buffer.CopyTo(_frame)));
    }

    [Fact]
    public void After_a_restart_the_sequence_is_known_and_its_bytes_are_not()
    {
        _buffer.Restore(0x20);
        Assert.Equal((RetryState.Forgotten, RetryState.New), (_buffer.Find(0x20), _buffer.Find(0x21)));
        _buffer.Keep(CentreRig.Ask(0x20), Wire.Poll, [1]);
        Assert.Equal(RetryState.Kept, _buffer.Find(0x20));
    }
}
