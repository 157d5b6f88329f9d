using System.Text.RegularExpressions;
using Edge.Contracts;
using Edge.Formulas.Findings;
using Edge.Profiles;
using Edge.Profiles.Findings;

namespace Edge.Gateway.Runtime;

/// <summary>
/// Whether a running gateway takes a profile. What would stop a start stops it; so does an error that the running profile has not: a start
/// has nothing better than the workbook, a running gateway has. Errors of formulas are taken, because their elements say so themselves.
/// </summary>
internal static partial class ProfileJudgement
{
    /// <summary>How many errors a reason names.</summary>
    private const int MostNamed = 3;

    /// <summary>Judges.</summary>
    /// <param name="running">The profile that is at work.</param>
    /// <param name="next">The new one.</param>
    /// <returns>Why it is refused; null: it may be taken.</returns>
    public static Refusal? Refuse(ProfileCheck running, ProfileCheck next)
    {
        bool none = next.Profile is null;
        Dictionary<string, int> known = none
            ? []
            : Errors(running).GroupBy(Key).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        ProfileFinding[] errors = [.. Errors(next).Where(e => !IsKnown(known, Key(e)))];
        if (errors.Length == 0)
        {
            return none ? new Refusal(ProfileReasonCode.Unusable, "No profile can be made of it.") : null;
        }

        string named = string.Join(" ", errors.Take(MostNamed).Select(e => e.ToString()));
        string more = errors.Length > MostNamed ? $" And {errors.Length - MostNamed} more: 'edge profile check' lists them." : "";
        return none
            ? new Refusal(ProfileReasonCode.Unusable, $"No profile can be made of it. {named}{more}")
            : new Refusal(ProfileReasonCode.Worse, $"It has errors that the running profile has not. {named}{more}");
    }

    // What is wrong within a formula makes its element bad; a formula that is missing would leave its element as good.
    private static IEnumerable<ProfileFinding> Errors(ProfileCheck check) => check.Findings.Where(f =>
        f.Severity == FindingSeverity.Error && (check.Profile is null || f.Formula is null));

    // An error that has only moved to another row is no new one.
    private static string Key(ProfileFinding error) => $"{error.Sheet}\n{error.Column}\n{RowNumber().Replace(error.Text, "row")}";

    private static bool IsKnown(Dictionary<string, int> known, string key)
    {
        if (known.GetValueOrDefault(key) is var left and > 0)
        {
            known[key] = left - 1;
            return true;
        }

        return false;
    }

    [GeneratedRegex(@"\b[Rr]ow \d+", RegexOptions.CultureInvariant)]
    private static partial Regex RowNumber();
}
