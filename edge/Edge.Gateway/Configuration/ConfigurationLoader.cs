using System.Collections.Immutable;
using System.Text.Json;
using Edge.Gateway.Devices;

namespace Edge.Gateway.Configuration;

/// <summary>The result of reading the configuration.</summary>
/// <param name="Configuration">The configuration with absolute paths; null when there is any error.</param>
/// <param name="Errors">All errors, one line each: the place, the value, and what is allowed.</param>
public sealed record ConfigurationResult(GatewayConfiguration? Configuration, ImmutableArray<string> Errors);

/// <summary>Reads and checks the configuration. Never throws for its content.</summary>
public static class ConfigurationLoader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    public static ConfigurationResult Load(string path)
    {
        string full = Path.GetFullPath(path);
        byte[] file;
        try
        {
            FileInfo info = new(full);
            if (info.Exists && info.Length > MaximumBytes)
            {
                return new(null, [Say($"{full}: the file has {info.Length} bytes; a configuration has at most {MaximumBytes}.")]);
            }

            file = File.ReadAllBytes(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, [Say($"{full}: cannot be read: {e.Message} Give the right file with --config FILE.")]);
        }

        return Parse(file, full);
    }

    /// <summary>Reads a configuration from memory.</summary>
    /// <param name="file">UTF-8 JSON, comments and trailing commas allowed.</param>
    /// <param name="path">Its name in errors; relative paths in it start at its folder.</param>
    public static ConfigurationResult Parse(ReadOnlySpan<byte> file, string path) => Parse(file, path, DeviceTypes.Known);

    /// <summary>Reads a configuration from memory, with the types of devices that it may name.</summary>
    internal static ConfigurationResult Parse(ReadOnlySpan<byte> file, string path, DeviceTypes types)
    {
        if (file.StartsWith("\uFEFF"u8))
        {
            file = file[3..];
        }

        ConfigurationFormat format = new(types);
        ConfigurationMap? map = null;
        GatewayConfiguration configuration;
        try
        {
            map = ConfigurationMap.Read(file, format);
            if (map.Problems.Count > 0)
            {
                return new(null, [.. map.Problems.Select(p => Say($"{path}, line {p.Line}: {p.Path}: {p.Problem}"))]);
            }

            configuration = JsonSerializer.Deserialize(file, format.Root)
                ?? throw new JsonException("the file has null instead of an object.");
        }
        catch (JsonException e)
        {
            string key = KeyOf(e);
            Phrase place = e.LineNumber is { } line ? (Phrase)$"{path}, line {map?.LineOf(key) ?? line + 1}" : $"{path}";
            Phrase words = Words(e.InnerException as JsonException ?? e);
            return new(null, [Say(key.Length > 0 ? (Phrase)$"{place}: {key}: {words}" : $"{place}: {words}")]);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        ConfigurationChecks checks = new(folder);
        GatewayConfiguration whole = checks.Check(configuration);
        (string Key, Phrase Text)[] errors = [.. map.Foreign, .. checks.Errors];
        return errors.Length == 0
            ? new(whole, [])
            : new(null, [.. errors.Select(e => Say($"{path}, line {map.LineOf(e.Key)}: {e.Key}: {e.Text}"))]);
    }

    /// <summary>The key of an error of the reader; within a device the path continues from the key of the device.</summary>
    private static string KeyOf(JsonException e)
    {
        string outer = (e.Path ?? "").TrimStart('$').TrimStart('.');
        string inner = ((e.InnerException as JsonException)?.Path ?? "").TrimStart('$');
        return outer + inner;
    }

    /// <summary>The message of the reader without the place, which precedes it already.</summary>
    private static Phrase Words(JsonException e)
    {
        string text = e.Message;
        int place = text.IndexOf(" Path: $", StringComparison.Ordinal);
        place = place >= 0 ? place : text.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        text = place > 0 ? text[..place] : text;
        return text.Contains("could not be converted", StringComparison.Ordinal)
            ? $"the value is not of the right kind. Times are written \"hh:mm:ss.fff\", numbers without quotes, texts with quotes."
            : Phrase.Verbatim(text);
    }
}
