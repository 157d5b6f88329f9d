using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestKit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Edge.Contracts.Tests;

/// <summary>
/// docs/asyncapi.yaml, and whether a message keeps to it. Knows as much of JSON Schema as the document uses, and refuses the rest.
/// </summary>
internal sealed class AsyncApi
{
    private static readonly string[] KnownWords =
    [
        "type", "required", "properties", "items", "enum", "format", "description", "minimum", "pattern", "minItems", "maxItems",
        "$ref", "x-codes", "oneOf",
    ];

    /// <summary>What the examples of a message are of that is not JSON: its schema is a file beside the document.</summary>
    public const string Binary = "";

    private readonly YamlMappingNode _root;

    private AsyncApi(YamlMappingNode root) => _root = root;

    public static AsyncApi Document { get; } = Load();

    public IReadOnlyDictionary<string, YamlMappingNode> Schemas => Children(At("components", "schemas"));

    /// <summary>The lists of words that may grow, each a schema of texts.</summary>
    public IReadOnlyDictionary<string, YamlMappingNode> Codes =>
        Schemas.Where(s => Get(s.Value, "x-codes") is not null).ToDictionary(s => s.Key, s => (YamlMappingNode)Get(s.Value, "x-codes")!);

    public IReadOnlyDictionary<string, YamlMappingNode> Messages => Children(At("components", "messages"));

    public IReadOnlyDictionary<string, YamlMappingNode> Servers => Children(At("servers"));

    public IReadOnlyDictionary<string, YamlMappingNode> Channels => Children(At("channels"));

    public IReadOnlyDictionary<string, YamlMappingNode> Operations => Children(At("operations"));

    public string Introduction => Text(At("info"), "description")!;

    public string Version => Text(_root, "asyncapi")!;

    public static string? Text(YamlMappingNode node, string key) => (Get(node, key) as YamlScalarNode)?.Value;

    public static YamlNode? Get(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    public static string[] List(YamlMappingNode node, string key) =>
        Get(node, key) is YamlSequenceNode list ? [.. list.Select(n => ((YamlScalarNode)n).Value!)] : [];

    public static IReadOnlyDictionary<string, YamlMappingNode> Properties(YamlMappingNode schema) =>
        Get(schema, "properties") is YamlMappingNode node ? Children(node) : new Dictionary<string, YamlMappingNode>();

    /// <summary>The examples of a message, as JSON, by message and name; with the schema that each is of.</summary>
    public IEnumerable<(string Name, string Schema, JsonElement Payload)> Examples()
    {
        foreach ((string message, YamlMappingNode node) in Messages)
        {
            foreach (YamlMappingNode example in (Get(node, "examples") as YamlSequenceNode)?.Cast<YamlMappingNode>() ?? [])
            {
                string schema = Text((YamlMappingNode)Get(node, "payload")!, "$ref")?.Split('/')[^1] ?? Binary;
                JsonElement payload = JsonSerializer.SerializeToElement(Json(Get(example, "payload")!));
                yield return ($"{message}/{Text(example, "name")}", schema, payload);
            }
        }
    }

    /// <summary>What a reference points to, else the node itself.</summary>
    public YamlMappingNode Resolve(YamlMappingNode node)
    {
        string? reference = Text(node, "$ref");
        return reference is null ? node : Resolve(At(reference.TrimStart('#', '/').Split('/')));
    }

    /// <summary>Everything in which a value differs from its schema.</summary>
    public IReadOnlyList<string> Validate(JsonElement value, string schema)
    {
        List<string> problems = [];
        Validate(value, Schemas[schema], schema, problems);
        return problems;
    }

    private void Validate(JsonElement value, YamlMappingNode node, string path, List<string> problems)
    {
        YamlMappingNode schema = Resolve(node);
        IEnumerable<string> words = schema.Children.Keys.Select(k => ((YamlScalarNode)k).Value!);
        problems.AddRange(words.Except(KnownWords).Select(k => $"{path}: schema word {k}"));
        if (Get(schema, "oneOf") is YamlSequenceNode choices)
        {
            if (choices.Cast<YamlMappingNode>().Count(choice => Fits(value, choice, path)) != 1)
            {
                problems.Add($"{path}: {value} is not one of {choices.Children.Count} things");
            }

            return;
        }

        bool right = Text(schema, "type") switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            _ => false,
        };
        if (!right)
        {
            problems.Add($"{path}: {value.ValueKind} is no {Text(schema, "type")}");
            return;
        }

        if (List(schema, "enum") is { Length: > 0 } listed && !listed.Contains(value.ToString()))
        {
            problems.Add($"{path}: '{value}' is none of {string.Join(", ", listed)}");
        }

        if (Text(schema, "format") == "date-time" && !IsUtc(value.GetString()!))
        {
            problems.Add($"{path}: '{value}' is no RFC 3339 time in UTC");
        }

        if (Text(schema, "pattern") is { } pattern && !System.Text.RegularExpressions.Regex.IsMatch(value.GetString()!, pattern))
        {
            problems.Add($"{path}: '{value}' does not match {pattern}");
        }

        if (Text(schema, "minimum") is { } minimum && value.GetDouble() < double.Parse(minimum, CultureInfo.InvariantCulture))
        {
            problems.Add($"{path}: {value} is below {minimum}");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                IReadOnlyDictionary<string, YamlMappingNode> properties = Properties(schema);
                IEnumerable<string> missing = List(schema, "required").Where(r => !value.TryGetProperty(r, out _));
                problems.AddRange(missing.Select(r => $"{path}.{r}: is missing"));
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    if (properties.TryGetValue(property.Name, out YamlMappingNode? inner))
                    {
                        Validate(property.Value, inner, $"{path}.{property.Name}", problems);
                    }
                    else
                    {
                        problems.Add($"{path}.{property.Name}: is not in the schema");
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Validate(item, (YamlMappingNode)Get(schema, "items")!, $"{path}[]", problems);
                }

                break;
        }
    }

    private bool Fits(JsonElement value, YamlMappingNode schema, string path)
    {
        List<string> problems = [];
        Validate(value, schema, path, problems);
        return problems.Count == 0;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(
            map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Json(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } truth => truth.Value == "true",
        YamlScalarNode { Style: ScalarStyle.Plain } bare when double.TryParse(bare.Value, CultureInfo.InvariantCulture, out _) =>
            JsonNode.Parse(bare.Value!),
        _ => ((YamlScalarNode)node).Value,
    };

    private static bool IsUtc(string text) =>
        text.Contains('T') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset time)
        && time.Offset == TimeSpan.Zero && (text.EndsWith('Z') || text.EndsWith("+00:00", StringComparison.Ordinal));

    private YamlMappingNode At(params string[] path) =>
        path.Aggregate(
            _root, (node, key) => (YamlMappingNode)(Get(node, key) ?? throw new KeyNotFoundException($"#/{string.Join('/', path)}")));

    private static Dictionary<string, YamlMappingNode> Children(YamlMappingNode node) =>
        node.Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => (YamlMappingNode)c.Value);

    private static AsyncApi Load()
    {
        YamlStream stream = new();
        using StreamReader reader = new(Repository.PathOf("docs", "asyncapi.yaml"));
        stream.Load(reader);
        return new AsyncApi((YamlMappingNode)stream.Documents[0].RootNode);
    }
}
