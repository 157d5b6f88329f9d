using System.Collections.Frozen;
using System.Text.Json;

namespace Edge.Texts;

/// <summary>The texts of one language, by their English template.</summary>
public sealed class Translation
{
    private readonly FrozenDictionary<string, string> _texts;

    private Translation(FrozenDictionary<string, string> texts) => _texts = texts;

    /// <summary>The English templates with their translations.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>Reads a translation: one JSON object, English to the other language.</summary>
    /// <param name="json">The content of the resource.</param>
    /// <exception cref="JsonException">It is not such an object.</exception>
    public static Translation Read(Stream json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var document = JsonDocument.Parse(json);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty text in document.RootElement.EnumerateObject())
        {
            texts[text.Name] = text.Value.GetString() ?? throw new JsonException($"'{text.Name}' has no text.");
        }

        return new Translation(texts.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The translation of a template; null where there is none.</summary>
    /// <param name="template">The English text with its holes.</param>
    public string? Find(string template) => _texts.GetValueOrDefault(template);
}
