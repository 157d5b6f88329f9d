namespace Edge.Protocols.Mara;

/// <summary>Encodes the data of a frame (Mara 1.4 §3).</summary>
public static class MaraData
{
    /// <summary>Encodes the data into a new array.</summary>
    /// <param name="data">The data of a request or an answer.</param>
    public static byte[] ToArray<T>(scoped in T data)
        where T : IMaraData, allows ref struct
    {
        byte[] bytes = new byte[data.DataLength];
        data.Write(bytes);
        return bytes;
    }
}
