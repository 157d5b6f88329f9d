using System.Collections.Immutable;

namespace Edge.Pipeline;

/// <summary>The journal as the pipeline writes it.</summary>
public interface IJournalWriter
{
    /// <summary>The attributes of elements that were kept, the newest of each, in no particular order.</summary>
    ImmutableArray<ElementState> GetElements() => [];

    /// <summary>Writes the entry whole, in one transaction that is on the disk when this returns.</summary>
    /// <returns>The seq of the last record written, ever: unchanged when the entry holds nothing but a checkpoint.</returns>
    /// <exception cref="JournalWriteException">The disk is full or fails; append again later.</exception>
    long Append(in JournalEntry entry);
}
