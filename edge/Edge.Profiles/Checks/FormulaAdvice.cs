using Edge.Formulas.Findings;

namespace Edge.Profiles.Checks;

/// <summary>The advice for a finding of a formula, in terms of the workbook.</summary>
internal static class FormulaAdvice
{
    /// <summary>The hint of the finding, or the correction in the workbook.</summary>
    public static Phrase For(FormulaFinding finding) => finding.Hint ?? (finding.Code switch
    {
        FormulaCode.UnknownTag => (Phrase)$"Correct the tag, or add its row.",
        FormulaCode.UnknownColour => $"Write an index of the sheet color, or add the colour.",
        FormulaCode.UnknownFunction => $"docs/formulas.md lists the functions.",
        _ => $"Correct the formula at this place.",
    });
}
