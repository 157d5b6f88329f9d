using System.Globalization;
using Edge.Protocols.Mara;

namespace Edge.Protocols.Tests;

public sealed class CapturedAnswersTests
{
    [Fact]
    public void All_hundred_captured_answers_say_what_the_reference_says_of_them()
    {
        string[] lines = CapturedAnswers.Lines();
        Assert.Equal(100, lines.Length);
        foreach (string line in lines)
        {
            HexReference reference = new(line);
            Assert.Equal(reference.ExpectedCheck, reference.Check);
            Assert.Equal(0, reference.Rest);
            Assert.True(MaraFrame.TryParse(Hex.Bytes(line), out MaraFrame frame, out MaraFrameError error), error.ToString());
            Assert.Equal(
                string.Join(' ', reference.Header),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"FE {frame.Bytes.Length:X2} {frame.Destination:X2} {frame.Source:X2} {frame.Sequence:X2} {frame.Command:X2}"));
            Assert.True(MaraPollAnswer.TryParse(frame.Data, out MaraPollAnswer answer, out MaraPollAnswerError wrong), wrong.ToString());
            Assert.Equal(string.Join(' ', reference.SystemVariables), Hex.Text(answer.SystemVariableBytes));
            Assert.Equal(reference.DigitalWords, Digitals(answer));
            Assert.Equal(reference.AnalogTexts, Analogs(answer));
            Assert.Equal(reference.Events, Events(answer));
        }
    }

    [Fact]
    public void The_first_captured_answer_has_the_values_decoded_by_hand()
    {
        Assert.True(MaraFrame.TryParse(Hex.Bytes(CapturedAnswers.Lines()[0]), out MaraFrame frame, out _));
        Assert.True(MaraPollAnswer.TryParse(frame.Data, out MaraPollAnswer answer, out _));

        Assert.Equal((11, 13, 24, 10), (answer.SystemVariables.Count, answer.Digitals.Count, answer.Analogs.Count, answer.Events.Count));
        Assert.Equal((17, 21_780, 0), (answer.Digitals[0], answer.Digitals[1], answer.Digitals[2]));
        Assert.Equal((3007, 0), (answer.Analogs[0].Value, answer.Analogs[0].Quality));
        Assert.Equal((0, 0), (answer.Analogs[1].Value, answer.Analogs[1].Quality));
        Assert.Equal((3538, 0), (answer.Analogs[3].Value, answer.Analogs[3].Quality));
        Assert.Equal((0, 1), (answer.Analogs[8].Value, answer.Analogs[8].Quality));
        Assert.True(answer.MoreWaiting);

        // The second IED: its clock is 2/128 s fast; the last one does not answer.
        Assert.Equal((14, (short?)2), (answer.SystemVariables[1].Restarts, answer.SystemVariables[1].Skew));
        Assert.False(answer.SystemVariables[1].NoAnswer);
        Assert.True(answer.SystemVariables[10].NoAnswer);

        MaraEvent second = answer.Events[1];
        Assert.Equal((MaraEventType.Energy, 3, 0, 0, 1475), (second.Type, second.Address, second.Code, second.Channel, second.Count));
        Assert.True(second.TryGetLocalTime(out DateTime local));
        Assert.Equal(new DateTime(2014, 1, 13, 16, 15, 0), local);
    }

    [Fact]
    public void The_totals_of_the_captured_day_belong_to_its_midnight()
    {
        List<(int Address, int Channel, int Count)> totals = [];
        foreach (string line in CapturedAnswers.Lines())
        {
            Assert.True(MaraFrame.TryParse(Hex.Bytes(line), out MaraFrame frame, out _));
            Assert.True(MaraPollAnswer.TryParse(frame.Data, out MaraPollAnswer answer, out _));
            foreach (MaraEvent item in answer.Events)
            {
                if (item.Code == MaraEnergyCode.DailyTotal)
                {
                    Assert.True(item.TryGetLocalTime(out DateTime local));
                    Assert.Equal(new DateTime(2014, 1, 14), local);
                    totals.Add((item.Address, item.Channel, item.Count));
                }
            }
        }

        // Nine IEDs of two channels; IED 2 channel 0 stands as 18 D8 E1 = 0x18E1D8.
        Assert.Equal(18, totals.Count);
        Assert.Contains((2, 0, 0x18E1D8), totals);
    }

    [Fact]
    public void A_captured_answer_cut_at_any_length_is_no_frame_and_is_waited_for()
    {
        foreach (string line in CapturedAnswers.Lines().Take(10))
        {
            byte[] whole = Hex.Bytes(line);
            for (int length = 0; length < whole.Length; length++)
            {
                ReadOnlySpan<byte> cut = whole.AsSpan(0, length);
                Assert.False(MaraFrame.TryParse(cut, out _, out _));
                Assert.Equal(MaraScanStatus.NeedMore, MaraFrameScanner.TryRead(cut, out _, out int consumed, out int rejected));
                Assert.Equal((0, 0), (consumed, rejected));
                Assert.Equal(MaraScanStatus.NeedMore, MaraFrameScanner.TryReadFinal(cut, out _, out consumed, out _));
                Assert.Equal(length, consumed);
                _ = MaraPollAnswer.ParseLenient(cut[Math.Min(length, 6)..], out _);
            }
        }
    }

    [Fact]
    public void Any_single_wrong_byte_of_a_captured_answer_is_caught()
    {
        string[] lines = CapturedAnswers.Lines();
        for (int n = 0; n < lines.Length; n++)
        {
            // All 255 other values for a few frames, some for the rest.
            int step = n % 33 == 0 ? 1 : 51;
            byte[] frame = Hex.Bytes(lines[n]);
            for (int at = 0; at < frame.Length; at++)
            {
                byte right = frame[at];
                for (int change = 1; change < 256; change += step)
                {
                    frame[at] = (byte)(right + change);
                    Assert.False(MaraFrame.TryParse(frame, out _, out _), $"line {n + 1}, byte {at} + {change}");
                    Assert.Equal(MaraScanStatus.NeedMore, MaraFrameScanner.TryReadFinal(frame, out _, out int consumed, out _));
                    Assert.Equal(frame.Length, consumed);
                    _ = MaraPollAnswer.ParseLenient(frame.AsSpan(6..^2), out _);
                }

                frame[at] = right;
            }
        }
    }

    [Fact]
    public void All_captured_answers_in_a_stream_are_found_whatever_the_read_size()
    {
        byte[] stream = [.. CapturedAnswers.Lines().SelectMany(Hex.Bytes)];
        foreach (int read in new[] { 1, 7, 252, 253, 1000, stream.Length })
        {
            byte[] pending = new byte[stream.Length];
            int held = 0;
            int frames = 0;
            for (int at = 0; at < stream.Length; at += read)
            {
                int count = Math.Min(read, stream.Length - at);
                stream.AsSpan(at, count).CopyTo(pending.AsSpan(held));
                held += count;
                int used = 0;
                while (MaraFrameScanner.TryRead(pending.AsSpan(used, held - used), out _, out int consumed, out int rejected)
                    == MaraScanStatus.Frame)
                {
                    Assert.Equal((252, 0), (consumed, rejected));
                    used += consumed;
                    frames++;
                }

                pending.AsSpan(used, held - used).CopyTo(pending);
                held -= used;
            }

            Assert.Equal((100, 0), (frames, held));
        }
    }

    private static List<int> Digitals(in MaraPollAnswer answer)
    {
        List<int> words = [];
        for (int i = 0; i < answer.Digitals.Count; i++)
        {
            words.Add(answer.Digitals[i]);
        }

        return words;
    }

    private static List<string> Analogs(in MaraPollAnswer answer)
    {
        List<string> texts = [];
        for (int i = 0; i < answer.Analogs.Count; i++)
        {
            texts.Add($"{answer.Analogs[i].Value}/{answer.Analogs[i].Quality}");
        }

        return texts;
    }

    private static List<string> Events(in MaraPollAnswer answer)
    {
        List<string> texts = [];
        foreach (MaraEvent e in answer.Events)
        {
            string what = e.Type switch
            {
                MaraEventType.Digital => $"p{e.Port} b{e.Bit} s{e.State}",
                MaraEventType.Energy => $"c{e.Code} ch{e.Channel} n{e.Count}",
                MaraEventType.Idle => $"c{e.Code}",
                _ => $"c{e.Code} m{e.Motive}",
            };
            Assert.True(e.TryGetLocalTime(out DateTime local));
            string fraction = e.Type == MaraEventType.Energy ? "" : $" f{e.Timestamp.Fraction}";
            texts.Add($"{(int)e.Type} q{(e.QualityBit ? 1 : 0)} ied{e.Address} {what} {local:yyyyMMddHHmmss}{fraction}");
        }

        return texts;
    }
}
