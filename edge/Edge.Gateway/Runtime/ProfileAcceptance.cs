using System.Text.RegularExpressions;
using Edge.Contracts;
using Edge.Formulas.Findings;
using Edge.Profiles;
using Edge.Profiles.Findings;

namespace Edge.Gateway.Runtime;

/// <summary>
/// Decides whether a running gateway may activate a profile. It refuses a profile that would prevent a start, and one with an error that
/// the running profile does not have: the running profile is then the better one. Errors within formulas are accepted, because their
/// elements show them.
/// </summary>
internal static partial class ProfileAcceptance
{
    /// <summary>How many errors a reason names.</summary>
    private const int MostNamed = 3;

    /// <summary>Compares a new profile with the running one.</summary>
    /// <param name="running">The running profile.</param>
    /// <param name="next">The new profile.</param>
    /// <returns>Why it is refused; null: it may be activated.</returns>
    public static Refusal? Check(ProfileCheck running, ProfileCheck next)
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
            : new Refusal(ProfileReasonCode.Worse, $"It has errors that the running profile does not have. {named}{more}");
    }

    // An error within a formula makes its element bad. A missing formula does not: its element would stay good.
    private static IEnumerable<ProfileFinding> Errors(ProfileCheck check) => check.Findings.Where(f =>
        f.Severity == FindingSeverity.Error && (check.Profile is null || f.Formula is null));

    // An error that only moved to another row is not new.
    private static string Key(ProfileFinding error) =>
        $"{error.Sheet}\n{error.Column}\n{RowNumber().Replace(error.Text.ToString(), "row")}";

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
