namespace Edge.Field.Mara.Outstation;

/// <summary>Why a connection ended.</summary>
internal enum ConnectionEnd
{
    /// <summary>It has not ended.</summary>
    None = 0,

    /// <summary>The centre closed it.</summary>
    Closed,

    /// <summary>It broke.</summary>
    Broke,

    /// <summary>The same centre has connected again.</summary>
    TakenOver,

    /// <summary>The centre did not read its answers.</summary>
    NotRead,

    /// <summary>There was no question for too long.</summary>
    Silent,

    /// <summary>Too many bytes arrived without a frame.</summary>
    Garbage,

    /// <summary>The client is not served.</summary>
    NotServed,

    /// <summary>The gateway stops.</summary>
    Stopped,

    /// <summary>Another connection needed its place.</summary>
    Displaced,
}

/// <summary>The text for the end of a connection.</summary>
internal static class ConnectionEndWords
{
    public static string ToWords(this ConnectionEnd end) => end switch
    {
        ConnectionEnd.Closed => "the centre closed it",
        ConnectionEnd.Broke => "it broke",
        ConnectionEnd.TakenOver => "the same centre has connected again",
        ConnectionEnd.NotRead => "the centre did not read its answers",
        ConnectionEnd.Silent => "nothing was asked for too long",
        ConnectionEnd.Garbage => "bytes came that are no frames",
        ConnectionEnd.NotServed => "this client is not served",
        ConnectionEnd.Stopped => "the gateway stops",
        ConnectionEnd.Displaced => "another one needed the place",
        _ => "it has not ended",
    };
}
