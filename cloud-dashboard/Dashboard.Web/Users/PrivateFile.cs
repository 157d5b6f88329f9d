namespace Dashboard.Web.Users;

/// <summary>Files that hold secrets belong to the user of the program alone, whatever the directory or the umask says.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the directory if it is missing, and takes the rights of others from it and its files.</summary>
    /// <exception cref="StartupException">It cannot be made, or belongs to somebody else.</exception>
    internal static void SecureDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
            File.SetUnixFileMode(path, OwnerOnly | UnixFileMode.UserExecute);
            foreach (string file in Directory.GetFiles(path))
            {
                File.SetUnixFileMode(file, OwnerOnly);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"{path} cannot be made, or its mode cannot be set to 0700: {exception.Message} "
                + $"It must belong to the user that runs this program.",
                exception);
        }
    }

    /// <summary>Makes the database if it is missing, and takes the rights of others from it and from what SQLite keeps beside it.</summary>
    /// <exception cref="StartupException">The file cannot be made, or belongs to somebody else.</exception>
    internal static void SecureDatabase(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            // Made here with its mode: SQLite would take the umask's. An empty file is an empty database, and what SQLite makes
            // beside it gets the same mode.
            using (new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = OwnerOnly,
            }))
            {
            }

            foreach (string file in (string[])[path, path + "-wal", path + "-shm", path + "-journal"])
            {
                if (File.Exists(file) && File.GetUnixFileMode(file) != OwnerOnly)
                {
                    File.SetUnixFileMode(file, OwnerOnly);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"{path} cannot be opened, or its mode cannot be set to 0600: {exception.Message} "
                + $"It must belong to the user that runs this program.",
                exception);
        }
    }
}
