namespace Edge.Gateway.Commands.Evaluation;

/// <summary>
/// Waits until files are saved. It compares sizes and times instead of using notifications of the operating system: this also works on
/// network shares, and whether a program writes into the file or replaces it.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="time">The clock.</param>
/// <param name="messages">Receives a message while a file cannot be read.</param>
internal sealed class FileWatch(string[] files, TimeProvider time, TextWriter messages)
{
    /// <summary>How often the files are checked. A file is settled when two checks in a row found the same size and time.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private Phrase? _lastMessage;

    /// <summary>Calls the action immediately and after each save, until the stop.</summary>
    public async Task RunAsync(Action action, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Period, time);
        Stamp[]? handled = null;
        Stamp[] before = ReadStamps();
        try
        {
            // The first call does not wait until the files are settled.
            if (IsReadable())
            {
                handled = before;
                action();
            }

            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                Stamp[] now = ReadStamps();
                bool settled = now.AsSpan().SequenceEqual(before);
                before = now;
                if (settled && (handled is null || !now.AsSpan().SequenceEqual(handled)) && IsReadable())
                {
                    handled = now;
                    action();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The stop.
        }
    }

    private Stamp[] ReadStamps() => [.. files.Select(file =>
    {
        var info = new FileInfo(file);
        return info.Exists ? new Stamp(info.Length, info.LastWriteTimeUtc) : default;
    })];

    /// <summary>Whether all files can be read. A spreadsheet program locks its file while it saves, or removes it for a moment.</summary>
    private bool IsReadable()
    {
        foreach (string file in files)
        {
            try
            {
                File.OpenRead(file).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Phrase message = e is FileNotFoundException
                    ? (Phrase)$"{file} is not there: waiting for it."
                    : $"{file} cannot be read now, another program may hold it: waiting. ({e.Message})";
                if (!message.Equals(_lastMessage))
                {
                    messages.Say(message);
                    _lastMessage = message;
                }

                return false;
            }
        }

        _lastMessage = null;
        return true;
    }

    private readonly record struct Stamp(long Length, DateTime Written);
}
