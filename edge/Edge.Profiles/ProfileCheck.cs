using System.Collections.Immutable;
using Edge.Domain;
using Edge.Formulas;
using Edge.Formulas.Findings;
using Edge.Profiles.Checks;
using Edge.Profiles.Findings;

namespace Edge.Profiles;

/// <summary>
/// The check of a whole workbook: the findings of its sheets, drawings and formulas in one list, in the order of the workbook. The command
/// line and the running gateway both use it, so they report the same.
/// </summary>
public sealed class ProfileCheck
{
    // A workbook with many mistakes must not flood the reader or the log of a gateway.
    private const int MostOfFormulas = 1000;

    private ProfileCheck(ProfileImportResult import, FormulaEngine? engine, ImmutableArray<ProfileFinding> findings)
    {
        Import = import;
        Engine = engine;
        Findings = findings;
    }

    /// <summary>The result of the import.</summary>
    public ProfileImportResult Import { get; }

    /// <summary>The profile, or null if there is none.</summary>
    public Profile? Profile => Import.Profile;

    /// <summary>The formulas, compiled and not yet evaluated; null without a profile.</summary>
    public FormulaEngine? Engine { get; }

    /// <summary>All findings, in the order of the sheets and rows, those of drawings last.</summary>
    public ImmutableArray<ProfileFinding> Findings { get; }

    /// <summary>How many findings there are of a severity.</summary>
    /// <param name="severity">The severity.</param>
    public int Count(FindingSeverity severity) => Findings.Count(finding => finding.Severity == severity);

    /// <summary>Whether any finding is an error.</summary>
    public bool HasErrors => Count(FindingSeverity.Error) > 0;

    /// <summary>Reads a workbook, or a profile file, and checks it. Never throws because of its content.</summary>
    /// <param name="path">The workbook (.xls, .xlsx) or the profile file.</param>
    /// <param name="options">The concentrator to import, and the limits.</param>
    public static ProfileCheck Load(string path, ProfileImportOptions options) => Of(ProfileImporter.Import(path, options));

    /// <summary>Compiles the formulas of an imported profile, evaluates them with the workbook's values, and joins all findings.</summary>
    /// <param name="import">The imported profile.</param>
    public static ProfileCheck Of(ProfileImportResult import)
    {
        ArgumentNullException.ThrowIfNull(import);
        if (import.Profile is not { } profile)
        {
            return new ProfileCheck(import, null, InOrder(import, import.Findings));
        }

        FormulaEngine engine = FormulaEngine.Build(profile);
        Dictionary<int, FormulaRow> rows = profile.Formulas.DistinctBy(formula => formula.Row).ToDictionary(formula => formula.Row);
        List<ProfileFinding> findings =
        [
            .. import.Findings,
            .. engine.Findings.Where(finding => !IsConsequence(finding, import))
                .Select(finding => Finding(import, rows.GetValueOrDefault(finding.Row), finding, computed: false))
                .Concat(Faults(profile).Select(fault => Finding(
                    import, rows.GetValueOrDefault(fault.Row), fault, computed: true)))
                .Take(MostOfFormulas + 1),
        ];
        if (findings.Count > import.Findings.Length + MostOfFormulas)
        {
            findings[^1] = new ProfileFinding(
                FindingSeverity.Error, import.FormulaSheet, null, null, $"There are more than {MostOfFormulas} findings of formulas.",
                $"Correct these first, then check again.");
        }

        return new ProfileCheck(import, engine, InOrder(import, findings));
    }

    /// <summary>Evaluates once with all points good and at their values in the workbook.</summary>
    private static IEnumerable<FormulaFinding> Faults(Profile profile)
    {
        FormulaEngine engine = FormulaEngine.Build(profile);
        for (int i = 0; i < profile.Digitals.Length; i++)
        {
            engine.SetPoint(i, profile.Digitals[i].InitialState, 0, QualityState.Good);
        }

        for (int i = 0; i < profile.Analogs.Length; i++)
        {
            engine.SetPoint(profile.Digitals.Length + i, profile.Analogs[i].InitialRaw, 0, QualityState.Good);
        }

        _ = engine.Recompute();
        for (int i = 0; i < profile.Elements.Length; i++)
        {
            if (engine.FindFault(i) is { } fault)
            {
                yield return fault;
            }
        }
    }

    /// <summary>Whether a finding follows from the fault of a row or colour that the formula names.</summary>
    private static bool IsConsequence(FormulaFinding finding, ProfileImportResult import) => finding.Code switch
    {
        FormulaCode.UnknownTag => IsDropped(import, finding.Arguments[0], finding.Arguments[1]),
        FormulaCode.UnknownColour => IsDropped(import, "color", finding.Arguments[0]),
        // The sheet has its own finding, with the row.
        FormulaCode.DuplicateTag or FormulaCode.UnknownElement or FormulaCode.DuplicateFormula or FormulaCode.Lost => true,
        _ => false,
    };

    private static bool IsDropped(ProfileImportResult import, string sheet, string key) =>
        import.Dropped.Contains($"{sheet}.{key}") || import.Dropped.Contains($"{sheet}.{FindingList.Everything}");

    private static ProfileFinding Finding(ProfileImportResult import, FormulaRow? row, FormulaFinding finding, bool computed)
    {
        string attribute = finding.Attribute.ToString().ToLowerInvariant();
        Phrase message = computed ? $"With the values of the workbook it cannot be computed: {finding.Message}" : finding.Message;
        message = finding.Row == 0 || finding.Code == FormulaCode.Cycle ? message : $"eg.{finding.Tag}.{attribute}: {message}";
        bool elsewhere = finding.Code == FormulaCode.UnknownTag
            && import.Elsewhere.Contains($"{finding.Arguments[0]}.{finding.Arguments[1]}");
        Phrase hint = elsewhere
            ? (Phrase)$"Its IED belongs to another concentrator of the workbook, which is not taken here."
            : FormulaAdvice.For(finding).Sentence();
        return new ProfileFinding(
            finding.Severity,
            import.FormulaSheet,
            finding.Row == 0 ? null : finding.Row,
            "Formula",
            message.Sentence(),
            hint)
        {
            Formula = row is null ? null : new FormulaExcerpt(row.Expression, finding.Column, finding.Length),
        };
    }

    private static ImmutableArray<ProfileFinding> InOrder(ProfileImportResult import, IReadOnlyList<ProfileFinding> findings)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { [""] = -1 };
        foreach (string place in import.Places)
        {
            places.TryAdd(place, places.Count);
        }

        return [.. findings.OrderBy(finding => places.GetValueOrDefault(finding.Sheet, int.MaxValue)).ThenBy(finding => finding.Row ?? 0)];
    }
}
