using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Edge.Gateway.Commands.Evaluation;

/// <summary>Writes the result of an evaluation.</summary>
internal static class EvaluationReport
{
    private const int WidestText = 40;

    /// <summary>One line: an object of tag → text, fill, stroke, errors; the order of the sheet.</summary>
    public static void WriteJson(ImmutableArray<EvaluatedElement> elements, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (EvaluatedElement element in elements)
            {
                json.WriteStartObject(element.Tag);
                json.WriteString("text"u8, element.Text);
                WriteIndex(json, "fill", element.Fill);
                WriteIndex(json, "stroke", element.Stroke);
                json.WriteStartObject("errors"u8);
                foreach ((string attribute, Phrase message) in element.Errors)
                {
                    json.WriteString(attribute, Say(message));
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>A table of the elements that formulas set, for people.</summary>
    public static void WriteTable(ImmutableArray<EvaluatedElement> elements, TextWriter output)
    {
        EvaluatedElement[] shown = [.. elements.Where(element => element.IsComputed)];
        int tags = Math.Max(3, shown.Select(element => element.Tag.Length).DefaultIfEmpty().Max());
        int texts = Math.Max(4, shown.Select(element => Text(element).Length).DefaultIfEmpty().Max());
        output.WriteLine($"{"tag".PadRight(tags)}  {"text".PadRight(texts)}  fill  stroke");
        foreach (EvaluatedElement element in shown)
        {
            string colours = $"{Index(element.Fill),4}  {Index(element.Stroke),6}";
            output.WriteLine($"{element.Tag.PadRight(tags)}  {Text(element).PadRight(texts)}  {colours}".TrimEnd());
            foreach ((string attribute, Phrase message) in element.Errors)
            {
                output.Say($"    {attribute}: {message}");
            }
        }

        int failed = shown.Count(element => !element.Errors.IsEmpty);
        output.Say(
            $"{shown.Length} elements that formulas set, {failed} with errors; "
            + $"{elements.Length - shown.Length} without a formula are not shown.");
    }

    private static string Text(EvaluatedElement element)
    {
        string text = (element.Text ?? "-").ReplaceLineEndings(" ");
        return text.Length <= WidestText ? text : text[..(WidestText - 1)] + "…";
    }

    private static string Index(int? index) => index?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static void WriteIndex(Utf8JsonWriter json, string name, int? index)
    {
        if (index is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
