namespace Dashboard.Web.Api;

/// <summary>Asks the historian: two queries at a time, beside the writing, and each with the historian's own time limit.</summary>
public sealed class QueryGate() : WorkGate(Workers, Waiting, "query")
{
    /// <summary>How many queries run at a time.</summary>
    public const int Workers = 2;

    /// <summary>How many more may wait.</summary>
    public const int Waiting = 32;
}
