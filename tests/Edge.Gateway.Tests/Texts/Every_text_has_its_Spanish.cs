using System.Text.RegularExpressions;
using Edge.Drawings;
using Edge.Formulas.Findings;
using Edge.Profiles.Findings;
using Edge.Texts;
using TestKit.Texts;

namespace Edge.Gateway.Tests.Texts;

/// <summary>The Spanish texts of <c>edge</c> against the texts in its code, which are their keys.</summary>
public sealed partial class Every_text_has_its_Spanish
{
    private static readonly IReadOnlyDictionary<string, string> Spanish = Read();

    private static readonly HashSet<string> Written =
    [
        .. ((Type[])
            [typeof(GatewayStartException), typeof(Phrase), typeof(DrawingFinding), typeof(FormulaFinding), typeof(ProfileFinding)])
            .SelectMany(type => PhraseScan.Templates(type.Assembly, typeof(Phrase)))
            .Where(template => Letters().IsMatch(Hole().Replace(template, ""))),
    ];

    [Fact]
    public void No_text_lacks_its_Spanish() => Assert.Empty(Written.Except(Spanish.Keys));

    [Fact]
    public void No_Spanish_text_is_left_over() => Assert.Empty(Spanish.Keys.Except(Written));

    [Fact]
    public void Both_texts_have_the_same_holes() =>
        Assert.Empty(Spanish.Where(text => !Holes(text.Key).SequenceEqual(Holes(text.Value))).Select(text => text.Value));

    [Fact]
    public void A_text_begins_and_ends_as_the_other() =>
        Assert.Empty(Spanish.Where(text => Edges(text.Key) != Edges(text.Value)).Select(text => text.Value));

    private static string[] Holes(string text) => [.. Hole().Matches(text).Select(hole => hole.Value).Distinct().Order()];

    // Texts are put together: a blank, a line or a full stop too many or too few would show.
    private static (string, string) Edges(string text) => (Blank().Match(text).Value, End().Match(text).Value);

    private static IReadOnlyDictionary<string, string> Read()
    {
        using Stream resource = typeof(GatewayStartException).Assembly.GetManifestResourceStream("es.json")!;
        return Translation.Read(resource).Texts;
    }

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\p{L}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^\s*")]
    private static partial Regex Blank();

    [GeneratedRegex(@"[.:\s]*$")]
    private static partial Regex End();
}
