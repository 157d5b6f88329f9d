using System.CommandLine;
using Edge.Protocols.Mara;

namespace Edge.Gateway.Commands.Decoding;

/// <summary><c>edge decode [FILE|-] [--json] [--layout epb|bpe]</c>: decodes Mara frames in hex.</summary>
public static class DecodeCommand
{
    /// <summary>Every frame was valid.</summary>
    public const int AllGood = 0;

    /// <summary>At least one frame was not.</summary>
    public const int SomethingWrong = 1;

    /// <summary>The input cannot be read.</summary>
    public const int CannotRead = 2;

    private const string Standard = "-";

    private static Phrase Help =>
        $"""
        Decodes Mara 1.4 frames written in hex, one or more a line, with or without separators (blank - : , ;),
        also inside the lines of a log. A line without a frame is skipped.

        --json prints one object a frame: line, bcc (ok or bad, with bccExpected and bccFound when a wrong one is there),
        dst, src, seq, com; for an answer to 0x10 then sv (bytes), di (words), ai (value, q) and events; for other frames
        data (hex) if there is any. A frame that is cut off, or whose lengths do not agree, has an error that says what and
        where (bytes counted from FE = 0) beside whatever could be decoded. Bytes left behind a frame stand in trailing.
        Times are the local time of the substation. An event with an impossible date or time of day has "time":null and an
        error of its own, and so has its frame: it counts as not good. Energies marked 23:59 with code 1 or 3 are shown as
        00:00 of the next day.

        Exit: 0 every frame was good, 1 at least one was not, 2 the file cannot be read.
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="openStandardInput">Where <c>-</c> reads from; the program's own input when null.</param>
    public static Command Create(Func<TextReader>? openStandardInput = null)
    {
        Argument<string> file = new("FILE")
        {
            Description = Say($"The file to read; - or nothing reads the standard input."),
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => Standard,
        };
        Option<bool> json = new("--json") { Description = Say($"One JSON object a frame and line instead of text.") };
        Option<string> layout = new("--layout")
        {
            Description = Say($"How the boards lay out a digital event: epb (since firmware 1.4 v17.11) or bpe (older boards)."),
            DefaultValueFactory = _ => "epb",
        };
        layout.AcceptOnlyFromAmong("epb", "bpe");

        Command command = new("decode", Say(Help)) { file, json, layout };
        command.SetAction(result =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            IFrameReport report = result.GetValue(json) ? new JsonReport(output) : new TextReport(output);
            MaraDigitalLayout digital = result.GetValue(layout) == "bpe" ? MaraDigitalLayout.Bpe : MaraDigitalLayout.Epb;
            return Run(
                result.GetValue(file) ?? Standard, openStandardInput ?? (() => Console.In), new FrameAnalyser(digital), report,
                result.InvocationConfiguration.Error);
        });
        return command;
    }

    private static int Run(string file, Func<TextReader> openStandardInput, FrameAnalyser analyser, IFrameReport report, TextWriter errors)
    {
        Phrase name = file == Standard ? $"the standard input" : Phrase.Verbatim(file);
        try
        {
            using TextReader reader = file == Standard ? openStandardInput() : Open(file);
            (int frames, int wrong) = Decode(new BoundedLineReader(reader), analyser, report);
            if (frames == 0)
            {
                errors.Say($"No frame found in {name}: a frame is hex bytes that begin with FE.");
            }

            return wrong == 0 ? AllGood : SomethingWrong;
        }
        catch (UnreadableInputException e)
        {
            errors.Say($"Cannot read {name}: {WordedException.TextOf(e)}");
            return CannotRead;
        }
    }

    private static StreamReader Open(string file)
    {
        try
        {
            return Directory.Exists(file) ? throw new UnreadableInputException($"it is a directory.", null) : new StreamReader(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnreadableInputException(Phrase.Verbatim(e.Message), e);
        }
    }

    private static (int Frames, int Wrong) Decode(BoundedLineReader lines, FrameAnalyser analyser, IFrameReport report)
    {
        int frames = 0;
        int wrong = 0;
        while (lines.TryRead(out ReadOnlySpan<char> text))
        {
            foreach (FoundFrame found in FrameFinder.Find(text))
            {
                DecodedFrame frame = analyser.Decode(lines.Number, found);
                report.Write(frame);
                frames++;
                wrong += frame.IsGood ? 0 : 1;
                if (frame.IsGood)
                {
                    lines.HasFrame();
                }
            }

            if (lines.WasTooLong)
            {
                report.WriteLineTooLong(lines.Number, BoundedLineReader.MaximumLength);
                wrong++;
            }
        }

        return (frames, wrong);
    }
}
