using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Edge.Texts;

/// <summary>
/// A text for people in English with its names and numbers apart, so that a program can word it in another language. It is written as an
/// interpolated string and only as one: the compiler takes it apart, and refuses a text that was put together before.
/// </summary>
/// <param name="literalLength">The characters outside of the holes; the compiler counts them.</param>
/// <param name="formattedCount">The number of holes; the compiler counts them.</param>
[InterpolatedStringHandler]
[JsonConverter(typeof(PhraseConverter))]
public sealed class Phrase(int literalLength, int formattedCount) : IEquatable<Phrase>
{
    private readonly object[] _arguments = new object[formattedCount];
    private int _count;
    private bool _isSentence;

    /// <summary>No text.</summary>
    public static Phrase None { get; } = new(0, 0);

    /// <summary>The English text with <c>{0}</c>, <c>{1}</c> … for the holes: the key of its translation.</summary>
    public string Template { get; private set; } = "";

    /// <summary>What stands in the holes: texts that are the same in all languages, and phrases.</summary>
    public ReadOnlySpan<object> Arguments => _arguments;

    /// <summary>Whether there is no text at all.</summary>
    public bool IsEmpty => literalLength == 0 && formattedCount == 0;

    /// <summary>A text that is the same in all languages: a name, a path, what the system said.</summary>
    /// <param name="text">The text.</param>
    public static Phrase Verbatim(string text) => $"{text}";

    /// <summary>A phrase from its parts.</summary>
    /// <param name="template">The English text with <c>{0}</c>, <c>{1}</c> … in order.</param>
    /// <param name="arguments">A text or a phrase for each.</param>
    /// <exception cref="FormatException">The template is malformed or has a hole without an argument.</exception>
    public static Phrase Of(string template, params ReadOnlySpan<object> arguments)
    {
        var phrase = new Phrase(template?.Length ?? 0, arguments.Length) { Template = template ?? "" };
        foreach (object argument in arguments)
        {
            phrase._arguments[phrase._count++] = argument;
        }

        _ = phrase.ToString();
        return phrase;
    }

    /// <summary>Phrases in a row.</summary>
    /// <param name="separator">Stands between each two.</param>
    /// <param name="parts">The phrases.</param>
    public static Phrase Join(Phrase separator, IEnumerable<Phrase> parts) =>
        parts.DefaultIfEmpty(None).Aggregate((before, part) => $"{before}{separator}{part}");

    /// <summary>For the compiler: the next piece of text.</summary>
    /// <param name="text">The piece.</param>
    public void AppendLiteral(string text) =>
        Template += text?.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>For the compiler: the next hole, a phrase that is translated by itself.</summary>
    /// <param name="part">The phrase; null for nothing.</param>
    public void AppendFormatted(Phrase? part) => Fill(part ?? None);

    /// <summary>For the compiler: the next hole, a text that is the same in all languages.</summary>
    /// <param name="text">The text; null for nothing.</param>
    public void AppendFormatted(string? text) => Fill(text ?? "");

    /// <summary>For the compiler: the next hole, a number or the like, written the same in all languages.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="value">What it is.</param>
    /// <param name="format">Its format.</param>
    public void AppendFormatted<T>(T value, string? format = null) => Fill(
        value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "");

    /// <summary>The same as a sentence: with a capital letter, except for a name, and a full stop.</summary>
    public Phrase Sentence()
    {
        Phrase sentence = $"{this}";
        sentence._isSentence = true;
        return sentence;
    }

    /// <summary>The text in the words of a translation.</summary>
    /// <param name="translation">The translation; null for English.</param>
    public string In(Translation? translation)
    {
        string[] words = [.. _arguments.Select(argument => argument as string ?? ((Phrase)argument).In(translation))];
        string text = string.Format(CultureInfo.InvariantCulture, translation?.Find(Template) ?? Template, words);
        return _isSentence ? Capital(text) + (text is [.., '.' or '?' or '!'] ? "" : ".") : text;
    }

    /// <summary>The text in English, as logs and tests have it.</summary>
    public override string ToString() => In(null);

    /// <inheritdoc/>
    public bool Equals(Phrase? other) => other is not null && Template == other.Template && _arguments.SequenceEqual(other._arguments);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Phrase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Template, _arguments.Length);

    // Names of tables stand before a tag, and keep their case as a tag does.
    private static string Capital(string text)
    {
        int first = text is ['¿' or '¡', ..] ? 1 : 0;
        int end = text.AsSpan().IndexOfAny(' ', '.', '(');
        return end > first && text[end] == ' ' && text[first..end].All(char.IsLower) && text[..end] is not ("ai" or "di" or "eg")
            ? text[..first] + char.ToUpperInvariant(text[first]) + text[(first + 1)..]
            : text;
    }

    private void Fill(object argument)
    {
        Template += string.Create(CultureInfo.InvariantCulture, $"{{{_count}}}");
        _arguments[_count++] = argument;
    }
}
