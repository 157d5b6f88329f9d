namespace Edge.Journal;

/// <summary>Where the journal is and how much it may keep.</summary>
public sealed record JournalOptions
{
    /// <summary>The smallest bound that makes sense: below it a single scan could fill the file.</summary>
    public const long SmallestMaximumBytes = 256 * 1024;

    /// <summary>
    /// The file. Beside it stand <c>-wal</c>, <c>-shm</c>, <c>.checkpoints</c> and <c>.lock</c>; the directory must exist and be writable.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>
    /// How much the records may take, in bytes; 512 MiB by default. Beyond it the oldest go: first what every reader has handled, then
    /// unread samples, then what operators did, last unread events and energies. On the disk allow 8 MB more for the
    /// write-ahead log, and as much again for a salvage. More bytes keep a longer outage of the broker or the historian.
    /// </summary>
    public long MaximumBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>
    /// How long a record is kept that every reader has handled, or an unread sample; 90 days by default, at least one hour. Counted is time
    /// in which the journal was in use, so a clock that is set does not matter. Unread events and energies are kept while there is room.
    /// </summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">One of them makes no sense; the message says which and why.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw new ArgumentException("The journal needs the path of its file.");
        }

        if (MaximumBytes < SmallestMaximumBytes)
        {
            throw new ArgumentException(
                $"The journal's maximum of {MaximumBytes} bytes is too small: give at least {SmallestMaximumBytes}.");
        }

        if (MaximumAge < TimeSpan.FromHours(1))
        {
            throw new ArgumentException($"The journal's maximum age of {MaximumAge} is too short: give at least one hour.");
        }
    }
}
