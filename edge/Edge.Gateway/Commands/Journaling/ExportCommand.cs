using System.CommandLine;
using System.Globalization;
using System.Text;
using Edge.Journal.Inspection;
using Edge.Pipeline;

namespace Edge.Gateway.Commands.Journaling;

/// <summary><c>edge journal export</c>: records of a span of time as CSV or JSON.</summary>
internal static class ExportCommand
{
    private static readonly string[] s_ownSuffixes = ["", "-wal", "-shm", ".lock", ".damaged", ".salvage", ".salvaged", ".checkpoints"];

    private static Phrase Help =>
        $"""
        Writes the records of a kind, of a span of time or all, from the journal of a gateway, also of one that runs. It takes little
        memory, whatever there is, and changes nothing in the journal.

        --csv: RFC 4180 with a header; a text that a spreadsheet would take for a formula has an apostrophe before it. --json: one object a
        line, with the same names; empty cells are left out. docs/journal.md explains every column. Times are RFC 3339 in UTC.

        A record that is damaged is a row with its seq and what is wrong in "problem".

        Exit: 0 written, 1 written and some records are damaged, or stopped before the end, 2 there is no journal, it cannot be read, or the
        output cannot be written, 78 the configuration is wrong.
        """;

    public static Command Create(Func<bool> showsProgress)
    {
        JournalPlace place = new();
        Option<string> kind = new("--kind")
        {
            Description = Say($"The kind of the records: samples, events, energies, statistics, operator or loss."),
            Required = true,
        };
        kind.AcceptOnlyFromAmong([.. JournalWords.Kinds.Select(known => known.Word)]);
        Option<string?> from = TimeOption("--from", $"The first time, as 2026-03-14T12:00:00Z; without a zone it is UTC.");
        Option<string?> to = TimeOption(
            "--to", $"The time before which it ends. Both compare the time at which the gateway got the record.");
        Option<bool> csv = new("--csv") { Description = Say($"A table for spreadsheets.") };
        Option<bool> json = new("--json") { Description = Say($"One JSON object a line.") };
        Option<string?> file = new("--output", "-o")
        {
            Description = Say($"The file to write; without it the rows go to the standard output."),
            HelpName = "FILE",
        };
        Command command = new("export", Say(Help)) { kind, from, to, csv, json, file };
        place.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(csv) == result.GetValue(json))
            {
                result.AddError(Say($"Give one of --csv and --json."));
            }
        });
        command.SetAction((parsed, stop) =>
        {
            if (place.Find(parsed) is not { } path)
            {
                return Task.FromResult(RunCommand.WrongConfiguration);
            }

            JournalRecordKind records = Array.Find(JournalWords.Kinds, known => known.Word == parsed.GetValue(kind)).Kind;
            RecordFilter filter = new()
            {
                Kinds = [records],
                From = TimeOf(parsed.GetValue(from)),
                To = TimeOf(parsed.GetValue(to)),
            };
            IExportFormat format = parsed.GetValue(csv) ? new CsvFormat(records) : new JsonFormat();
            TextWriter errors = parsed.InvocationConfiguration.Error;
            Export export = new(path, filter, format, errors, showsProgress());
            return Task.FromResult(
                Run(export, path, parsed.GetValue(file), parsed.InvocationConfiguration.Output, errors, stop));
        });
        return command;
    }

    private static Option<string?> TimeOption(string name, Phrase description)
    {
        Option<string?> option = new(name) { Description = Say(description), HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && TimeOf(token.Value) is null)
            {
                result.AddError(Say($"{name} '{token.Value}' is no time: give it as 2026-03-14T12:00:00Z, or with an offset as -03:00."));
            }
        });
        return option;
    }

    private static DateTimeOffset? TimeOf(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
        ? time
        : null;

    private static int Run(Export export, string journal, string? file, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        try
        {
            if (file is null)
            {
                return export.Run(output, stop);
            }

            string full = Path.GetFullPath(file);
            if (s_ownSuffixes.Any(suffix => Path.GetFullPath(journal) + suffix == full))
            {
                errors.Say($"{file} is a file of the journal itself: give another one.");
                return JournalCommand.CannotDo;
            }

            using StreamWriter writer = new(full, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return export.Run(writer, stop);
        }
        catch (JournalUnreadableException trouble)
        {
            errors.Say(JournalWords.Of(trouble));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Say($"The rows cannot be written: {failure.Message}");
        }

        return JournalCommand.CannotDo;
    }
}

/// <summary>One export.</summary>
/// <param name="path">The journal.</param>
/// <param name="filter">Which records.</param>
/// <param name="format">How they are written.</param>
/// <param name="errors">For the progress and what is said at the end.</param>
/// <param name="shown">Whether the progress is shown.</param>
internal sealed class Export(string path, RecordFilter filter, IExportFormat format, TextWriter errors, bool shown)
{
    private const int Piece = 32 * 1024;

    private long _records;
    private long _damaged;

    /// <summary>Writes the rows; the journal is not held while the output is slow.</summary>
    /// <returns>The exit code.</returns>
    public int Run(TextWriter output, CancellationToken stop)
    {
        JournalView view = new(path);
        JournalFacts facts = view.ReadFacts();
        long done = 0;
        using (ProgressLine progress = new(errors, shown, facts.OldestSeq, facts.LastSeq))
        {
            using StringWriter text = new(CultureInfo.InvariantCulture);
            format.Begin(output);
            foreach (RecordPage page in view.Walk(filter, 0, facts.LastSeq))
            {
                Write(page, text, output);
                done = page.UpTo;
                progress.Report(done, _records);
                if (stop.IsCancellationRequested)
                {
                    break;
                }
            }

            output.Flush();
        }

        if (done < facts.LastSeq)
        {
            errors.Say($"Stopped: the rows end with record {done} of {facts.LastSeq}.");
            return JournalCommand.SomethingWrong;
        }

        if (_damaged > 0)
        {
            errors.Say($"{_damaged} rows are of damaged records: edge journal verify says what is wrong and what to do.");
            return JournalCommand.SomethingWrong;
        }

        return JournalCommand.Good;
    }

    private void Write(RecordPage page, StringWriter text, TextWriter output)
    {
        foreach (UnreadableSpan span in page.Unreadable)
        {
            format.Write(text, ExportRows.Of(span, filter.Kinds[0]));
            _damaged++;
        }

        foreach (JournalRow row in page.Rows)
        {
            foreach (ExportRow cells in ExportRows.Of(row))
            {
                format.Write(text, cells);
                PassOn(text, output, Piece);
            }

            _records++;
            _damaged += row.Record!.Problem is null ? 0 : 1;
        }

        PassOn(text, output, 0);
    }

    // The standard output goes out at every write: so it gets pieces.
    private static void PassOn(StringWriter text, TextWriter output, int atLeast)
    {
        StringBuilder letters = text.GetStringBuilder();
        if (letters.Length > atLeast)
        {
            output.Write(letters);
            _ = letters.Clear();
        }
    }
}
