namespace Edge.Gateway.Tests.Commands.Decoding;

public sealed class DecodeJsonTests
{
    private const string PollJson = "\"bcc\":\"ok\",\"dst\":1,\"src\":64,\"seq\":128,\"com\":16}";

    [Fact]
    public void An_answer_is_one_object_in_the_documented_shape()
    {
        DecodeRun run = DecodeRun.Json(Frames.Answer);
        Assert.Equal(Frames.AnswerObject(1) + "\n", run.Output);
        Assert.Equal(0, run.Exit);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData(" ", "")]
    [InlineData(" ", "-")]
    [InlineData(" ", ":")]
    [InlineData(" ", ",")]
    [InlineData(" ", ", 0x")]
    [InlineData(" ", "\t")]
    [InlineData(" ", "  ")]
    public void The_separator_between_the_bytes_does_not_matter(string from, string to)
    {
        string line = Frames.Answer.Replace(from, to);
        line = to.EndsWith("0x", StringComparison.Ordinal) ? "0x" + line : line;
        Assert.Equal([Frames.AnswerObject(1)], DecodeRun.Json(line).Lines);
        Assert.Equal([Frames.AnswerObject(1)], DecodeRun.Json(line.ToLowerInvariant()).Lines);
    }

    [Theory]
    [InlineData("2026-01-02 01:08:34 RX FE 08 01 40 80 10 80 A7")]
    [InlineData("2026-01-02T01:08:34.123Z INFO Feeder 3: [FE 08 01 40 80 10 80 A7] in 12 ms")]
    [InlineData("Jan  2 01:08:34 box edge[4711]: tx(8)=fe080140801080a7")]
    [InlineData("0000  fe 08 01 40 80 10 80 a7                            .......@")]
    [InlineData("{\"frame\":\"FE080140801080A7\",\"ok\":true}")]
    [InlineData("rxFE080140801080A7")]
    [InlineData(@"\xFE\x08\x01\x40\x80\x10\x80\xA7")]
    [InlineData("the feed of line 3 at 12 FE 08 01 40 80 10 80 A7")]
    public void A_frame_inside_a_line_of_a_log_is_found(string line)
    {
        DecodeRun run = DecodeRun.Json(line);
        Assert.Equal("{\"line\":1," + PollJson, Assert.Single(run.Lines));
        Assert.Equal(0, run.Exit);
    }

    [Fact]
    public void A_line_without_a_frame_is_skipped_but_counted()
    {
        DecodeRun run = DecodeRun.Json($"\n# feeder, café, DEAD BEEF 12 34\r\nfe\tis a word in a log\n{Frames.Poll}\r\n");
        Assert.Equal("{\"line\":4," + PollJson, Assert.Single(run.Lines));
        Assert.Equal(0, run.Exit);
    }

    [Fact]
    public void Other_frames_have_their_header_and_their_data()
    {
        DecodeRun run = DecodeRun.Json($"{Frames.Sync}\n{Frames.SetTime}\n{Frames.Unknown}\n{Frames.Empty}");
        Assert.Equal(
            [
                "{\"line\":1,\"bcc\":\"ok\",\"dst\":255,\"src\":1,\"seq\":128,\"com\":12}",
                "{\"line\":2,\"bcc\":\"ok\",\"dst\":255,\"src\":64,\"seq\":34,\"com\":18,\"data\":\"0C0A1000370D503D02\"}",
                "{\"line\":3,\"bcc\":\"ok\",\"dst\":64,\"src\":1,\"seq\":33,\"com\":119,\"data\":\"DEAD\"}",
                "{\"line\":4,\"bcc\":\"ok\",\"dst\":64,\"src\":1,\"seq\":32,\"com\":16,\"sv\":[],\"di\":[],\"ai\":[],\"events\":[]}",
            ],
            run.Lines);
        Assert.Equal(0, run.Exit);
    }

    [Fact]
    public void Old_boards_are_read_with_their_own_layout()
    {
        const string head =
            "{\"line\":1,\"bcc\":\"ok\",\"dst\":64,\"src\":1,\"seq\":14,\"com\":16,\"sv\":[],\"di\":[],\"ai\":[],\"events\":[";
        const string digital = head + "{\"type\":\"digital\",\"ied\":1,\"q\":0,";
        Assert.Equal(
            digital + "\"port\":1,\"bit\":9,\"state\":1,\"time\":\"2012-01-01T01:08:34.15625\"}]}",
            Assert.Single(DecodeRun.Of(Frames.OneEvent, "--json", "--layout", "bpe").Lines));
        Assert.Equal(
            digital + "\"port\":1,\"bit\":3,\"state\":1,\"time\":\"2012-01-01T01:08:34.15625\"}]}",
            Assert.Single(DecodeRun.Of(Frames.OneEvent, "--json", "--layout", "epb").Lines));
    }

    [Fact]
    public void A_wrong_block_check_is_shown_with_the_right_one_and_all_is_decoded()
    {
        DecodeRun run = DecodeRun.Json(Frames.Answer.Replace("86 04", "86 05"));
        string expected = Frames.AnswerObject(1)
            .Replace("\"bcc\":\"ok\"", "\"bcc\":\"bad\",\"bccExpected\":\"8604\",\"bccFound\":\"8605\"");
        Assert.Equal(expected, Assert.Single(run.Lines));
        Assert.Equal(1, run.Exit);
    }

