namespace Edge.Protocols.Mara;

/// <summary>The data of a frame of one command, request or answer; <see cref="MaraFrame.Write{T}"/> writes its frame.</summary>
public interface IMaraData
{
    /// <summary>The command whose frame carries it, see <see cref="MaraCommand"/>.</summary>
    static abstract byte Command { get; }

    /// <summary>How many bytes it takes, at most <see cref="MaraFrame.MaximumData"/>.</summary>
    int DataLength { get; }

    /// <summary>Writes the data.</summary>
    /// <param name="buffer">At least <see cref="DataLength"/> bytes.</param>
    void Write(scoped Span<byte> buffer);
}
