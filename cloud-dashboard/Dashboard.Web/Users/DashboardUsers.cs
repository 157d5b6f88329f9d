using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Web.Users;

/// <summary>The users, in a file of their own.</summary>
internal sealed class DashboardUsers(DbContextOptions<DashboardUsers> options) : IdentityDbContext<IdentityUser>(options);

/// <summary>What a user may do. One role a user.</summary>
internal static class Roles
{
    /// <summary>Watches and operates.</summary>
    internal const string Operator = "Operator";

    /// <summary>Also changes limits and users.</summary>
    internal const string Supervisor = "Supervisor";

    internal static readonly string[] All = [Operator, Supervisor];
}
