using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>Finds a drawing beside its workbook; a path that leads anywhere else is refused.</summary>
internal static class DrawingFile
{
    public static byte[]? Read(RowReader row, string folder, string path, int maximumBytes)
    {
        if (path.Length == 0)
        {
            row.Error("path", "The drawing is not named.", "Write the name of an .svg file beside the workbook.");
            return null;
        }

        string relative = path.Replace('\\', '/');
        if (!relative.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) || relative.IndexOfAny([':', '\0']) >= 0
            || Path.IsPathRooted(relative) || relative.Split('/').Contains(".."))
        {
            row.Error(
                "path", $"'{RowReader.Shorten(path)}' is no drawing beside the workbook.",
                "Write the name of an .svg file in the workbook's folder, without '..'.");
            return null;
        }

        try
        {
            return Find(folder, relative) is { } file ? ReadFile(row, folder, path, file, maximumBytes) : Missing(row, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            row.Error("path", $"The drawing {RowReader.Shorten(path)} cannot be read: {exception.Message}", "Check its permissions.");
            return null;
        }
    }

    private static byte[]? ReadFile(RowReader row, string folder, string path, FileInfo file, int maximumBytes)
    {
        FileSystemInfo target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        if (!target.FullName.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            row.Error(
                "path", $"The drawing {RowReader.Shorten(path)} is a link that leads out of the folder.",
                "Copy the drawing beside the workbook.");
            return null;
        }

        if (file.Length <= maximumBytes)
        {
            return File.ReadAllBytes(file.FullName);
        }

        row.Error("path", $"The drawing {RowReader.Shorten(path)} has more than {maximumBytes} bytes.", "Make the pictures in it smaller.");
        return null;
    }

    private static byte[]? Missing(RowReader row, string path)
    {
        row.Error("path", $"The drawing {RowReader.Shorten(path)} is missing.", "Put it beside the workbook.");
        return null;
    }

    /// <summary>
    /// The file of that name; where there is none, the only one that differs in case: workbooks come from systems that do not tell.
    /// </summary>
    private static FileInfo? Find(string folder, string relative)
    {
        var exact = new FileInfo(Path.Combine(Path.GetFullPath(folder), relative));
        if (exact.Exists || exact.Directory is not { Exists: true } directory)
        {
            return exact.Exists ? exact : null;
        }

        FileInfo[] alike = [.. directory.EnumerateFiles().Where(file => file.Name.Equals(exact.Name, StringComparison.OrdinalIgnoreCase))];
        return alike.Length == 1 ? alike[0] : null;
    }
}
