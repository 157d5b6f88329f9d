using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Texts;

/// <summary>
/// A text in a file: <c>"The template"</c>, or <c>["The sheet {0} …", "argument", ["a phrase", …]]</c> where it has holes. A text
/// of an older file is one without.
/// </summary>
public sealed class PhraseConverter : JsonConverter<Phrase>
{
    private const int Deepest = 8;

    /// <inheritdoc/>
    public override Phrase Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Read(ref reader, 0);
        }
        catch (FormatException malformed)
        {
            throw new JsonException("A text is malformed.", malformed);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Phrase value, JsonSerializerOptions options)
    {
        if (value.Arguments.IsEmpty)
        {
            writer.WriteStringValue(value.ToString());
            return;
        }

        writer.WriteStartArray();
        writer.WriteStringValue(value.Template);
        foreach (object argument in value.Arguments)
        {
            if (argument is Phrase part)
            {
                // An argument without holes is an array too: a plain text is not translated.
                WritePart(writer, part, options);
            }
            else
            {
                writer.WriteStringValue((string)argument);
            }
        }

        writer.WriteEndArray();
    }

    private void WritePart(Utf8JsonWriter writer, Phrase part, JsonSerializerOptions options)
    {
        if (!part.Arguments.IsEmpty)
        {
            Write(writer, part, options);
            return;
        }

        writer.WriteStartArray();
        writer.WriteStringValue(part.Template);
        writer.WriteEndArray();
    }

    private static Phrase Read(ref Utf8JsonReader reader, int depth)
    {
        if (reader.TokenType == JsonTokenType.String && depth == 0)
        {
            return Plain(reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.StartArray || depth > Deepest || !reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException("A text is malformed.");
        }

        string template = reader.GetString()!;
        List<object> arguments = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            arguments.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : Read(ref reader, depth + 1));
        }

        return Phrase.Of(template, [.. arguments]);
    }

    private static Phrase Plain(string text) => Phrase.Of(
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
}
