using System.Globalization;
using Edge.Formulas;
using Edge.Profiles;
using Microsoft.Extensions.Logging;

namespace Edge.Gateway.Hosting;

/// <summary>Says what an engineer should look at in the workbook: each finding once, at the start.</summary>
internal static class ProfileReport
{
    /// <summary>Logs the findings of the import and of the formulas, and how many there are.</summary>
    public static void Write(ILogger logger, ProfileImportResult import, FormulaEngine? engine)
    {
        int errors = 0;
        int warnings = 0;
        foreach (ProfileFinding finding in import.Findings)
        {
            switch (finding.Severity)
            {
                case Profiles.FindingSeverity.Error:
                    errors++;
                    Log.ProfileError(logger, finding.ToString());
                    break;
                case Profiles.FindingSeverity.Warning:
                    warnings++;
                    Log.ProfileWarning(logger, finding.ToString());
                    break;
                default:
                    Log.ProfileInformation(logger, finding.ToString());
                    break;
            }
        }

        if (engine is not null)
        {
            foreach (FormulaFinding finding in engine.Findings)
            {
                string text = Text(finding);
                if (finding.Severity == Formulas.FindingSeverity.Error)
                {
                    errors++;
                    Log.ProfileError(logger, text);
                }
                else
                {
                    warnings++;
                    Log.ProfileWarning(logger, text);
                }
            }
        }

        if (errors + warnings > 0)
        {
            Log.ProfileSummary(logger, errors, warnings);
        }
    }

    private static string Text(FormulaFinding finding)
    {
        string place = finding.Row == 0 ? "formulas" : string.Create(
            CultureInfo.InvariantCulture,
            $"formulas, row {finding.Row} ({finding.Tag}, {finding.Attribute}){(finding.Column == 0 ? "" : $", character {finding.Column}")}");
        return $"{finding.Severity}: {place}: {finding.Message} {finding.Hint}".TrimEnd();
    }
}
