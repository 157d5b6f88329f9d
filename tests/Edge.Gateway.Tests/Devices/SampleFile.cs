using System.Text.RegularExpressions;
using TestKit;

namespace Edge.Gateway.Tests.Devices;

/// <summary>The example of a configuration that explains every key.</summary>
internal static partial class SampleFile
{
    /// <summary>An example of a device that stands in a comment, without the marks of the comment.</summary>
    /// <param name="type">The word of its type.</param>
    public static string DeviceOf(string type)
    {
        string[] sample = File.ReadAllLines(Repository.PathOf("deploy", "sample", "edge.json"));
        int at = Array.FindIndex(sample, line => line.Contains($"\"type\": \"{type}\"", StringComparison.Ordinal));
        int begin = Array.FindLastIndex(sample, at, line => line.Trim() == "// {");
        int end = Array.FindIndex(sample, begin, line => line.Trim() == "// },");
        return string.Join('\n', sample[begin..end].Select(line => Mark().Replace(line, ""))) + "\n}";
    }

    [GeneratedRegex(@"^ *// ?")]
    private static partial Regex Mark();
}
