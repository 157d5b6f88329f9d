using System.CommandLine;
using Edge.Journal.Inspection;

namespace Edge.Gateway.Commands.Journaling;

/// <summary><c>edge journal verify</c>: whether the journal is sound.</summary>
internal static class VerifyCommand
{
    private const int MostShown = 100;

    private static Phrase Help =>
        $"""
        Reads and decodes every record of the journal of a gateway, also of one that runs, and says what is wrong and what to do: damaged
        pages and records, numbers that are missing though nothing tells that they are lost, cursors of readers outside of the journal. It
        writes nothing and repairs nothing.

        Exit: 0 sound, 1 something is wrong or it was stopped before its end, 2 there is no journal or it cannot be read, 78 the
        configuration is wrong.
        """;

    public static Command Create(Func<bool> showsProgress)
    {
        JournalPlace place = new();
        Command command = new("verify", Say(Help));
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
                JournalCheck check = new(new JournalView(path));
                using (ProgressLine progress = new(
                    errors, showsProgress(), check.Survey.Facts.OldestSeq, check.Survey.Facts.LastSeq))
                {
                    check.Run(seq =>
                    {
                        stop.ThrowIfCancellationRequested();
                        progress.Report(seq, check.Survey.Records);
                    });
                }

                Write(parsed.InvocationConfiguration.Output, path, check);
                return Task.FromResult(check.Count == 0 ? JournalCommand.Good : JournalCommand.SomethingWrong);
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

    private static void Write(TextWriter output, string path, JournalCheck check)
    {
        foreach (JournalFinding finding in check.Findings.Take(MostShown))
        {
            output.Say(Words(finding));
        }

        if (check.Count > MostShown)
        {
            output.Say($"… and {check.Count - MostShown} more");
        }

        foreach (JournalFindingKind kind in check.Findings.Select(finding => finding.Kind).Distinct())
        {
            output.Say(ToDo(kind, path));
        }

        JournalFacts facts = check.Survey.Facts;
        foreach (SeqGap gap in check.Survey.Gaps.Where(gap => gap.ToldBy != GapToldBy.Nothing).Take(MostShown))
        {
            output.Say($"Known: {gap.FirstSeq} to {gap.LastSeq} are missing; {StatusText.Told(gap.ToldBy)}.");
        }

        output.Say(check.Count == 0
            ? (Phrase)$"{path} is sound: {check.Survey.Records} records up to {facts.LastSeq}, epoch {facts.Epoch ?? "?"}."
            : $"{path}: {check.Count} findings in {check.Survey.Records} records up to {facts.LastSeq}, epoch {facts.Epoch ?? "?"}.");
    }

    private static Phrase Words(in JournalFinding finding) => finding.Kind switch
    {
        JournalFindingKind.Bookkeeping => $"A page of the file is damaged that says what the journal holds: {finding.Detail}",
        JournalFindingKind.Log => $"The log is damaged before sound transactions: SQLite would leave those out.",
        JournalFindingKind.Unreadable =>
            $"{finding.FirstSeq} to {finding.LastSeq}: records of table {finding.Name} cannot be read: {finding.Detail}",
        JournalFindingKind.Record => $"{finding.FirstSeq}: the record is damaged: {finding.Detail}",
        JournalFindingKind.TwoOfOneSeq => $"{finding.FirstSeq}: two records have this number.",
        JournalFindingKind.Gap => $"{finding.FirstSeq} to {finding.LastSeq}: missing, and nothing tells why.",
        JournalFindingKind.Cursor =>
            $"Reader {finding.Name} stands at {finding.FirstSeq}, outside of the journal, which ends with {finding.LastSeq}.",
        _ => $"The stored state of element {finding.Name} is damaged: {finding.Detail}",
    };

    private static Phrase ToDo(JournalFindingKind kind, string path) => kind switch
    {
        JournalFindingKind.Bookkeeping or JournalFindingKind.Unreadable or JournalFindingKind.TwoOfOneSeq =>
            $"→ Damaged pages: a running gateway salvages the file when it reads one. To have it done now, make the file {path}.damaged "
            + $"(touch) and restart the gateway: it checks the whole file, copies what can be read to a new one and keeps the damaged one. "
            + $"Then check the disk or card: it may fail.",
        JournalFindingKind.Log =>
            $"→ Log: stop the gateway and start it again. It finds this when it starts, and copies everything that can be read to a new "
            + $"file. Do not open the journal with another program before: that would drop what is behind the damage.",
        JournalFindingKind.Record =>
            $"→ Damaged records: the gateway goes on; its readers get each as a loss of one record. Check the disk or card: it may fail.",
        JournalFindingKind.Gap =>
            $"→ Missing numbers: the records are lost. Look at the log of the gateway for that time, and compare with the events at the "
            + $"dashboard, which has the same numbers. Check the disk or card: it may fail.",
        JournalFindingKind.Cursor =>
            $"→ Cursors: restart the gateway. It takes a cursor beyond the end for the end: such a reader may have missed records.",
        _ => $"→ Elements: the gateway takes the value of the workbook; set it by hand again.",
    };
}
