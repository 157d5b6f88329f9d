using System.Diagnostics.CodeAnalysis;
using Edge.Domain;
using Edge.Formulas.Findings;

namespace Edge.Gateway.Commands.Evaluation;

/// <summary>The target of an input: an attribute of one row of a table, as in a formula (<c>ai.TAG.value</c>).</summary>
/// <param name="Table"><c>ai</c>, <c>di</c> or <c>eg</c>.</param>
/// <param name="Index">The index of the row in its table.</param>
/// <param name="Attribute">The attribute, in small letters.</param>
internal readonly record struct InputPath(string Table, int Index, string Attribute)
{
    private static readonly string[] Tables = ["ai", "di", "eg"];

    /// <summary>Looks a path up in a profile.</summary>
    /// <param name="names">The names of the profile.</param>
    /// <param name="text">The path as written. The case of the tag must be exact.</param>
    /// <param name="path">The target.</param>
    /// <param name="mistake">What is wrong with it, with a suggestion; null when nothing is.</param>
    public static bool TryFind(InputNames names, string text, out InputPath path, [NotNullWhen(false)] out Phrase? mistake)
    {
        path = default;
        string trimmed = text.Trim();
        int first = trimmed.IndexOf('.', StringComparison.Ordinal);
        int last = trimmed.LastIndexOf('.');
        if (first < 0 || first == last)
        {
            mistake = $"a path has three parts, as in ai.TAG.value, di.TAG.value or eg.TAG.text";
            return false;
        }

        string table = trimmed[..first].ToLowerInvariant();
        string tag = trimmed[(first + 1)..last];
        string attribute = trimmed[(last + 1)..].ToLowerInvariant();
        if (Array.IndexOf(Tables, table) < 0)
        {
            mistake = $"there is no table {table}: write ai, di or eg";
            return false;
        }

        if (names.Find(table, tag) is not { } index)
        {
            mistake = names.NearestTag(table, tag) is { } hint
                ? (Phrase)$"{table} has no tag {tag}; {hint}"
                : $"{table} has no tag {tag}";
            return false;
        }

        string[] attributes = InputNames.AttributesOf(table);
        if (Array.IndexOf(attributes, attribute) < 0)
        {
            mistake = $"{table} has no attribute {attribute}: it has {string.Join(", ", attributes)}";
            return false;
        }

        path = new InputPath(table, index, attribute);
        mistake = null;
        return true;
    }

}

/// <summary>The tags of a profile by table.</summary>
internal sealed class InputNames
{
    private static readonly string[] Analog = ["value", "q", "escala"];
    private static readonly string[] Digital = ["value", "q"];
    private static readonly string[] Elements = ["text", "fill", "stroke", "mark"];

    private readonly Dictionary<string, Dictionary<string, int>> _tables;

    public InputNames(Profile profile) => _tables = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal)
    {
        ["ai"] = Index(profile.Analogs.Select(point => point.Tag)),
        ["di"] = Index(profile.Digitals.Select(point => point.Tag)),
        ["eg"] = Index(profile.Elements.Select(element => element.Tag)),
    };

    /// <summary>What can be set in a table.</summary>
    public static string[] AttributesOf(string table) => table switch { "ai" => Analog, "di" => Digital, _ => Elements };

    public int? Find(string table, string tag) => _tables[table].TryGetValue(tag, out int index) ? index : null;

    /// <summary>A suggestion: the most similar tag, or the table that has it; null when there is none.</summary>
    public Phrase? NearestTag(string table, string tag)
    {
        foreach ((string other, Dictionary<string, int> tags) in _tables)
        {
            if (other != table && tags.ContainsKey(tag))
            {
                return $"{other} has it: {other}.{tag}";
            }
        }

        return Suggestions.Hint(tag, _tables[table].Keys);
    }

    private static Dictionary<string, int> Index(IEnumerable<string> tags)
    {
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        int row = 0;
        foreach (string tag in tags)
        {
            _ = index.TryAdd(tag, row++);
        }

        return index;
    }
}
