using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>Finds a drawing beside its workbook; a path to another place is refused.</summary>
internal static class DrawingFile
{
    /// <summary>How many links may lead to one another.</summary>
    private const int MostLinks = 16;

    public static byte[]? Read(RowReader row, string folder, string path, int maximumBytes)
    {
        if (path.Length == 0)
        {
            row.Error("path", $"The drawing is not named.", $"Write the name of an .svg file beside the workbook.");
            return null;
        }

        string relative = path.Replace('\\', '/');
        if (!relative.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) || relative.IndexOfAny([':', '\0']) >= 0
            || Path.IsPathRooted(relative) || relative.Split('/').Contains(".."))
        {
            row.Error(
                "path", $"'{RowReader.Shorten(path)}' is no drawing beside the workbook.",
                $"Write the name of an .svg file in the workbook's folder, without '..'.");
            return null;
        }

        try
        {
            return Find(folder, relative) is { } file ? ReadFile(row, folder, path, file, maximumBytes) : Missing(row, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            row.Error("path", $"The drawing {RowReader.Shorten(path)} cannot be read: {exception.Message}", $"Check its permissions.");
            return null;
        }
    }

    private static byte[]? ReadFile(RowReader row, string folder, string path, FileInfo file, int maximumBytes)
    {
        var target = new FileInfo(Resolve(file.FullName, 0));
        if (!target.FullName.StartsWith(Resolve(Path.GetFullPath(folder), 0) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            row.Error(
                "path", $"The drawing {RowReader.Shorten(path)} is a link that leads out of the folder, or stands behind one.",
                $"Copy the drawing beside the workbook.");
            return null;
        }

        // A pipe or a device has no length, and opening it may block indefinitely.
        if (target.Length == 0)
        {
            row.Error("path", $"The drawing {RowReader.Shorten(path)} is empty, or no file.", $"Copy it beside the workbook again.");
            return null;
        }

        if (target.Length <= maximumBytes)
        {
            return BoundedFile.Read(target.FullName, maximumBytes);
        }

        row.Error("path", $"The drawing {RowReader.Shorten(path)} has more than {maximumBytes} bytes.", $"Make the pictures in it "
            + $"smaller.");
        return null;
    }

    private static byte[]? Missing(RowReader row, string path)
    {
        row.Error("path", $"The drawing {RowReader.Shorten(path)} is missing.", $"Put it beside the workbook.");
        return null;
    }

    /// <summary>
    /// The file of that name; if there is none, the only one that differs just in case or in the encoding of accents, since workbooks come
    /// from systems that ignore this. The same holds for each folder of the path.
    /// </summary>
    private static FileInfo? Find(string folder, string relative)
    {
        string at = Path.GetFullPath(folder);
        string[] names = relative.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < names.Length; i++)
        {
            string exact = Path.Combine(at, names[i]);
            if (i < names.Length - 1 ? Directory.Exists(exact) : File.Exists(exact))
            {
                at = exact;
                continue;
            }

            string wanted = Letters.Compose(names[i]);
            var directory = new DirectoryInfo(at);
            FileSystemInfo[] alike =
            [
                .. (i < names.Length - 1 ? (IEnumerable<FileSystemInfo>)directory.EnumerateDirectories() : directory.EnumerateFiles())
                    .Where(entry => Letters.Compose(entry.Name).Equals(wanted, StringComparison.OrdinalIgnoreCase)),
            ];
            if (alike.Length != 1)
            {
                return null;
            }

            at = alike[0].FullName;
        }

        return new FileInfo(at);
    }

    /// <summary>The path with all links of the file and its folders resolved.</summary>
    private static string Resolve(string path, int links)
    {
        string at = "/";
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < names.Length; i++)
        {
            at = Path.Combine(at, names[i]);
            if (new FileInfo(at).LinkTarget is { } target)
            {
                if (links >= MostLinks)
                {
                    throw new IOException("Too many links lead to one another.");
                }

                string whole = Path.GetFullPath(target, Path.GetDirectoryName(at)!);
                return Resolve(Path.Combine([whole, .. names[(i + 1)..]]), links + 1);
            }
        }

        return at;
    }
}
