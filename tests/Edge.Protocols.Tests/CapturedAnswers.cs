namespace Edge.Protocols.Tests;

/// <summary>The captured answers of a real station, third-party data that lies beside the repository on some machines only.</summary>
internal static class CapturedAnswers
{
    private const string File = "shared/data/poll-answers-2014-01-13.txt";

    /// <summary>The lines, or a skipped test.</summary>
    public static string[] Lines()
    {
        string? path = Find();
        Assert.SkipWhen(path is null, $"The captured frames are not on this machine: ../{File} beside the repository is absent.");
        return [.. System.IO.File.ReadLines(path!).Where(line => line.Length > 0)];
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            {
                string path = Path.Combine(folder.FullName, "..", File);
                return System.IO.File.Exists(path) ? path : null;
            }
        }

        return null;
    }
}
