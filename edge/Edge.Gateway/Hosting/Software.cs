using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Edge.Gateway.Hosting;

/// <summary>The program's name and version.</summary>
internal static class Software
{
    /// <summary>As in <c>edge 0.1.0</c>; the commit it was built from stands behind a plus sign where it is known.</summary>
    public static string Name { get; } =
        $"edge {typeof(Software).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"}";

    /// <summary>Lets <c>--version</c> print name and version.</summary>
    public static void PrintWithVersion(RootCommand root)
    {
        foreach (VersionOption option in root.Options.OfType<VersionOption>())
        {
            option.Action = new Print();
        }
    }

    private sealed class Print : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Name);
            return 0;
        }
    }
}
