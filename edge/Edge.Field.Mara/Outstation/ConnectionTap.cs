using Edge.Field.Taps;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// What the tap of an outstation sees of one connection. A question ends with its answer, or without one; a connection that ends by itself
/// ends with nothing asked in time, or with a failure.
/// </summary>
/// <param name="tap">The tap of the outstation; null: nothing is seen.</param>
/// <param name="peer">Where the connection comes from.</param>
internal sealed class ConnectionTap(LinkTap? tap, string peer)
{
    /// <summary>A tap that sees nothing.</summary>
    public static ConnectionTap None { get; } = new(null, "");

    /// <summary>Bytes arrived.</summary>
    public void Arrived(ReadOnlySpan<byte> bytes) => tap?.Arrived(bytes, peer);

    /// <summary>A whole frame was found in what arrived.</summary>
    public void Question(ReadOnlySpan<byte> frame) => tap?.Sent(frame, peer);

    /// <summary>Bytes were thrown away, because no frame begins with them.</summary>
    public void Noise(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            tap?.Ended(TapOutcome.Noise, bytes, peer);
        }
    }

    /// <summary>An answer is about to go out; an empty one: the question is not answered.</summary>
    public void Answer(ReadOnlySpan<byte> frame) => tap?.Ended(frame.IsEmpty ? TapOutcome.Silent : TapOutcome.Answered, frame, peer);

    /// <summary>The connection ended.</summary>
    public void Closed(ConnectionEnd why)
    {
        if (why == ConnectionEnd.Silent)
        {
            tap?.Ended(TapOutcome.Silent, [], peer);
        }
        else if (why is ConnectionEnd.Broke or ConnectionEnd.NotRead)
        {
            tap?.Ended(TapOutcome.Failed, [], peer);
        }
    }
}
