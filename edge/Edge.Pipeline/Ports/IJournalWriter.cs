using System.Collections.Immutable;

namespace Edge.Pipeline;

/// <summary>The journal as the pipeline writes it.</summary>
public interface IJournalWriter
{
    /// <summary>The stored attributes of elements, the newest of each, in no particular order.</summary>
    ImmutableArray<ElementState> GetElements() => [];

    /// <summary>Writes the entry in one transaction, which is on the disk when this returns.</summary>
    /// <returns>The seq of the newest record of the journal: unchanged when the entry has only a checkpoint.</returns>
    /// <exception cref="JournalWriteException">The disk is full or fails; append again later.</exception>
    long Append(in JournalEntry entry);
}
