using System.CommandLine;
using System.Text.Json;
using Edge.Journal.Inspection;

namespace Edge.Gateway.Commands.Journaling;

/// <summary><c>edge journal status</c>: how the journal is.</summary>
internal static class StatusCommand
{
    private static Phrase Help =>
        $"""
        Says how the journal of a gateway is, also of one that runs: its size, its oldest and newest record, how many there are of each
        kind, how far each reader is and what waits for it, what was dropped, which numbers are missing, the last salvage, and how much the
        gateway writes in a day. It walks over all records once and writes nothing.

        --json prints one object; docs/journal.md says what it holds.

        Exit: 0 read, 1 stopped before its end, 2 there is no journal or it cannot be read, 78 the configuration is wrong.
        """;

    public static Command Create(Func<bool> showsProgress, string processes)
    {
        JournalPlace place = new();
        Option<bool> json = new("--json") { Description = Say($"One JSON object instead of text.") };
        Command command = new("status", Say(Help)) { json };
        place.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            if (place.Find(parsed) is not { } path)
            {
                return Task.FromResult(RunCommand.WrongConfiguration);
            }

            TextWriter errors = parsed.InvocationConfiguration.Error;
            try
            {
                JournalSurvey survey = Survey(path, errors, showsProgress(), stop);
                WriteLoad? load = WriteLoad.Of(path, processes, out WriteLoadUnknown why);
                Write(parsed.InvocationConfiguration.Output, parsed.GetValue(json), path, survey, load, why);
                return Task.FromResult(JournalCommand.Good);
            }
            catch (JournalUnreadableException trouble)
            {
                errors.Say(JournalWords.Of(trouble));
                return Task.FromResult(JournalCommand.CannotDo);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return Task.FromResult(JournalCommand.SomethingWrong);
            }
        });
        return command;
    }

    private static JournalSurvey Survey(string path, TextWriter errors, bool shown, CancellationToken stop)
    {
        JournalView view = new(path);
        JournalSurvey survey = new(view.ReadFacts());
        using ProgressLine progress = new(errors, shown, survey.Facts.OldestSeq, survey.Facts.LastSeq);
        foreach (RecordPage page in view.Walk(new RecordFilter { Bodies = false }, 0, survey.Facts.LastSeq))
        {
            stop.ThrowIfCancellationRequested();
            survey.Take(page);
            progress.Report(page.UpTo, survey.Records);
        }

        return survey;
    }

    private static void Write(TextWriter output, bool json, string path, JournalSurvey survey, WriteLoad? load, WriteLoadUnknown why)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(StatusJson.Of(path, survey, load, why), JournalJsonContext.Default.StatusJson));
        }
        else
        {
            StatusText.Write(output, path, survey, load, why);
        }
    }
}
