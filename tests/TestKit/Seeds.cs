using System.Globalization;

namespace TestKit;

/// <summary>
/// How many seeds a property test tries: so many as it says itself, or as many as the environment asks for, for a long search.
/// </summary>
public static class Seeds
{
    /// <summary>The variable of the environment; a whole number, at least 1.</summary>
    public const string Variable = "EDGE_SEEDS";

    /// <summary>How many to try.</summary>
    /// <param name="usually">Where nothing is asked for.</param>
    /// <exception cref="FormatException">The variable is no such number: a search that was asked for must not shrink without a
    /// word.</exception>
    public static int OrUsually(int usually)
    {
        string? asked = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(asked) ? usually
            : int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int seeds) && seeds > 0 ? seeds
            : throw new FormatException($"{Variable} is '{asked}': give a whole number from 1 on.");
    }
}
