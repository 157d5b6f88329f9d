namespace Edge.Protocols.Mara;

/// <summary>Mara over TCP (Mara 1.4 §1).</summary>
public static class MaraTcp
{
    /// <summary>The port on which a COMaster listens by default.</summary>
    public const int DefaultPort = 9761;
}
