namespace Edge.Pipeline;

/// <summary>
/// The journal could not write an entry: the disk is full or fails. The scan must not be acknowledged; the same entry may be appended
/// again later.
/// </summary>
public sealed class JournalWriteException : IOException
{
    /// <summary>Makes the exception.</summary>
    public JournalWriteException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, where, and what to do.</param>
    public JournalWriteException(string message) : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What failed, where, and what to do.</param>
    /// <param name="innerException">The error of the storage.</param>
    public JournalWriteException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Whether the disk is full; false for another failure.</summary>
    public bool DiskFull { get; init; }

    /// <summary>Whether the file is damaged and being salvaged: it is written again when that is done.</summary>
    public bool Damaged { get; init; }
}
