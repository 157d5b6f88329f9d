namespace Edge.Gateway.Configuration;

/// <summary>A port on which control centres poll the gateway as they polled the concentrator (Mara/TCP).</summary>
public sealed record OutstationConfiguration
{
    /// <summary>
    /// Address and port, as <c>0.0.0.0:9761</c> or <c>[::]:9761</c>. Default: all addresses of IPv4, port 9761 for the first of the list,
    /// 9762 for the second, and so on.
    /// </summary>
    public string? Listen { get; set; }

    /// <summary>The id of the concentrator in the sheet <c>comaster</c>; absent: the only one. Required where there are several.</summary>
    public int? Comaster { get; set; }

    /// <summary>The known control centres: the journal keeps events for them from the first start on. Default none.</summary>
    public OutstationClientConfiguration[] Clients { get; set; } = [];

    /// <summary>Whether unknown control centres are served too, with the events since their first connection. Default false.</summary>
    public bool AllowUnknown { get; set; }

    /// <summary>Whether a set-time of a centre is passed through to the field. Default false. The gateway's clock is never set.</summary>
    public bool SetTime { get; set; }

    /// <summary>Whether an order of a centre (command 13) is passed through to the field. Default false: it is refused.</summary>
    public bool Control { get; set; }

    /// <summary>Whether a centre may read memory of the field (commands 06, 16, 19, 36). Default false: it is not answered.</summary>
    public bool Diagnosis { get; set; }

    /// <summary>
    /// How many connections are open at the same time, 1 to 64. Default 8. One more replaces a connection without any request; if it may be
    /// a known client, it replaces an unknown one; otherwise it is closed immediately.
    /// </summary>
    public int MaximumClients { get; set; } = 8;
}

/// <summary>A known control centre. Of several matching entries the first one is used.</summary>
public sealed record OutstationClientConfiguration
{
    /// <summary>
    /// Its name, 1 to 64 letters, digits, '-', '_' or '.'. Required. The journal stores its cursor under this name: do not change it.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>Where it comes from: an address as <c>10.1.2.3</c> or a network as <c>10.1.2.0/24</c>. Absent: from anywhere.</summary>
    public string? Address { get; set; }

    /// <summary>The source in its frames, 0 to 254; 64 for most centres. Absent: any.</summary>
    public int? Source { get; set; }
}
