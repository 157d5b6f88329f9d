namespace Edge.EndToEnd.Tests.Steps;

/// <summary>A folder as a kill leaves it.</summary>
internal static class Disk
{
    /// <summary>Copies databases with their logs. Common memory of SQLite is not on the disk, and a lock ends with its program.</summary>
    internal static void Copy(string folder, string copy)
    {
        _ = Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(folder).Where(file => !file.EndsWith("-shm") && !file.EndsWith(".lock")))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
    }
}
