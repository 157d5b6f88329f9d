namespace Dashboard.Web.Users;

/// <summary>
/// Makes the users of <c>Users:Seed</c> that do not exist yet; one that exists keeps its password and role. Without any user at all it
/// makes the first administrator.
/// </summary>
internal sealed class UserSeeder(UsersFile file, Accounts accounts, IConfiguration configuration, ILogger<UserSeeder> logger)
{
    /// <summary>The name of the first administrator.</summary>
    internal const string FirstAdministrator = "admin";

    internal async Task RunAsync()
    {
        try
        {
            using IDisposable? others = await file.OpenAsync();
            foreach (IConfigurationSection entry in configuration.GetSection("Users:Seed").GetChildren())
            {
                await SeedAsync(entry);
            }

            if (!await accounts.AnyAsync())
            {
                await MakeFirstAsync();
            }
        }
        catch (AccountException exception)
        {
            throw new StartupException(exception.Text, exception);
        }
    }

    private async Task SeedAsync(IConfigurationSection entry)
    {
        string name = entry["Name"] ?? throw new StartupException($"{entry.Path}:Name is missing.");
        string password = entry["Password"]
            ?? throw new StartupException($"{entry.Path}:Password is missing: the first password of {name}.");
        string role = Roles.Find(entry["Role"])
            ?? throw new StartupException($"{entry.Path}:Role '{entry["Role"]}' is unknown: use {string.Join(", ", Roles.All)}.");
        string[] stations = [.. entry.GetSection("Stations").GetChildren().Select(one => one.Value).OfType<string>()];
        Grants grants = stations.Length == 0 ? new Grants(Roles.Of(role))
            : new Grants(null, stations.Distinct().Select(site => (site, Roles.Of(role))));
        if (await accounts.FindAsync(name) is not null)
        {
            return;
        }

        try
        {
            await accounts.AddAsync(name, grants, password, mustChange: false);
        }
        catch (AccountException exception)
        {
            throw new StartupException($"{entry.Path} ({name}): {exception.Text}", exception);
        }

        Log.UserSeeded(logger, name, role);
    }

    private async Task MakeFirstAsync()
    {
        string password = PasswordRules.OneTime();
        await accounts.AddAsync(FirstAdministrator, nameof(SessionRole.Administrator), password, mustChange: true);
        Log.FirstAdministrator(logger, FirstAdministrator);

        // On the terminal only, and only now: a log is kept and copied.
        Console.Out.Say($"the first user is {FirstAdministrator}, the password for the first log-in is {password}");
    }
}
