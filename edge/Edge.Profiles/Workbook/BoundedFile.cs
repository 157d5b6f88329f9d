namespace Edge.Profiles.Workbook;

/// <summary>Reads a file up to a limit, even if it grows meanwhile.</summary>
internal static class BoundedFile
{
    /// <summary>The bytes of a file, at most the limit.</summary>
    /// <exception cref="IOException">It has more.</exception>
    public static byte[] Read(string path, long maximumBytes)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > maximumBytes)
        {
            throw new IOException("The file grows.");
        }

        byte[] bytes = new byte[file.Length];
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
