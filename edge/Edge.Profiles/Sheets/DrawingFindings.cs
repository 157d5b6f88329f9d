using Edge.Drawings;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;

namespace Edge.Profiles.Sheets;

/// <summary>Adds the findings of drawings to those of the workbook.</summary>
internal static class DrawingFindings
{
    /// <summary>Adds the findings of a drawing under its file name.</summary>
    public static void AddRange(FindingList findings, string file, IEnumerable<DrawingFinding> found)
    {
        foreach (DrawingFinding finding in found)
        {
            findings.Add(new ProfileFinding(Severity(finding.Kind), file, finding.Line, null, finding.Text, finding.Hint));
        }
    }

    private static FindingSeverity Severity(DrawingFindingKind kind) => kind switch
    {
        DrawingFindingKind.Refused => FindingSeverity.Error,
        DrawingFindingKind.Information => FindingSeverity.Information,
        _ => FindingSeverity.Warning,
    };
}
