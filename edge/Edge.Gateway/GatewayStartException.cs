namespace Edge.Gateway;

/// <summary>The gateway cannot start, or not take a profile; the message says why and what to do.</summary>
public sealed class GatewayStartException(Phrase text, Exception? inner = null) : WordedException(text, inner)
{
    /// <summary>Whether it may work later as it is: the disk is full or fails, or another process has the journal.</summary>
    public bool IsTemporary { get; init; }
}
