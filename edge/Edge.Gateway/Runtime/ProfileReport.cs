using Edge.Formulas.Findings;
using Edge.Profiles;
using Edge.Profiles.Findings;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>Logs the findings about the workbook: each kind of finding once.</summary>
internal static class ProfileReport
{
    /// <summary>Logs the findings in the order of the workbook, and how many there are.</summary>
    public static void Write(ILogger logger, ProfileCheck check)
    {
        foreach (FoldedFinding folded in FoldedFinding.Of(check.Findings))
        {
            string text = folded.Rows is { } rows ? $"{folded.First} {rows}" : folded.First.ToString();
            switch (folded.First.Severity)
            {
                case FindingSeverity.Error:
                    Log.ProfileError(logger, text);
                    break;
                case FindingSeverity.Warning:
                    Log.ProfileWarning(logger, text);
                    break;
                default:
                    Log.ProfileInformation(logger, text);
                    break;
            }
        }

        int errors = check.Count(FindingSeverity.Error);
        int warnings = check.Count(FindingSeverity.Warning);
        if (errors + warnings > 0)
        {
            Log.ProfileSummary(logger, errors, warnings);
        }
    }
}
