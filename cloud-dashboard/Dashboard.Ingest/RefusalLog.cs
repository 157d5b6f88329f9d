using Microsoft.Extensions.Logging;

namespace Dashboard.Ingest;

/// <summary>
/// Counts refused messages and logs each topic once an hour, at most a thousand lines an hour: a gateway that sends invalid messages each
/// second, or to ever new topics, must not fill the disk.
/// </summary>
public sealed class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    private const int MaximumTopics = 1000;
    private const int MaximumShown = 200;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _logged = new(StringComparer.Ordinal);
    private long _windowStart = time.GetTimestamp();
    private long _refused;

    /// <summary>How many messages were refused since the start.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Counts a refusal.</summary>
    public void Add(string topic, string reason)
    {
        long count = Interlocked.Increment(ref _refused);
        string shown = Clean(topic);
        lock (_lock)
        {
            if (time.GetElapsedTime(_windowStart) >= Window)
            {
                _logged.Clear();
                _windowStart = time.GetTimestamp();
            }

            if (_logged.Count >= MaximumTopics || !_logged.Add(shown))
            {
                return;
            }
        }

        Log.MessageRefused(logger, shown, Clean(reason.TrimEnd('.')), count);
    }

    // Text from outside must not begin a new line of the log.
    private static string Clean(string text)
    {
        string cut = text.Length > MaximumShown ? string.Concat(text.AsSpan(0, MaximumShown), "…") : text;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? '?' : source[i];
            }
        });
    }
}
