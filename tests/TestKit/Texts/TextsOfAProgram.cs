using System.Text.RegularExpressions;

namespace TestKit.Texts;

/// <summary>The Spanish texts of a program against the texts in its code, which are their keys.</summary>
/// <param name="spanish">English to Spanish.</param>
/// <param name="phrase">The type of a text for people; texts of its assembly count too.</param>
/// <param name="assemblies">A type of each assembly of the program that speaks.</param>
public sealed partial class TextsOfAProgram(IReadOnlyDictionary<string, string> spanish, Type phrase, params Type[] assemblies)
{
    private readonly HashSet<string> _written =
    [
        .. assemblies.Append(phrase).SelectMany(type => PhraseScan.Templates(type.Assembly, phrase))
            .Where(template => Letters().IsMatch(Hole().Replace(template, ""))),
    ];

    /// <summary>Texts without Spanish.</summary>
    public IEnumerable<string> Missing => _written.Except(spanish.Keys);

    /// <summary>Keys that no code says any more.</summary>
    public IEnumerable<string> LeftOver => spanish.Keys.Except(_written);

    /// <summary>Spanish texts with other holes than the English one.</summary>
    public IEnumerable<string> WithOtherHoles =>
        spanish.Where(text => !Holes(text.Key).SequenceEqual(Holes(text.Value))).Select(text => text.Value);

    /// <summary>Spanish texts with another blank, full stop or colon at an edge: texts are put together, so it would show.</summary>
    public IEnumerable<string> WithOtherEdges => spanish.Where(text => Edges(text.Key) != Edges(text.Value)).Select(text => text.Value);

    private static string[] Holes(string text) => [.. Hole().Matches(text).Select(hole => hole.Value).Distinct().Order()];

    private static (string, string) Edges(string text) => (Blank().Match(text).Value, End().Match(text).Value);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\p{L}")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^\s*")]
    private static partial Regex Blank();

    [GeneratedRegex(@"[.:\s]*$")]
    private static partial Regex End();
}
