namespace Edge.Gateway.Commands.Evaluation;

/// <summary>
/// Waits for files to be saved. It looks at their stamps instead of asking the system to be told, which works on network shares too and
/// does not care whether a program writes into the file or puts another in its place.
/// </summary>
/// <param name="files">What to watch.</param>
/// <param name="time">The clock.</param>
/// <param name="messages">Where it says what it waits for.</param>
internal sealed class FileWatch(string[] files, TimeProvider time, TextWriter messages)
{
    /// <summary>How often it looks. A file that two looks on end found the same is settled.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private string? _said;

    /// <summary>Acts at once and after every save, until the stop.</summary>
    public async Task RunAsync(Action act, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Period, time);
        Stamp[]? done = null;
        Stamp[] before = Look();
        try
        {
            // The first time without waiting for the file to rest.
            if (IsReadable())
            {
                done = before;
                act();
            }

            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                Stamp[] now = Look();
                bool settled = now.AsSpan().SequenceEqual(before);
                before = now;
                if (settled && (done is null || !now.AsSpan().SequenceEqual(done)) && IsReadable())
                {
                    done = now;
                    act();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private Stamp[] Look() => [.. files.Select(file =>
    {
        var info = new FileInfo(file);
        return info.Exists ? new Stamp(info.Length, info.LastWriteTimeUtc) : default;
    })];

    /// <summary>A spreadsheet program holds its file while it saves, and takes it away for a moment when it replaces it.</summary>
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
                string words = e is FileNotFoundException
                    ? $"{file} is not there: waiting for it."
                    : $"{file} cannot be read now, another program may hold it: waiting. ({e.Message})";
                if (words != _said)
                {
                    messages.WriteLine(words);
                    _said = words;
                }

                return false;
            }
        }

        _said = null;
        return true;
    }

    private readonly record struct Stamp(long Length, DateTime Written);
}
