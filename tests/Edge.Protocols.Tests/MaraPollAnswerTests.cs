using CsCheck;
using Edge.Protocols.Mara;
using TestKit.Field;

namespace Edge.Protocols.Tests;

public sealed class MaraPollAnswerTests
{
    // Written by hand from Mara 1.4 §4: one IED, two digital words, two analogue words, one event.
    private const string Small =
        "07 47 01 02 00 00 03  05 11 00 14 55  05 BF 0B 00 40  0B 05 93 1A 01 02 01 08 22 00 14";

    [Fact]
    public void An_answer_is_read_section_by_section()
    {
        Assert.True(MaraPollAnswer.TryParse(Hex.Bytes(Small), out MaraPollAnswer answer, out _));

        Assert.Equal(1, answer.SystemVariables.Count);
        Assert.Equal((short)2, answer.SystemVariables[0].Skew);
        Assert.Equal(3, answer.SystemVariables[0].UartRestarts);
        Assert.Equal(2, answer.Digitals.Count);
        Assert.Equal(0x0011, answer.Digitals[0]);
        Assert.Equal(0x5514, answer.Digitals[1]);
        Assert.Equal(2, answer.Analogs.Count);
        Assert.Equal((3007, 0), (answer.Analogs[0].Value, answer.Analogs[0].Quality));
        Assert.Equal((0, MaraAnalog.NothingPulsed), (answer.Analogs[1].Value, answer.Analogs[1].Quality));
        Assert.Equal(1, answer.Events.Count);
        Assert.Equal((5, 1, 3, 1), (answer.Events[0].Address, answer.Events[0].Port, answer.Events[0].Bit, answer.Events[0].State));
        Assert.False(answer.MoreWaiting);
    }

    [Fact]
    public void The_same_answer_is_written_byte_for_byte()
    {
        PollAnswerWriter writer = new(new byte[MaraFrame.MaximumData]);
        writer.AddSystemVariables(new(MaraStatusBits.TimeSet | (MaraStatusBits)7, 1, 2, 0, 3));
        writer.AddDigital(0x0011);
        writer.AddDigital(0x5514);
        writer.AddAnalog(new MaraAnalog(3007, MaraAnalog.Good));
        writer.AddAnalog(new MaraAnalog(0, MaraAnalog.NothingPulsed));
        Assert.True(writer.TryAddEvent(MaraEvent.Digital(5, 1, 3, true, new(26, 1, 2, 1, 8, 34, 0x1400))));
        Assert.Equal(Small.Replace("  ", " "), Hex.Text(writer.Finish()));
    }

    [Fact]
    public void Four_empty_sections_are_an_answer()
    {
        Assert.Equal("01 01 01 01", Hex.Text(new PollAnswerWriter(new byte[10]).Finish()));
        Assert.True(MaraPollAnswer.TryParse([1, 1, 1, 1], out MaraPollAnswer answer, out _));
        Assert.Equal(0, answer.SystemVariables.Count + answer.Digitals.Count + answer.Analogs.Count + answer.Events.Count);
        Assert.False(answer.MoreWaiting);
    }

    [Theory]
    [InlineData("", MaraPollAnswerFault.Missing, MaraSection.SystemVariables, 0)]
    [InlineData("01 01", MaraPollAnswerFault.Missing, MaraSection.Analogs, 2)]
    [InlineData("01 00 01 01", MaraPollAnswerFault.ZeroLength, MaraSection.Digitals, 1)]
    [InlineData("01 01 05 BF 0B", MaraPollAnswerFault.PastEnd, MaraSection.Analogs, 2)]
    [InlineData("04 01 02 03 01 01 01", MaraPollAnswerFault.BrokenEntry, MaraSection.SystemVariables, 0)]
    [InlineData("01 04 01 02 03 01 01", MaraPollAnswerFault.BrokenEntry, MaraSection.Digitals, 1)]
    [InlineData("01 01 02 01 01", MaraPollAnswerFault.BrokenEntry, MaraSection.Analogs, 2)]
    [InlineData("01 01 01 0A 01 93 0C 01 01 01 08 22 00", MaraPollAnswerFault.BrokenEntry, MaraSection.Events, 3)]
    [InlineData("01 01 01 01 FF", MaraPollAnswerFault.TrailingBytes, MaraSection.Events, 4)]
    public void A_length_that_lies_is_named_with_its_section_and_place(
        string hex, MaraPollAnswerFault fault, MaraSection section, int offset)
    {
        Assert.False(MaraPollAnswer.TryParse(Hex.Bytes(hex), out MaraPollAnswer answer, out MaraPollAnswerError error));
        Assert.Equal((fault, section, offset), (error.Fault, error.Section, error.Offset));
        Assert.True(answer.Data.IsEmpty);
    }

    [Fact]
    public void The_error_is_text_with_an_offset_from_any_origin()
    {
        Assert.False(MaraPollAnswer.TryParse([1, 1, 5, 0xBF, 0x0B], out _, out MaraPollAnswerError error));
        Assert.Equal("AI section at byte 2 claims 4 bytes, 2 are left", error.ToString());
        Assert.Equal("AI section at byte 8 claims 4 bytes, 2 are left", error.Describe(MaraFrame.HeaderLength));
    }

