using Edge.Gateway.Commands.Decoding;
using Edge.Gateway.Tests.Commands.Decoding;
using TestKit;

namespace Edge.Gateway.Tests.Faults;

/// <summary>Before: <c>edge decode /dev/zero</c> never ended and said nothing.</summary>
public sealed class Fault_50_decoding_has_an_end
{
    private const string Frame = "FE 08 01 40 80 10 80 A7";

    [Fact]
    public void An_input_without_end_ends_with_2_and_words()
    {
        DecodeRun run = DecodeRun.OfFile("/dev/zero");
        Assert.Equal((DecodeCommand.CannotRead, ""), (run.Exit, run.Output));
        Assert.Contains("Cannot read /dev/zero: it has 67108864 characters in a row", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, DecodeCommand.AllGood)]
    [InlineData(false, DecodeCommand.CannotRead)]
    public void A_log_is_read_to_its_end_while_frames_come(bool frames, int exit)
    {
        using TemporaryFolder folder = new();
        string file = folder.At("long.log");
        using (StreamWriter writer = new(file))
        {
            string idle = new('.', 32 * 1024);
            for (int i = 0; i < 3 * BoundedLineReader.MaximumWithoutFrame / (32 * 1024) / 2; i++)
            {
                writer.Write(idle);
                writer.Write(frames && i % 100 == 0 ? $"\n{Frame}\n" : "\n");
            }
        }

        Assert.Equal(exit, DecodeRun.OfFile(file).Exit);
    }
}
