using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Edge.Gateway;

/// <summary>The program's name and version.</summary>
internal static class Software
{
    /// <summary>How much of the commit is shown.</summary>
    private const int CommitDigits = 8;

    /// <summary>As in <c>edge 0.1.0</c>; the commit it was built from stands behind a plus sign where it is known.</summary>
    public static string Name { get; } = $"edge {Short(
        typeof(Software).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown")}";

    /// <summary>Lets <c>--version</c> print name and version.</summary>
    public static void PrintWithVersion(RootCommand root)
    {
        foreach (VersionOption option in root.Options.OfType<VersionOption>())
        {
            option.Action = new Print();
        }
    }

    private static string Short(string version) =>
        version.IndexOf('+', StringComparison.Ordinal) is var plus and >= 0
            ? version[..Math.Min(version.Length, plus + 1 + CommitDigits)] : version;

    private sealed class Print : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Name);
            return 0;
        }
    }
}
