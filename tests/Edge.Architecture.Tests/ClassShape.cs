using System.Text.RegularExpressions;

namespace Edge.Architecture.Tests;

/// <summary>
/// How much a class or struct (or one part of it) holds and is given, read from the text of its file. The formatter guarantees the
/// indentation that this reading relies on.
/// </summary>
/// <param name="Name">Its name without type parameters.</param>
/// <param name="Fields">Its own instance fields; properties and the parameters of a primary constructor do not count.</param>
/// <param name="Parameters">
/// The parameters of its longest constructor, the primary one included. The positional properties of a record are data and do not count.
/// </param>
/// <param name="Remarks">The text of the remarks on the type and its constructors.</param>
internal sealed partial record ClassShape(string Name, int Fields, int Parameters, string Remarks)
{
    /// <summary>The types that the lines declare, nested ones too; a partial type once for each of its parts.</summary>
    public static IEnumerable<ClassShape> In(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            Match type = Declaration().Match(lines[i]);
            if (type.Success)
            {
                yield return Read(lines, i, type);
            }
        }
    }

    private static ClassShape Read(string[] lines, int at, Match type)
    {
        string indent = type.Groups["indent"].Value;
        string name = type.Groups["name"].Value;
        int open = Array.FindIndex(lines, at, line => line == indent + "{" || line.EndsWith(';'));
        bool isRecord = type.Groups["kind"].Value == "record";
        int parameters = isRecord ? 0 : ParametersOf(lines, at, name);
        string remarks = RemarksAbove(lines, at);
        if (lines[open] != indent + "{")
        {
            return new ClassShape(name, 0, parameters, remarks);
        }

        int fields = 0;
        Regex constructor = new($"^{indent}    (?:public|internal|protected|private)(?: unsafe)? {name}\\(");
        for (int i = open + 1; lines[i] != indent + "}"; i++)
        {
            if (lines[i].StartsWith(indent + "    ", StringComparison.Ordinal) && Field().IsMatch(lines[i][(indent.Length + 4)..]))
            {
                fields++;
            }
            else if (constructor.IsMatch(lines[i]))
            {
                parameters = Math.Max(parameters, ParametersOf(lines, i, name));
                remarks += RemarksAbove(lines, i);
            }
        }

        return new ClassShape(name, fields, parameters, remarks);
    }

    /// <summary>How many parameters stand in the parentheses that follow the name, which may end some lines below.</summary>
    private static int ParametersOf(string[] lines, int at, string name)
    {
        string text = string.Join('\n', lines.Skip(at).Take(40));
        Match list = Regex.Match(text, $@"\b{name}(?:<[^>(]*>)?\(");
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        if (!list.Success || list.Index > (end < 0 ? text.Length : end))
        {
            return 0;
        }

        int count = 0;
        int depth = 0;
        bool any = false;
        foreach (char c in text.AsSpan(list.Index + list.Length))
        {
            if (c == ')' && depth == 0)
            {
                break;
            }

            depth += c is '(' or '<' or '[' or '{' ? 1 : c is ')' or '>' or ']' or '}' ? -1 : 0;
            count += c == ',' && depth == 0 ? 1 : 0;
            any |= !char.IsWhiteSpace(c);
        }

        return any ? count + 1 : 0;
    }

    private static string RemarksAbove(string[] lines, int at)
    {
        int first = at;
        while (first > 0 && lines[first - 1].TrimStart() is var above && (above.StartsWith("///", StringComparison.Ordinal)
            || above.StartsWith('[')))
        {
            first--;
        }

        string text = string.Join(' ', lines[first..at].Select(line => line.TrimStart().TrimStart('/').Trim()));
        return string.Join(' ', Remark().Matches(text).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex(
        @"^(?<indent> *)(?:(?:public|internal|private|protected|file|sealed|abstract|partial|readonly|ref|unsafe) )*"
        + @"(?<kind>class|struct|record)(?: class| struct)? (?<name>\w+)")]
    private static partial Regex Declaration();

    // A modifier, a type, a name, and then the end or a value; a constant and a static field do not match for their modifiers.
    [GeneratedRegex(
        @"^(?:\[[^\]]*\] )*(?:(?:public|internal|private|protected|readonly|volatile|required|event) )+"
        + @"(?!(?:static|const|abstract|override|class|struct|record|enum|interface|delegate) )[^=;{}]*[\w>?\])] @?\w+(?:;| =(?!>))")]
    private static partial Regex Field();

    [GeneratedRegex("<remarks>(.*?)</remarks>")]
    private static partial Regex Remark();
}
