using System.Text.RegularExpressions;
using Edge.Protocols.Mara;
using TestKit;

namespace Edge.Protocols.Tests;

/// <summary>The frames of docs/mara.md are frames, and mean what stands beside them.</summary>
public sealed partial class The_manual_shows_real_frames
{
    private static readonly byte[][] s_frames =
    [
        .. Line().Matches(File.ReadAllText(Repository.PathOf("docs", "mara.md")))
            .Select(match => Convert.FromHexString(match.Value.Replace(" ", ""))),
    ];

    public static TheoryData<string> Frames => [.. s_frames.Select(bytes => Hex.Text(bytes))];

    [Theory]
    [MemberData(nameof(Frames))]
    public void Each_has_its_length_and_its_block_check(string hex)
    {
        bool whole = MaraFrame.TryParse(Hex.Bytes(hex), out MaraFrame frame, out MaraFrameError error);
        Assert.True(whole, error.ToString());
        Assert.NotNull(MaraCommand.NameOf(frame.Command));
    }

    [Fact]
    public void The_answer_of_section_4_says_what_its_table_says()
    {
        MaraPollAnswer answer = Answer(0x21);

        Assert.Equal(2, answer.SystemVariables.Count);
        Assert.Equal(-3, answer.SystemVariables[1].Skew!.Value);
        Assert.Equal([0x8005, 0, 0, 0x0210], Enumerable.Range(0, 4).Select(i => (int)Answer(0x21).Digitals[i]));
        Assert.Equal([(2048, 0), (0, 0), (6600, 0), (0, 1)], Enumerable.Range(0, 4).Select(i => ValueAndQuality(Answer(0x21).Analogs[i])));
        Assert.Equal("7 0 4 1 17:42:08.5", Digital(answer.Events[0]));
    }

    [Fact]
    public void The_events_of_section_5_say_what_their_table_says()
    {
        MaraEventList events = Answer(0x22).Events;

        Assert.Equal(80_986, events[0].Count);
        Assert.True(events[0].TryGetLocalTime(out DateTime midnight));
        Assert.Equal(new DateTime(2026, 8, 15), midnight);
        Assert.Equal((3, 12), (events[1].Code, events[1].Motive));
        Assert.Equal((9, 2, 0), (events[2].Address, events[2].Code, events[2].Motive));
        Assert.Equal("9 3 5 1 06:02:30.75", Digital(events[3]));
        Assert.Equal("9 2 11 1 06:02:30.75", Digital(events[3].WithLayout(MaraDigitalLayout.Bpe)));
    }

    private static MaraPollAnswer Answer(byte sequence)
    {
        foreach (byte[] bytes in s_frames)
        {
            if (MaraFrame.TryParse(bytes, out MaraFrame frame, out _) && frame.Sequence == sequence && frame.Source == 1)
            {
                Assert.True(MaraPollAnswer.TryParse(frame.Data, out MaraPollAnswer answer, out _));
                return answer;
            }
        }

        throw new InvalidOperationException($"docs/mara.md shows no answer with SEC {sequence:X2}.");
    }

    private static (int Value, int Quality) ValueAndQuality(MaraAnalog word) => (word.Value, word.Quality);

    private static string Digital(MaraEvent wire)
    {
        Assert.True(wire.TryGetLocalTime(out DateTime time));
        return FormattableString.Invariant($"{wire.Address} {wire.Port} {wire.Bit} {wire.State} {time:HH:mm:ss.FF}");
    }

    [GeneratedRegex("^    FE[0-9A-F ]+$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
