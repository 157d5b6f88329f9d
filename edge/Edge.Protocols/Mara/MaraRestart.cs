namespace Edge.Protocols.Mara;

/// <summary>Requests a restart, 05 (Mara 1.4 §3): <c>AA 55</c> only.</summary>
public readonly record struct MaraRestart : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 2;

    /// <inheritdoc />
    public static byte Command => MaraCommand.Restart;

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of a request.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="request">The request.</param>
    /// <returns>False when the key is wrong: then nothing may restart, and the answer is a refusal.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraRestart request)
    {
        request = default;
        return data.SequenceEqual(MaraBlock.Key);
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer) => MaraBlock.Key.CopyTo(buffer);
}

/// <summary>Answers a restart, 05 (Mara 1.4 §3): <c>AA 55</c>, and then it restarts; <c>00 00</c>: refused.</summary>
/// <param name="Refused">Whether it does not restart.</param>
public readonly record struct MaraRestartAnswer(bool Refused) : IMaraData
{
    /// <summary>How many bytes it takes.</summary>
    public const int Length = 2;

    /// <inheritdoc />
    public static byte Command => MaraCommand.Restart;

    /// <inheritdoc />
    public int DataLength => Length;

    /// <summary>Reads the data of an answer.</summary>
    /// <param name="data">The data of the frame.</param>
    /// <param name="answer">The decoded value; a refusal when it is neither.</param>
    /// <returns>False when it is neither of the two.</returns>
    public static bool TryParse(ReadOnlySpan<byte> data, out MaraRestartAnswer answer)
    {
        bool accepted = data.SequenceEqual(MaraBlock.Key);
        answer = new MaraRestartAnswer(!accepted);
        return accepted || data.SequenceEqual((ReadOnlySpan<byte>)[0, 0]);
    }

    /// <inheritdoc />
    public void Write(scoped Span<byte> buffer)
    {
        if (Refused)
        {
            buffer[..Length].Clear();
        }
        else
        {
            MaraBlock.Key.CopyTo(buffer);
        }
    }
}
