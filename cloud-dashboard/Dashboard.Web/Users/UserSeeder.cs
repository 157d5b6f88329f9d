using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Web.Users;

/// <summary>Makes the users of <c>Users:Seed</c> that do not exist yet. Who exists keeps the password and role that he has.</summary>
internal sealed class UserSeeder(
    DashboardUsers database, UserManager<IdentityUser> users, RoleManager<IdentityRole> roles, IConfiguration configuration,
    ILogger<UserSeeder> logger)
{
    internal async Task RunAsync()
    {
        await database.Database.EnsureCreatedAsync();
        foreach (string role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                Check(await roles.CreateAsync(new IdentityRole(role)), $"The role {role}");
            }
        }

        foreach (IConfigurationSection entry in configuration.GetSection("Users:Seed").GetChildren())
        {
            await SeedAsync(entry);
        }

        if (!await users.Users.AnyAsync())
        {
            Log.NoUsers(logger);
        }
    }

    private async Task SeedAsync(IConfigurationSection entry)
    {
        string name = entry["Name"] ?? throw new StartupException($"{entry.Path}:Name is missing.");
        string password = entry["Password"]
            ?? throw new StartupException($"{entry.Path}:Password is missing: the first password of {name}.");
        string role = Array.Find(Roles.All, known => string.Equals(known, entry["Role"], StringComparison.OrdinalIgnoreCase))
            ?? throw new StartupException($"{entry.Path}:Role '{entry["Role"]}' is unknown: use {string.Join(" or ", Roles.All)}.");
        if (await users.FindByNameAsync(name) is not null)
        {
            return;
        }

        IdentityUser user = new(name) { LockoutEnabled = true };
        Check(await users.CreateAsync(user, password), $"{entry.Path} ({name})");
        Check(await users.AddToRoleAsync(user, role), $"{entry.Path} ({name})");
        Log.UserSeeded(logger, name, role);
    }

    private static void Check(IdentityResult result, string what)
    {
        if (!result.Succeeded)
        {
            throw new StartupException($"{what} was refused: {string.Join(" ", result.Errors.Select(error => error.Description))}");
        }
    }
}
