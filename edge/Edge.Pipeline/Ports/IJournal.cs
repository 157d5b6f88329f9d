namespace Edge.Pipeline;

/// <summary>The durable record of what the field said, whole. One writer; any number of readers, each with its own cursor.</summary>
public interface IJournal : IJournalWriter, IJournalReader, ICheckpoints, IAsyncDisposable
{
}