    [Fact]
    public void An_analyser_gets_what_stands_before_the_fault()
    {
        MaraPollAnswer answer = MaraPollAnswer.ParseLenient([1, 5, 1, 0, 2, 0, 5, 0xBF, 0x0B], out MaraPollAnswerError error);
        Assert.Equal(MaraPollAnswerFault.PastEnd, error.Fault);
        Assert.Equal(2, answer.Digitals.Count);
        Assert.Equal(1, answer.Analogs.Count);
        Assert.Equal(3007, answer.Analogs[0].Value);
        Assert.Equal(0, answer.Events.Count);
    }

    [Fact]
    public void Events_fit_up_to_the_253_bytes_of_a_frame_and_then_more_may_be_waiting()
    {
        MaraEvent item = MaraEvent.Idle(1, 0, new(26, 1, 1, 0, 0, 0, 0));
        PollAnswerWriter writer = new(new byte[300]);
        int added = 0;
        while (writer.TryAddEvent(item))
        {
            added++;
        }

        // 245 bytes of data, less four lengths: 24 events, one byte left.
        Assert.Equal(24, added);
        Span<byte> data = writer.Finish();
        Assert.Equal(244, data.Length);
        Assert.True(MaraPollAnswer.TryParse(data, out MaraPollAnswer answer, out _));
        Assert.True(answer.MoreWaiting);

        byte[] oneFewer = [1, 1, 1, 231, .. data[4..^10]];
        Assert.True(MaraPollAnswer.TryParse(oneFewer, out answer, out _));
        Assert.Equal(23, answer.Events.Count);
        Assert.False(answer.MoreWaiting);

        // One digital word more, and the 24th no longer fits.
        byte[] oneWordMore = [1, 3, 0, 0, 1, 231, .. data[4..^10]];
        Assert.True(MaraPollAnswer.TryParse(oneWordMore, out answer, out _));
        Assert.True(answer.MoreWaiting);
    }

    [Fact]
    public void An_answer_without_room_for_events_keeps_the_room_of_their_length()
    {
        PollAnswerWriter writer = new(new byte[8]);
        writer.AddDigital(1);
        writer.AddDigital(2);
        Assert.Equal(0, writer.Room);
        Assert.False(writer.TryAddEvent(default));
        Assert.Equal("01 05 01 00 02 00 01 01", Hex.Text(writer.Finish()));
    }

    [Fact]
    public void A_section_that_does_not_fit_or_was_closed_is_a_bug_of_the_caller()
    {
        Assert.Throws<InvalidOperationException>(() =>
        {
            PollAnswerWriter writer = new(new byte[8]);
            writer.AddDigital(1);
            writer.AddDigital(2);
            writer.AddDigital(3);
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            PollAnswerWriter writer = new(new byte[100]);
            writer.AddAnalog(default);
            writer.AddDigital(1);
        });
        Assert.Throws<ArgumentException>(() => { _ = new PollAnswerWriter(new byte[3]); });
    }

    [Fact]
    public void An_analogue_value_has_14_bits_and_a_quality_of_2()
    {
        Assert.Equal(0xFFFF, new MaraAnalog(16_383, 3).Word);
        Assert.Equal((0x3FFF, 2), (new MaraAnalog(0xBFFF).Value, new MaraAnalog(0xBFFF).Quality));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraAnalog(16_384, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraAnalog(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaraAnalog(0, 4));
    }

    [Fact]
    public void Nothing_is_allocated_when_an_answer_is_polled()
    {
        byte[] frame = new byte[MaraFrame.MaximumLength];
        byte[] stream = frame[..MaraFrame.Write(frame, 64, 1, 0x20, MaraCommand.Poll, Hex.Bytes(Small))];
        long sum = ReadAll(stream);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            sum += ReadAll(stream);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.NotEqual(0, sum);
    }

    [Fact]
    public void Any_data_is_judged_without_an_exception_and_a_good_answer_uses_all() =>
        Gen.Frequency((4, Gen.Byte), (6, Gen.Byte[0, 13])).Array[0, 60].Sample(
            data =>
            {
                bool good = MaraPollAnswer.TryParse(data, out MaraPollAnswer answer, out MaraPollAnswerError error);
                Assert.Equal(good, error.Fault == MaraPollAnswerFault.None);
                if (good)
                {
                    int used = 4 + 6 * answer.SystemVariables.Count + 2 * answer.Digitals.Count + 2 * answer.Analogs.Count
                        + 10 * answer.Events.Count;
                    Assert.Equal(data.Length, used);
                }

                Assert.NotEmpty(error.ToString());
                _ = Sum(MaraPollAnswer.ParseLenient(data, out _));
            },
            iter: 5000);

    private static long ReadAll(byte[] stream) =>
        MaraFrameScanner.TryRead(stream, out MaraFrame frame, out _, out _) == MaraScanStatus.Frame
        && MaraPollAnswer.TryParse(frame.Data, out MaraPollAnswer answer, out _)
            ? Sum(answer)
            : throw new InvalidOperationException("The answer was not read.");

    private static long Sum(in MaraPollAnswer answer)
    {
        long sum = 0;
        for (int i = 0; i < answer.SystemVariables.Count; i++)
        {
            sum += answer.SystemVariables[i].Restarts;
        }

        for (int i = 0; i < answer.Digitals.Count; i++)
        {
            sum += answer.Digitals[i];
        }

        for (int i = 0; i < answer.Analogs.Count; i++)
        {
            sum += answer.Analogs[i].Value;
        }

        foreach (MaraEvent item in answer.Events)
        {
            sum += item.TryGetLocalTime(out DateTime local) ? local.Ticks : item.Count;
        }

        return sum;
    }
}
