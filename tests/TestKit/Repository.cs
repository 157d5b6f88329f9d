using System.Runtime.CompilerServices;

namespace TestKit;

/// <summary>Where the repository and the third-party data beside it lie.</summary>
public static class Repository
{
    /// <summary>The folder of Edge.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder of the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file of the third-party data, or null where it is absent: then skip, and say so.</summary>
    public static string? SharedData(string name)
    {
        string path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", name));
        return File.Exists(path) ? path : null;
    }

    private static string FindRoot([CallerFilePath] string? here = null)
    {
        DirectoryInfo begin = new(Path.GetDirectoryName(here) ?? AppContext.BaseDirectory);
        for (DirectoryInfo? folder = begin; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above '{here}' holds Edge.sln: run the tests from a checkout.");
    }
}
