using Edge.Field.Taps;

namespace Edge.Field.Mara.Outstation;

/// <summary>
/// Records one connection in the tap of an outstation. A question ends with or without an answer; a connection that ends without a question
/// is recorded as a time-out or a failure.
/// </summary>
/// <param name="tap">The tap of the outstation; null: no recording.</param>
/// <param name="peer">The remote address of the connection.</param>
internal sealed class ConnectionTap(LinkTap? tap, string peer)
{
    /// <summary>A tap that records nothing.</summary>
    public static ConnectionTap None { get; } = new(null, "");

    /// <summary>Records received bytes.</summary>
    public void Arrived(ReadOnlySpan<byte> bytes) => tap?.Arrived(bytes, peer);

    /// <summary>Records a whole frame in the received bytes.</summary>
    public void Question(ReadOnlySpan<byte> frame) => tap?.Sent(frame, peer);

    /// <summary>Records bytes that were dropped, because no frame begins with them.</summary>
    public void Noise(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            tap?.Ended(TapOutcome.Noise, bytes, peer);
        }
    }

    /// <summary>Records an answer before it is sent; empty: the question is not answered.</summary>
    public void Answer(ReadOnlySpan<byte> frame) => tap?.Ended(frame.IsEmpty ? TapOutcome.Silent : TapOutcome.Answered, frame, peer);

    /// <summary>Records the end of the connection.</summary>
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
