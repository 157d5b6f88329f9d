using Edge.Formulas.Findings;
using Edge.Formulas.Language;

namespace Edge.Formulas.Compile;

/// <summary>Hints for names that are unknown or not possible.</summary>
internal sealed class NameHints(Symbols symbols)
{
    /// <summary>The search for near names in a large table is slow, so it stops after this many names.</summary>
    private const int MostSearched = 1_000_000;

    private int _searched;

    /// <summary>A hint for the first word of a path, which is neither a table nor a parameter.</summary>
    /// <param name="name">The path.</param>
    /// <param name="parameters">The parameters of the lambdas around it.</param>
    internal Phrase? ForFirstWord(NameExpression name, IEnumerable<string> parameters)
    {
        string first = name.Words[0].Text!;
        return OwnerOf(first) is { } owner
            ? $"write '{TableNames.Of(owner)}.' before it"
            : Suggestions.Hint(first, parameters.Concat(TableNames.All)) ?? (name.Words.Length == 1 ? (Phrase)($"put a text in "
                + $"quotes") : null);
    }

    /// <summary>A hint for a tag that its table does not have.</summary>
    internal Phrase? ForTag(FormulaTable table, string tag)
    {
        foreach (FormulaTable other in Enum.GetValues<FormulaTable>())
        {
            if (other != table && symbols.FindRow(other, tag) >= 0)
            {
                return $"{TableNames.Of(other)} has it: {TableNames.Of(other)}.{tag}";
            }
        }

        if (_searched > MostSearched)
        {
            return null;
        }

        _searched += symbols.Rows(table);
        return Suggestions.Hint(tag, symbols.Tags(table));
    }

    /// <summary>A hint for a formula that cannot be parsed because a tag in it has a '-'; null where none has.</summary>
    internal Phrase? ForQuotedTag(string formula)
    {
        if (!formula.Contains('-', StringComparison.Ordinal))
        {
            return null;
        }

        foreach (FormulaTable table in Enum.GetValues<FormulaTable>())
        {
            foreach (string tag in symbols.Tags(table).Where(tag => tag.Contains('-', StringComparison.Ordinal)))
            {
                if (formula.Contains($"{TableNames.Of(table)}.{tag}.", StringComparison.Ordinal))
                {
                    return $"a tag with - stands in quotes: {TableNames.Of(table)}.'{tag}'";
                }
            }
        }

        return null;
    }

    /// <summary>A hint for an attribute that its table does not have.</summary>
    internal static Phrase ForAttribute(FormulaTable table, string attribute)
    {
        string[] known = TableNames.AttributesOf(table);
        return Suggestions.Hint(attribute, known) ?? $"{TableNames.Of(table)} has {string.Join(", ", known)}";
    }

    /// <summary>An example of a correct path.</summary>
    /// <param name="table">The table.</param>
    /// <param name="tag">The tag, or the parameter of a lambda.</param>
    /// <param name="isParameter">Whether the tag is a parameter, which has no table before it.</param>
    internal static string Example(FormulaTable table, string tag = "TAG", bool isParameter = false)
    {
        string attribute = TableNames.AttributesOf(table)[0];
        return isParameter ? $"{tag}.{attribute}" : $"{TableNames.Of(table)}.{tag}.{attribute}";
    }

    /// <summary>The table that has a tag, a point before an element, since both often have the same tag.</summary>
    private FormulaTable? OwnerOf(string tag)
    {
        foreach (FormulaTable table in (ReadOnlySpan<FormulaTable>)[FormulaTable.Analogs, FormulaTable.Digitals, FormulaTable.Elements])
        {
            if (symbols.FindRow(table, tag) >= 0)
            {
                return table;
            }
        }

        return null;
    }
}
