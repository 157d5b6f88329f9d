namespace Edge.Gateway.Tests.Commands.Decoding;

public sealed class DecodeTextTests
{
    [Fact]
    public void An_answer_is_laid_out_for_a_person()
    {
        const string state = "the concentrator: time never set, last reset power-on + brown-out + watchdog";
        const string expected =
            $"""
            line 1  concentrator 1 → centre 64  SEC 0D  COM 10 answer to a poll  76 bytes  BCC 8604 ok
              system variables, 1 IED
                 #  bytes              restarts  UART  skew ms  corr.  state
                 1  20 00 00 CC 01 01         0     1        ?      1  {state}
              digital inputs, 2 words
                 1  0011  set: 0 4
                 2  5514  set: 2 4 8 10 12 14
              analogue inputs, 2 words (* quality 1: nothing pulsed; 2, 3: undefined)
                 1   3007        0*1
              5 events
                 1  2026-01-02 01:08:34.15625    IED 1   digital  port 1 bit 3  → 1
                 2  2014-01-13 16:00:00          IED 10  energy   channel 1         0  15 minutes
                 3  2014-01-14 00:00:00          IED 2   energy   channel 0    178707  total of its day
                 4  2026-01-02 01:08:34          IED 3   comms    link to the IED lost (code 2, motive 0)  quality bit set
                 5  2026-01-02 01:08:34.000030517578125  IED 1   idle     code 0

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), DecodeRun.Of(Frames.Answer).Output);
    }

    [Theory]
    [InlineData(Frames.SetTime, "COM 12 set time", "9 bytes: 2012-10-16 00:55:13.47900390625, Tuesday")]
    [InlineData(Frames.SetTimeMonth13, "COM 12 set time", "no possible time: month 13")]
    [InlineData(Frames.Control, "COM 13 control, logical port", "port 0, bit 5, state 1")]
    [InlineData(Frames.ControlRefused, "COM 13 control, logical port", "port 0: refused")]
    [InlineData(Frames.Unknown, "COM 77 unknown command", "DE AD")]
    [InlineData(Frames.Sync, "COM 0C sync", "concentrator 1 → everyone")]
    [InlineData(Frames.Poll, "COM 10 poll", "centre 64 → concentrator 1")]
    public void Other_commands_are_named_and_their_data_put_into_words(string frame, string command, string words)
    {
        DecodeRun run = DecodeRun.Of(frame);
        Assert.Contains(command, run.Output);
        Assert.Contains(words, run.Output);
        Assert.Equal(0, run.Exit);
    }

    [Theory]
    [InlineData("FE 08 01 40 80 10 80 A8", "! BCC 80A8 WRONG, the bytes ask for 80A7")]
    [InlineData("FE 08 01 40", "! frame cut off: QTY at byte 1 says 8 bytes, 4 are here")]
    [InlineData(Frames.Month13, "! month 13")]
    [InlineData(Frames.OddDigitals, "! DI section at byte 7 has 3 bytes, no multiple of 2")]
    public void What_is_wrong_is_marked(string frame, string mark)
    {
        DecodeRun run = DecodeRun.Of(frame);
        Assert.Contains(mark, run.Output);
        Assert.Equal(1, run.Exit);
    }
}
