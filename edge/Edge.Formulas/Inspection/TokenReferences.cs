using System.Collections.Immutable;
using Edge.Formulas.Language;

namespace Edge.Formulas.Inspection;

/// <summary>Finds references in words with points between them.</summary>
internal static class TokenReferences
{
    /// <summary>The reference of a path of words, or null when the first of them is no table.</summary>
    /// <param name="words">Two words or more.</param>
    internal static FormulaReference? Of(ReadOnlySpan<Token> words)
    {
        if (TableNames.Find(words[0].Text!) is not { } table)
        {
            return null;
        }

        string? attribute = words.Length > 2 ? words[^1].Text : null;
        int known = attribute is null ? -1 : TableNames.FindAttribute(table, attribute);
        Token tag = TagPath.Joined(words[1..(words.Length > 2 ? ^1 : ^0)]);
        return new FormulaReference(
            table, tag.Text!, known < 0 ? attribute : TableNames.AttributesOf(table)[known], tag.Start + 1, tag.Length);
    }

    /// <summary>What has the form of a reference in a formula that cannot be parsed.</summary>
    internal static ImmutableArray<FormulaReference> In(string formula)
    {
        ImmutableArray<FormulaReference>.Builder found = ImmutableArray.CreateBuilder<FormulaReference>();
        var path = new List<Token>();
        int from = 0;
        while (from < formula.Length)
        {
            // After an unexpected character, reading begins again behind it.
            int start = from;
            var lexer = new Lexer(formula.AsSpan(start));
            TokenKind last = TokenKind.End;
            for (Token token = lexer.Next(); token.Kind != TokenKind.End; token = lexer.Next())
            {
                if (token.Kind != TokenKind.Dot && last != TokenKind.Dot)
                {
                    Close(path, found);
                }

                if (token.Kind == TokenKind.Word)
                {
                    path.Add(token with { Start = start + token.Start });
                }

                last = token.Kind;
            }

            Close(path, found);
            from = lexer.Problem is { } problem ? start + problem.Start + Math.Max(problem.Length, 1) : formula.Length;
        }

        return found.ToImmutable();
    }

    private static void Close(List<Token> path, ImmutableArray<FormulaReference>.Builder found)
    {
        if (path.Count > 1 && Of([.. path]) is { } reference)
        {
            found.Add(reference);
        }

        path.Clear();
    }
}
