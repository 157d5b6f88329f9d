namespace Dashboard.Web;

/// <summary>A password that stands in a file of its own.</summary>
internal static class PasswordFile
{
    private const UnixFileMode Strangers = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The first line.</summary>
    /// <param name="key">The key of the configuration that names the file.</param>
    /// <param name="owner">The key that the password belongs to.</param>
    /// <param name="name">The file.</param>
    /// <exception cref="SettingException">It cannot be read, is empty, or others may read it.</exception>
    internal static string Read(string key, string owner, string name)
    {
        string file = Path.GetFullPath(name, AppContext.BaseDirectory);
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Strangers) != UnixFileMode.None)
            {
                throw new SettingException($"{file} may be read or written by others: chmod 640 {file}, or 600.");
            }

            using StreamReader reader = new(file);
            return reader.ReadLine() is { Length: > 0 } line
                ? line
                : throw new SettingException($"{file}: the first line is empty; it must have the password of {owner}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingException(
                $"{key} {file} cannot be read: {exception.Message.TrimEnd('.')}. Create it with the password in its first line.",
                exception);
        }
    }
}
