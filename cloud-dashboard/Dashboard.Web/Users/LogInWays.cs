namespace Dashboard.Web.Users;

/// <summary>How one can log in besides user and password.</summary>
/// <param name="Provider">What the provider of accounts is called; absent: there is none.</param>
public sealed record LogInWays(string? Provider = null);
