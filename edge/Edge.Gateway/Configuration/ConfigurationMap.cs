using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Edge.Gateway.Configuration;

/// <summary>The line of each key of the file, for error messages, and the keys that do not belong there.</summary>
internal sealed class ConfigurationMap
{
    private readonly ConfigurationFormat _format;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private ConfigurationMap(ConfigurationFormat format) => _format = format;

    /// <summary>Unknown and duplicate keys, with their line and the keys that are allowed.</summary>
    public List<(string Path, int Line, Phrase Problem)> Problems { get; } = [];

    /// <summary>Keys of a device that belong to another type: they have no effect. They are findings like those of a value.</summary>
    public List<(string Key, Phrase Text)> Foreign { get; } = [];

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
    /// <exception cref="JsonException">The file is no JSON; the exception has the line.</exception>
    public static ConfigurationMap Read(ReadOnlySpan<byte> file, ConfigurationFormat format)
    {
        ConfigurationMap map = new(format);
        Utf8JsonReader reader = new(
            file, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        Position position = new();
        _ = reader.Read();
        map.Value(ref reader, file, ref position, "", format.Root);
        _ = reader.Read();
        return map;
    }

    private void Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> file, ref Position position, string path, JsonTypeInfo? type)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                if (ConfigurationFormat.IsDevice(type))
                {
                    string? word = TypeOf(reader);
                    Object(ref reader, file, ref position, path, new Keys(word, [.. _format.KeysOf(word)], type!.Options));
                }
                else
                {
                    Keys? keys = type?.Kind == JsonTypeInfoKind.Object ? new Keys(null, [.. type.Properties], type.Options) : null;
                    Object(ref reader, file, ref position, path, keys);
                }

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

    private void Object(ref Utf8JsonReader reader, ReadOnlySpan<byte> file, ref Position position, string path, Keys? keys)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            string inside = path.Length == 0 ? key : $"{path}.{key}";
            int line = position.LineAt(file, reader.TokenStartIndex);
            _lines[inside] = line;
            JsonPropertyInfo? known = keys?.Known.FirstOrDefault(p => p.Name == key);
            if (!seen.Add(key))
            {
                Problems.Add((inside, line, $"this key is there twice. Remove one of them."));
            }
            else if (keys is not null && known is null)
            {
                Unknown(inside, key, line, keys);
            }

            _ = reader.Read();
            Value(ref reader, file, ref position, inside, known is null ? null : keys!.Options.GetTypeInfo(known.PropertyType));
        }
    }

    private void Unknown(string path, string key, int line, Keys keys)
    {
        string[] others = keys.Device is null ? [] : [.. _format.TypesWith(key)];
        if (others.Length > 0)
        {
            Phrase types = Phrase.Join($" or ", others.Select(word => Phrase.Verbatim($"\"{word}\"")));
            Foreign.Add((path, $"has no effect on the type '{keys.Device}': remove it, or give the type {types}."));
            return;
        }

        string known = string.Join(", ", keys.Known.Select(p => p.Name));
        Problems.Add((path, line, $"there is no such key. Remove it or correct it; known here: {known}."));
    }

    /// <summary>The type of the device that begins: looks ahead, in a copy of the reader.</summary>
    private static string? TypeOf(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals("type"u8);
            _ = reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>The keys that an object may have.</summary>
    /// <param name="Device">The word of the type, where it is a device.</param>
    /// <param name="Known">The keys.</param>
    /// <param name="Options">Describes the value of each key.</param>
    private sealed record Keys(string? Device, IReadOnlyCollection<JsonPropertyInfo> Known, JsonSerializerOptions Options);

    /// <summary>Counts lines forward only, so that the file is scanned once.</summary>
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
