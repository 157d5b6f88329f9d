using Edge.Field.Mara.Bus;
using Edge.Protocols.Mara;
using TestKit.Field;

namespace Edge.Field.Mara.Tests.Bus;

/// <summary>What a control centre is shown of an IED: its bytes, and the bit that only the concentrator writes (Mara 1.4 §6).</summary>
public sealed class MaraIedBytesTests
{
    private const byte NoAnswer = 0x10;

    private readonly MaraIedBytes _bytes = new();

    [Fact]
    public void Before_the_first_answer_there_are_variables_of_zero_and_no_values()
    {
        Assert.Equal(new byte[6], _bytes.Variables.ToArray());
        Assert.Equal((0, 0), (_bytes.Digitals.Length, _bytes.Analogs.Length));
    }

    [Fact]
    public void The_sections_stand_as_they_came()
    {
        Keep([0x47, 1, 2, 3, 4, 5], [1, 0, 2, 0], [100, 0, 0x00, 0x40, 7, 1]);
        Assert.Equal([0x47, 1, 2, 3, 4, 5], _bytes.Variables.ToArray());
        Assert.Equal([1, 0, 2, 0], _bytes.Digitals.ToArray());
        Assert.Equal([100, 0, 0x00, 0x40, 7, 1], _bytes.Analogs.ToArray());
    }

    [Fact]
    public void A_silent_IED_keeps_its_values_and_has_the_bit()
    {
        Keep([0x47, 1, 2, 3, 4, 5], [1, 0], [100, 0]);
        _bytes.MarkSilent();
        Assert.Equal([0x47 | NoAnswer, 1, 2, 3, 4, 5], _bytes.Variables.ToArray());
        Assert.Equal([1, 0], _bytes.Digitals.ToArray());
        Assert.Equal([100, 0], _bytes.Analogs.ToArray());
    }

    [Fact]
    public void An_answer_takes_the_bit_away_even_where_the_IED_sent_it()
    {
        _bytes.MarkSilent();
        Keep([0x47 | NoAnswer, 0, 0, 0, 0, 0], [], []);
        Assert.Equal(0x47, _bytes.Variables[0]);
    }

    [Fact]
    public void A_smaller_answer_leaves_nothing_of_a_larger_one()
    {
        Keep([0x47, 0, 0, 0, 0, 0], [1, 0, 2, 0], [100, 0, 200, 0]);
        Keep([0x47, 0, 0, 0, 0, 0], [3, 0], []);
        Assert.Equal([3, 0], _bytes.Digitals.ToArray());
        Assert.Equal(0, _bytes.Analogs.Length);
    }

    [Fact]
    public void Without_variables_the_last_ones_stay()
    {
        Keep([0x47, 1, 2, 3, 4, 5], [1, 0], []);
        _bytes.MarkSilent();
        Keep([], [2, 0], []);
        Assert.Equal([0x47, 1, 2, 3, 4, 5], _bytes.Variables.ToArray());
    }

    [Fact]
    public void The_longest_answer_fits()
    {
        byte[] digitals = [.. Enumerable.Range(0, 118).Select(i => (byte)i)];
        byte[] analogs = [.. Enumerable.Range(0, 116).Select(i => (byte)(i * 3))];
        Keep([0x47, 0, 0, 0, 0, 0], digitals, analogs);
        Assert.Equal(digitals, _bytes.Digitals.ToArray());
        Assert.Equal(analogs, _bytes.Analogs.ToArray());
    }

    private void Keep(byte[] variables, byte[] digitals, byte[] analogs)
    {
        Assert.True(MaraPollAnswer.TryParse(Wire.Answer(variables, digitals, analogs), out MaraPollAnswer answer, out _));
        _bytes.Keep(answer);
    }
}