    [Theory]
    [InlineData(
        "FE 0F 40 01 20 10 01 03 11",
        "\"bcc\":\"bad\",\"dst\":64,\"src\":1,\"seq\":32,\"com\":16,\"sv\":[],\"di\":[],"
        + "\"error\":\"frame cut off: QTY at byte 1 says 15 bytes, 9 are here; DI section at byte 7 claims 2 bytes, 1 are left\"}")]
    [InlineData("FE 08 01", "\"bcc\":\"bad\",\"dst\":1,\"error\":\"frame cut off: QTY at byte 1 says 8 bytes, 3 are here\"}")]
    [InlineData("FE", "\"bcc\":\"bad\",\"error\":\"frame cut off before its QTY: 1 byte is here\"}")]
    [InlineData(
        "FE 05 01 40 80 10 80 A7",
        "\"bcc\":\"bad\",\"bccExpected\":\"80AA\",\"bccFound\":\"80A7\",\"dst\":1,\"src\":64,\"seq\":128,\"com\":16,"
        + "\"error\":\"QTY at byte 1 is 5, it must be 8 to 253\"}")]
    [InlineData(
        Frames.QtyTooHigh,
        "\"bcc\":\"ok\",\"dst\":64,\"src\":1,\"seq\":32,\"com\":16,\"sv\":[],\"di\":[17],\"ai\":[],\"events\":[],"
        + "\"error\":\"QTY at byte 1 says 40 bytes, 14 are here\"}")]
    [InlineData(
        Frames.QtyTooLow,
        "\"bcc\":\"ok\",\"dst\":64,\"src\":1,\"seq\":32,\"com\":16,\"sv\":[],\"di\":[17],\"ai\":[],\"events\":[],"
        + "\"error\":\"QTY at byte 1 says 9 bytes, 14 are here\"}")]
    [InlineData(
        Frames.OddDigitals,
        "\"bcc\":\"ok\",\"dst\":64,\"src\":1,\"seq\":32,\"com\":16,\"sv\":[],\"di\":[17],\"ai\":[],\"events\":[],"
        + "\"error\":\"DI section at byte 7 has 3 bytes, no multiple of 2\"}")]
    [InlineData(
        Frames.AnalogsPastEnd,
        "\"bcc\":\"ok\",\"dst\":64,\"src\":1,\"seq\":32,\"com\":16,\"sv\":[],\"di\":[17],\"ai\":[{\"value\":3007,\"q\":0}],"
        + "\"error\":\"AI section at byte 10 claims 8 bytes, 2 are left\"}")]
    [InlineData(
        Frames.Month13,
        "\"bcc\":\"ok\",\"dst\":64,\"src\":1,\"seq\":14,\"com\":16,\"sv\":[],\"di\":[],\"ai\":[],\"events\":["
        + "{\"type\":\"digital\",\"ied\":1,\"q\":0,\"port\":1,\"bit\":3,\"state\":1,\"time\":null,\"error\":\"month 13\"}],"
        + "\"error\":\"event 1 at byte 10 has no possible time: month 13\"}")]
    public void What_is_wrong_with_a_frame_is_said_beside_what_could_be_decoded(string line, string expected)
    {
        DecodeRun run = DecodeRun.Json(line);
        Assert.Equal("{\"line\":1," + expected, Assert.Single(run.Lines));
        Assert.Equal(1, run.Exit);
    }

    [Fact]
    public void Several_frames_in_one_line_are_all_shown()
    {
        DecodeRun run = DecodeRun.Json($"{Frames.Poll} {Frames.Answer}{Frames.Poll.Replace(" ", "")} | tx {Frames.Poll}");
        Assert.Equal(["{\"line\":1," + PollJson, Frames.AnswerObject(1), "{\"line\":1," + PollJson, "{\"line\":1," + PollJson], run.Lines);
        Assert.Equal(0, run.Exit);
    }

    [Fact]
    public void Junk_behind_a_frame_is_shown_and_does_not_spoil_it()
    {
        DecodeRun run = DecodeRun.Json(Frames.Poll + " 00 11");
        Assert.Equal("{\"line\":1," + PollJson.Replace("}", ",\"trailing\":\"0011\"}"), Assert.Single(run.Lines));
        Assert.Equal(0, run.Exit);
    }

    [Fact]
    public void A_cut_frame_before_a_good_one_is_shown_as_what_it_is()
    {
        DecodeRun run = DecodeRun.Json($"FE 4C 40 01 0D {Frames.Poll}");
        Assert.Equal(
            [
                "{\"line\":1,\"bcc\":\"bad\",\"dst\":64,\"src\":1,\"seq\":13,"
                + "\"error\":\"frame cut off: QTY at byte 1 says 76 bytes, 5 are here\"}",
                "{\"line\":1," + PollJson,
            ],
            run.Lines);
        Assert.Equal(1, run.Exit);
    }

    [Fact]
    public void Two_broken_frames_in_one_line_are_two()
    {
        DecodeRun run = DecodeRun.Json("FE 08 01 40 80 10 80 A8 FE 08 FF 01 80 0C 82 EB");
        Assert.Equal(
            [
                "{\"line\":1,\"bcc\":\"bad\",\"bccExpected\":\"80A7\",\"bccFound\":\"80A8\",\"dst\":1,\"src\":64,\"seq\":128,\"com\":16}",
                "{\"line\":1,\"bcc\":\"bad\",\"bccExpected\":\"82EA\",\"bccFound\":\"82EB\",\"dst\":255,\"src\":1,\"seq\":128,\"com\":12}",
            ],
            run.Lines);
        Assert.Equal(1, run.Exit);
    }

    [Fact]
    public void Noise_that_looks_like_a_start_does_not_hide_the_frame_behind_it()
    {
        DecodeRun run = DecodeRun.Json("00 FE 03 12 " + Frames.Poll);
        Assert.Equal("{\"line\":1," + PollJson, Assert.Single(run.Lines));
        Assert.Equal(0, run.Exit);
    }
}
