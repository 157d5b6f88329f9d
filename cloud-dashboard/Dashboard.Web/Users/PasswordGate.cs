namespace Dashboard.Web.Users;

/// <summary>Works out password hashes, which are slow on purpose.</summary>
public sealed class PasswordGate() : WorkGate(Workers, Waiting, "password")
{
    /// <summary>How many hashes are worked out at a time.</summary>
    public const int Workers = 2;

    /// <summary>How many more may wait. A hash takes about 50 ms, so the last of the queue waits less than a second.</summary>
    public const int Waiting = 32;
}
