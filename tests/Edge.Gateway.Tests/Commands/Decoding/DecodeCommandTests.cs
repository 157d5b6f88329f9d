using TestKit;

namespace Edge.Gateway.Tests.Commands.Decoding;

public sealed class DecodeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read_like_the_standard_input()
    {
        string path = _folder.At("frames.txt");
        File.WriteAllText(path, Frames.Poll + "\n" + Frames.Answer + "\n");
        DecodeRun run = DecodeRun.OfFile(path, "--json");
        Assert.Equal(0, run.Exit);
        Assert.Equal(Frames.AnswerObject(2), run.Lines[1]);
    }

    [Fact]
    public void A_file_that_cannot_be_read_ends_with_2_and_says_why()
    {
        string missing = _folder.At("nowhere.txt");
        DecodeRun run = DecodeRun.OfFile(missing);
        Assert.Equal(2, run.Exit);
        Assert.StartsWith($"Cannot read {missing}: ", run.Error);
        Assert.Empty(run.Output);

        run = DecodeRun.OfFile(_folder.Path);
        Assert.Equal((2, $"Cannot read {_folder.Path}: it is a directory.\n"), (run.Exit, run.Error));
    }

    [Fact]
    public void A_file_without_a_frame_is_no_error_but_says_so()
    {
        DecodeRun run = DecodeRun.Of("nothing here\n");
        Assert.Equal((0, ""), (run.Exit, run.Output));
        Assert.Contains("No frame found in the standard input", run.Error);
    }

    [Fact]
    public void One_wrong_frame_among_good_ones_ends_with_1() =>
        Assert.Equal(1, DecodeRun.Of($"{Frames.Poll}\nFE 08 01 40 80 10 80 A8\n{Frames.Poll}").Exit);

    [Fact]
    public void An_unknown_layout_is_refused()
    {
        DecodeRun run = DecodeRun.Of(Frames.Poll, "--layout", "abc");
        Assert.NotEqual(0, run.Exit);
        Assert.Contains("abc", run.Error);
    }

    [Fact]
    public void Every_captured_answer_is_good()
    {
        string? path = CapturedAnswers();
        Assert.SkipWhen(
            path is null,
            "The captured frames are not on this machine: ../shared/data/poll-answers-2014-01-13.txt beside the repository is absent.");
        DecodeRun run = DecodeRun.OfFile(path!, "--json");
        Assert.Equal((0, 100), (run.Exit, run.Lines.Length));
        Assert.All(run.Lines, line => Assert.Contains("\"bcc\":\"ok\"", line));
        Assert.All(run.Lines, line => Assert.DoesNotContain("error", line));
    }

    private static string? CapturedAnswers()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
        {
            folder = folder.Parent;
        }

        string path = Path.Combine(folder?.FullName ?? "", "..", "shared", "data", "poll-answers-2014-01-13.txt");
        return File.Exists(path) ? path : null;
    }
}
