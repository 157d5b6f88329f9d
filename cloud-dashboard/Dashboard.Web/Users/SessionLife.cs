namespace Dashboard.Web.Users;

/// <summary>How long a session still lives, in seconds from the answer on: a page needs no right clock for it.</summary>
/// <param name="Idle">Until it ends where its user does nothing.</param>
/// <param name="IdleWarning">So long before that a page warns.</param>
/// <param name="Longest">Until it ends whatever its user does.</param>
/// <param name="LongestWarning">So long before that a page warns.</param>
public sealed record SessionLife(int Idle, int IdleWarning, int Longest, int LongestWarning);
