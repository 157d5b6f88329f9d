namespace Edge.Protocols.Mara;

/// <summary>Makes bytes of the data of a frame (Mara 1.4 §3).</summary>
public static class MaraData
{
    /// <summary>The data in an array of its own.</summary>
    /// <param name="data">The data of a question or an answer.</param>
    public static byte[] ToArray<T>(scoped in T data)
        where T : IMaraData, allows ref struct
    {
        byte[] bytes = new byte[data.DataLength];
        data.Write(bytes);
        return bytes;
    }
}
