using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Web.Users;

/// <summary>A user.</summary>
internal sealed class DashboardUser : IdentityUser
{
    /// <summary>May not log in, and has no session.</summary>
    public bool Disabled { get; set; }

    /// <summary>The password was given by somebody else: the user must choose another before anything else.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>When an administrator opened the account after too many wrong passwords, in milliseconds of Unix time.</summary>
    public long? UnlockedAt { get; set; }

    /// <summary>When the user has logged in last, in milliseconds of Unix time.</summary>
    public long? LastLogIn { get; set; }
}

/// <summary>The users: of a server, or in a file of their own.</summary>
internal sealed class DashboardUsers(DbContextOptions<DashboardUsers> options) : IdentityDbContext<DashboardUser>(options);

/// <summary>What a user may do. One role a user.</summary>
internal static class Roles
{
    /// <summary>The roles as they are stored, from the least to the most.</summary>
    internal static readonly string[] All = [.. Enum.GetNames<SessionRole>()];

    /// <summary>The role of this name, whatever its case; null for an unknown one.</summary>
    internal static string? Find(string? name) => Array.Find(All, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A stored role. A name that this version does not know may do the least.</summary>
    internal static SessionRole Of(string? stored) => Enum.TryParse(stored, out SessionRole role) ? role : SessionRole.Viewer;
}
