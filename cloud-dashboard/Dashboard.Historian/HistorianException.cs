namespace Dashboard.Historian;

/// <summary>The historian cannot be opened, read or written; the message says why and what to do.</summary>
public sealed class HistorianException : Exception
{
    public HistorianException(string message) : base(message)
    {
    }

    public HistorianException(string message, Exception inner) : base(message, inner)
    {
    }
}
