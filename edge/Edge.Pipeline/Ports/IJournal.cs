namespace Edge.Pipeline;

/// <summary>The durable, complete record of what the field reported. One writer; any number of readers, each with its own cursor.</summary>
public interface IJournal : IJournalWriter, IJournalReader, ICheckpoints, IAsyncDisposable
{
}
