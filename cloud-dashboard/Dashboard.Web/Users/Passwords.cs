using Microsoft.AspNetCore.Identity;

namespace Dashboard.Web.Users;

/// <summary>Makes and compares password hashes, within the gate.</summary>
internal sealed class Passwords(IPasswordHasher<DashboardUser> hasher, PasswordGate gate)
{
    private static readonly DashboardUser Nobody = new();

    // What the password of a name that does not exist is compared with, so that the time does not tell which names exist.
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(Nobody, PasswordRules.OneTime()));

    /// <summary>Whether it is the password of this user; never that of nobody.</summary>
    internal Task<Gated<bool>> VerifyAsync(DashboardUser? user, string password, CancellationToken cancellation) => gate.RunAsync(
        () =>
        {
            bool same = hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? _nobodysHash.Value, password)
                != PasswordVerificationResult.Failed;
            return same && user?.PasswordHash is not null;
        },
        cancellation);

    internal Task<Gated<string>> HashAsync(DashboardUser user, string password, CancellationToken cancellation) =>
        gate.RunAsync(() => hasher.HashPassword(user, password), cancellation);
}
