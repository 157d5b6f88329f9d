using Edge.Formulas.Findings;
using Edge.Profiles;
using Edge.Profiles.Findings;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Runtime;

/// <summary>Says what an engineer should look at in the workbook: each finding once, at the start.</summary>
internal static class ProfileReport
{
    /// <summary>Logs the findings in the order of the workbook, and how many there are.</summary>
    public static void Write(ILogger logger, ProfileCheck check)
    {
        foreach (ProfileFinding finding in check.Findings)
        {
            switch (finding.Severity)
            {
                case FindingSeverity.Error:
                    Log.ProfileError(logger, finding.ToString());
                    break;
                case FindingSeverity.Warning:
                    Log.ProfileWarning(logger, finding.ToString());
                    break;
                default:
                    Log.ProfileInformation(logger, finding.ToString());
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
