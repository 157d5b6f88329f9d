namespace Edge.Field.LocalIo;

/// <summary>A chip or a line of the box cannot be used; the message says which, why, and what to do.</summary>
public sealed class LocalIoException : IOException
{
    /// <summary>Creates the exception.</summary>
    public LocalIoException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which chip, why, and what to do.</param>
    public LocalIoException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which chip, why, and what to do.</param>
    /// <param name="innerException">The error of the system.</param>
    public LocalIoException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
