using System.Text.RegularExpressions;
using Edge.Formulas.Language;
using TestKit;

namespace Edge.Formulas.Tests;

/// <summary>The examples of docs/formulas.md, Spanish and English, give what the page says, and every function has one.</summary>
public sealed partial class ManualTests
{
    private static readonly string Manual = File.ReadAllText(Repository.PathOf("docs", "formulas.md"));

    public static TheoryData<string, string> Spanish
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (Match row in Example().Matches(Manual[Manual.IndexOf("# En español", StringComparison.Ordinal)..]))
            {
                data.Add(row.Groups["formula"].Value, row.Groups["gives"].Value);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Spanish))]
    public void An_example_of_the_manual_gives_what_it_says(string formula, string gives)
    {
        ElementLook look = Station.Evaluate(formula);

        Assert.Null(look.Error);
        Assert.Equal(gives, look.Text.ToString());
    }

    [Fact]
    public void Every_function_and_every_operator_has_an_example_in_both_languages()
    {
        Assert.Equal(21, Spanish.Count);
        foreach (string? name in FunctionTable.Names.Where(name => name.All(char.IsAscii)))
        {
            Assert.All(Manual.Split("# En español"), page => Assert.Contains($"`{name}`", page, StringComparison.OrdinalIgnoreCase));
        }
    }

    [GeneratedRegex(@"^\|.*\| `(?<formula>[^`]+)` \| `(?<gives>[^`]*)` \|$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
