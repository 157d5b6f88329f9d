using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Edge.Gateway.Configuration;

/// <summary>Where each key of the file stands, and which keys do not belong there: so that an error can name the line.</summary>
internal sealed class ConfigurationMap
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>Keys that stand in no configuration, or twice, with their line and the keys that would be allowed.</summary>
    public List<(string Path, int Line, string Problem)> Problems { get; } = [];

    /// <summary>The line of a key, from 1; of its parent where the key is absent.</summary>
    public int LineOf(string path)
    {
        while (path.Length > 0)
        {
            if (_lines.TryGetValue(path, out int line))
            {
                return line;
            }

            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }

        return 1;
    }

    /// <summary>Reads the file for its keys only.</summary>
    /// <exception cref="JsonException">It is no JSON; the exception knows the line.</exception>
    public static ConfigurationMap Read(ReadOnlySpan<byte> file, JsonTypeInfo root)
    {
        ConfigurationMap map = new();
        Utf8JsonReader reader = new(
            file, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        Position position = new();
        _ = reader.Read();
        map.Value(ref reader, file, ref position, "", root);
        _ = reader.Read();
        return map;
    }

    private void Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> file, ref Position position, string path, JsonTypeInfo? type)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Object(ref reader, file, ref position, path, type?.Kind == JsonTypeInfoKind.Object ? type : null);
                break;
            case JsonTokenType.StartArray:
                JsonTypeInfo? element = type?.ElementType is { } elementType ? type.Options.GetTypeInfo(elementType) : null;
                for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                {
                    string item = $"{path}[{i}]";
                    _lines[item] = position.LineAt(file, reader.TokenStartIndex);
                    Value(ref reader, file, ref position, item, element);
                }

                break;
        }
    }

    private void Object(ref Utf8JsonReader reader, ReadOnlySpan<byte> file, ref Position position, string path, JsonTypeInfo? type)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            string inside = path.Length == 0 ? key : $"{path}.{key}";
            int line = position.LineAt(file, reader.TokenStartIndex);
            _lines[inside] = line;
            JsonPropertyInfo? known = type?.Properties.FirstOrDefault(p => p.Name == key);
            if (!seen.Add(key))
            {
                Problems.Add((inside, line, "this key stands twice. Remove one of them."));
            }
            else if (type is not null && known is null)
            {
                string keys = string.Join(", ", type.Properties.Select(p => p.Name));
                Problems.Add((inside, line, $"there is no such key. Remove it or correct it; known here: {keys}."));
            }

            _ = reader.Read();
            Value(ref reader, file, ref position, inside, known is null ? null : type!.Options.GetTypeInfo(known.PropertyType));
        }
    }

    /// <summary>Counts lines forward only, so that a file is looked at once.</summary>
    private struct Position
    {
        private int _at;
        private int _line;

        public int LineAt(ReadOnlySpan<byte> file, long index)
        {
            _line += file[_at..(int)index].Count((byte)'\n');
            _at = (int)index;
            return _line + 1;
        }
    }
}
