using System.CommandLine;
using System.Runtime.InteropServices;
using Edge.Formulas.Findings;
using Edge.Profiles;

namespace Edge.Gateway.Commands.Evaluation;

/// <summary><c>edge profile eval WORKBOOK</c>: the results of the formulas of a workbook.</summary>
public static class EvalCommand
{
    /// <summary>The formulas were evaluated; the report has the errors of those that failed.</summary>
    public const int Evaluated = 0;

    /// <summary>The workbook cannot be read, or an input does not fit it.</summary>
    public const int WrongUse = 2;

    private static Phrase Help =>
        $$$"""
        Evaluates the formulas of a workbook, from its own first values (column 'value' of ai and di, the attributes of eg), every
        point good, until nothing changes any more. What --set and --inputs do not name stays as it is in the workbook.

        --json prints one object: {"TAG":{"text":"33.18","fill":10,"stroke":null,"errors":{}},…}. Colours are the workbook's index
        numbers; numbers are not rounded to the two decimals of a drawing, their text has 12 significant digits. 'errors' says by
        attribute why its formula failed; the attribute then keeps what it had.

        Paths: ai.TAG.value (the count before the scale), ai.TAG.q, ai.TAG.escala, di.TAG.value, di.TAG.q, and eg.TAG.text, fill,
        stroke or mark where no formula sets it. A file of --inputs is one object: {"ai.TAG.value": 3413, "eg.TAG.text": "ES"}.

        Exit: 0 evaluated, also with errors in elements; 2 the workbook cannot be read or an input does not fit.
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="time">The clock, for <c>--watch</c>.</param>
    public static Command Create(TimeProvider time)
    {
        Argument<string> workbook = new("WORKBOOK") { Description = Say($"The workbook, .xls or .xlsx.") };
        Option<string[]> set = new("--set")
        {
            Description = Say($"Sets one value before the evaluation; may be repeated, the last of a path wins, also over --inputs."),
            HelpName = "PATH=VALUE",
            DefaultValueFactory = _ => [],
        };
        Option<string[]> inputs = new("--inputs")
        {
            Description = Say($"A JSON object of path and value; - reads the standard input."),
            HelpName = "FILE",
            DefaultValueFactory = _ => [],
        };
        Option<int?> comaster = new("--comaster")
        {
            Description = Say($"Only the points of this concentrator; the points of all of them unless given."),
            HelpName = "ID",
        };
        Option<bool> json = new("--json") { Description = Say($"One JSON object a line instead of a table.") };
        Option<bool> watch = new("--watch") { Description = Say($"Evaluates again whenever a file is saved, until Ctrl-C.") };
        Command command = new("eval", Say(Help)) { workbook, set, inputs, comaster, json, watch };
        command.SetAction(async (result, stop) =>
        {
            EvalRequest request = new(
                result.GetValue(workbook)!, result.GetValue(set) ?? [], result.GetValue(inputs) ?? [], result.GetValue(comaster),
                result.GetValue(json), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            return result.GetValue(watch) ? await WatchAsync(request, time, stop).ConfigureAwait(false) : Run(request);
        });
        return command;
    }

    /// <summary>Evaluates once.</summary>
    internal static int Run(EvalRequest request)
    {
        InputSet inputs = request.ReadInputs();
        List<Phrase> mistakes = [.. inputs.Mistakes];
        ProfileImportResult import = ProfileImporter.Import(
            request.Workbook,
            new ProfileImportOptions
            {
                ComasterId = request.Comaster,
                OtherConcentrators = request.Comaster is null,
                ReadDrawings = false,
            });
        if (import.Profile is null)
        {
            mistakes.AddRange(
                import.Findings.Where(finding => finding.Severity == FindingSeverity.Error)
                    .Select(finding => finding.ToLine()));
            mistakes.Add($"{request.Workbook}: no profile could be made of it.");
        }

        if (import.Profile is { } profile && inputs.Resolve(profile, mistakes) is { } resolved && mistakes.Count == 0)
        {
            Summarise(import, request);
            if (request.Json)
            {
                EvaluationReport.WriteJson(WorkbookEvaluation.Run(resolved), request.Output);
            }
            else
            {
                EvaluationReport.WriteTable(WorkbookEvaluation.Run(resolved), request.Output);
            }

            request.Output.Flush();
            return Evaluated;
        }

        foreach (Phrase mistake in mistakes)
        {
            request.Errors.Say(mistake);
        }

        return WrongUse;
    }

    private static void Summarise(ProfileImportResult import, EvalRequest request)
    {
        int errors = import.Findings.Count(finding => finding.Severity == FindingSeverity.Error);
        if (errors > 0)
        {
            request.Errors.Say($"{errors} rows of the workbook have errors and are left out: edge profile check names them.");
        }
    }

    private static async Task<int> WatchAsync(EvalRequest request, TimeProvider time, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await new FileWatch(request.Files, time, request.Errors).RunAsync(() => _ = Run(request), end.Token).ConfigureAwait(false);
        return Evaluated;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            end.Cancel();
        }
    }
}

/// <summary>The options of the command line.</summary>
/// <param name="Workbook">The workbook.</param>
/// <param name="Sets">The <c>PATH=VALUE</c>s.</param>
/// <param name="InputFiles">The files of inputs.</param>
/// <param name="Comaster">The only concentrator, or null for all.</param>
/// <param name="Json">Whether the result is printed as JSON.</param>
/// <param name="Output">Receives the result.</param>
/// <param name="Errors">Receives error messages.</param>
internal sealed record EvalRequest(
    string Workbook, string[] Sets, string[] InputFiles, int? Comaster, bool Json, TextWriter Output, TextWriter Errors)
{
    /// <summary>The files to watch.</summary>
    public string[] Files => [Workbook, .. InputFiles.Where(file => file != "-")];

    /// <summary>The inputs: files first, so that <c>--set</c> replaces their values.</summary>
    public InputSet ReadInputs()
    {
        var inputs = new InputSet();
        foreach (string file in InputFiles)
        {
            inputs.AddFile(file);
        }

        foreach (string assignment in Sets)
        {
            inputs.Add(assignment);
        }

        return inputs;
    }
}
