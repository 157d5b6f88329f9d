using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using Dashboard.Historian;
using Dashboard.Historian.Audit;
using Dashboard.Web.Users;
using Edge.Contracts;

namespace Dashboard.Web.Commands;

/// <summary><c>edge-dashboard user</c>: works on the file of the users, beside a running server as well as without one.</summary>
internal static class UserCommand
{
    private static readonly Option<string?> Data = new("--data", "--Data:Directory")
    {
        Description = Say($"The data directory, where it is not that of appsettings.json or of the environment (Data__Directory)."),
        HelpName = "DIRECTORY",
        Recursive = true,
    };

    private const string Nothing = "none";

    private static readonly Option<bool> FromInput = new("--password-stdin")
    {
        Description =
            Say($"Read the password, one line, from the standard input. Without it one is made, printed once and to be changed at log-in."),
    };

    internal static Command Create()
    {
        Command command = new(
            "user",
            Say($"The users of the dashboard. A running server follows within a second. Run it as the user of the service.")) { Data };
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Password());
        command.Subcommands.Add(Role());
        command.Subcommands.Add(Simple(
            "disable", AuditWord.UserDisabled, $"Ends every session of a user and lets the user in no more.", name => $"{name} is disabled",
            (accounts, name) => accounts.SetDisabledAsync(name, true)));
        command.Subcommands.Add(Simple(
            "enable", AuditWord.UserEnabled, $"Lets a disabled user in again.", name => $"{name} is enabled",
            (accounts, name) => accounts.SetDisabledAsync(name, false)));
        command.Subcommands.Add(Simple(
            "unlock", AuditWord.UserUnlocked, $"Forgets the wrong passwords that were counted for a user.", name => $"{name} is unlocked",
            (accounts, name) => accounts.UnlockAsync(name)));
        command.Subcommands.Add(Simple(
            "forget-factor", AuditWord.SecondFactorOff, $"Lets a user without the device of the second factor in by the password again.",
            name => $"{name} has no second factor", (accounts, name) => accounts.ForgetFactorAsync(name)));
        command.Subcommands.Add(Simple(
            "remove", AuditWord.UserRemoved, $"Ends every session of a user and removes the user.", name => $"{name} is removed",
            (accounts, name) => accounts.RemoveAsync(name)));
        command.Subcommands.Add(List());
        return command;
    }

    private static Option<string?> Station()
    {
        Option<string?> station = new("--station")
        {
            Description = Say($"For this station only, instead of all."),
            HelpName = "SITE",
        };
        station.Validators.Add(result =>
        {
            if (result.Tokens is [var site] && !Topics.IsName(site.Value))
            {
                result.AddError(Say($"'{site.Value}' cannot be a site."));
            }
        });
        return station;
    }

    private static Argument<string> Name() => new("NAME") { Description = Say($"The user: letters, digits and . - _ @ +") };

    private static void KnownRole(SymbolResult result)
    {
        string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (Roles.Find(text) is null)
        {
            result.AddError(Say($"The role '{text}' is unknown: use {string.Join(", ", Roles.All.Select(Word))}."));
        }
    }

    private static Command Add()
    {
        Argument<string> name = Name();
        Option<string> role = new("--role")
        {
            Description = Say($"viewer, operator, supervisor, engineer or administrator."),
            Required = true,
        };
        role.Validators.Add(KnownRole);
        Option<string?> station = Station();
        Command command = new("add", Say($"Makes a user.")) { name, role, station, FromInput };
        command.SetAction((parsed, _) => DoAsync(parsed, async accounts =>
        {
            (string password, bool made) = TakePassword(parsed);
            SessionRole given = Roles.Of(Roles.Find(parsed.GetValue(role)));
            Grants grants = parsed.GetValue(station) is { } site ? new Grants(null, [(site, given)]) : new Grants(given);
            await accounts.AddAsync(parsed.GetValue(name)!, grants, password, mustChange: made);
            return (
                Done($"{parsed.GetValue(name)!} is made", made ? password : null),
                Act(AuditWord.UserAdded, parsed.GetValue(name)!) with { New = UserEndpoints.Words(grants) });
        }));
        return command;
    }

    private static Command Password()
    {
        Argument<string> name = Name();
        Command command = new("password", Say($"Gives a user another password and ends every session of the user.")) { name, FromInput };
        command.SetAction((parsed, _) => DoAsync(parsed, async accounts =>
        {
            (string password, bool made) = TakePassword(parsed);
            await accounts.SetPasswordAsync(parsed.GetValue(name)!, password, mustChange: made);
            return (
                Done($"{parsed.GetValue(name)!} has another password", made ? password : null),
                Act(AuditWord.UserPassword, parsed.GetValue(name)!));
        }));
        return command;
    }

    private static Command Role()
    {
        Argument<string> name = Name();
        Argument<string> role = new("ROLE")
        {
            Description = Say($"viewer, operator, supervisor, engineer or administrator; none takes it."),
        };
        role.Validators.Add(result =>
        {
            if (result.Tokens is not [{ Value: Nothing }])
            {
                KnownRole(result);
            }
        });
        Option<string?> station = Station();
        Command command = new("role", Say($"Gives a user another role, open pages included.")) { name, role, station };
        command.SetAction((parsed, _) => DoAsync(parsed, async accounts =>
        {
            string? found = Roles.Find(parsed.GetValue(role));
            string given = Word(found ?? Nothing);
            if (parsed.GetValue(station) is { } site)
            {
                await accounts.SetRoleAtAsync(parsed.GetValue(name)!, site, found is null ? null : Roles.Of(found));
                return (
                    Done($"{parsed.GetValue(name)!} is {given} at {site}", null),
                    Act(AuditWord.UserRole, parsed.GetValue(name)!) with { New = $"{site}:{given}" });
            }

            await accounts.SetRoleForAllAsync(parsed.GetValue(name)!, found is null ? null : Roles.Of(found));
            return (
                Done($"{parsed.GetValue(name)!} is {given}", null), Act(AuditWord.UserRole, parsed.GetValue(name)!) with { New = given });
        }));
        return command;
    }

    private static Command Simple(
        string word, string what, Phrase description, Func<string, Phrase> done, Func<Accounts, string, Task> change)
    {
        Argument<string> name = Name();
        Command command = new(word, Say(description)) { name };
        command.SetAction((parsed, _) => DoAsync(parsed, async accounts =>
        {
            await change(accounts, parsed.GetValue(name)!);
            return (Done(done(parsed.GetValue(name)!), null), Act(what, parsed.GetValue(name)!));
        }));
        return command;
    }

    private static Command List()
    {
        Command command = new("list", Say($"Lists the users, each with role, state and the number of open sessions."));
        command.SetAction((parsed, _) => DoAsync(parsed, async accounts =>
        {
            IReadOnlyList<Account> all = await accounts.ListAsync();
            return (all.Count == 0 ? Say($"There is no user.") : string.Join('\n', all.Select(Line)), null);
        }));
        return command;
    }

    private static string Line(Account user)
    {
        string state = Say(State(user)).PadRight(22);
        return Say($"{user.Name.PadRight(24)} {UserEndpoints.Words(user.Grants).PadRight(14)} {state} sessions: {user.Seen.Count}");
    }

    private static Phrase State(Account user) =>
        user.Disabled ? (Phrase)$"disabled" : user.MustChangePassword ? (Phrase)$"must change password" : $"enabled";

    private static string Word(string role) => role.ToLowerInvariant();

    private static string Done(Phrase what, string? password) => password is null
        ? Say($"{what}.")
        : Say($"{what}. The password for the next log-in, to be changed there: {password}");

    private static (string Password, bool Made) TakePassword(ParseResult parsed) => parsed.GetValue(FromInput)
        ? (Console.In.ReadLine() ?? throw new AccountException($"The standard input holds no password."), false)
        : (PasswordRules.OneTime(), true);

    // Who it is, the system vouches for.
    private static AuditAct Act(string what, string name) =>
        new(TimeProvider.System.GetUtcNow(), Environment.UserName, AuditCommand.Origin, what) { Target = name };

    private static async Task<int> DoAsync(ParseResult parsed, Func<Accounts, Task<(string Said, AuditAct? Act)>> work)
    {
        try
        {
            string[] settings = parsed.GetValue(Data) is { } directory ? ["--Data:Directory", Path.GetFullPath(directory)] : [];
            WebApplicationBuilder builder = WebApplication.CreateBuilder(
                new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
            ServiceCollection services = new();
            services.AddLogging();
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(SessionSettings.From(builder.Configuration));
            services.AddUserStore(DataDirectory.From(builder.Configuration), HistorianOptions.From(builder.Configuration));
            await using ServiceProvider provider = services.BuildServiceProvider();
            await using AsyncServiceScope scope = provider.CreateAsyncScope();
            (await scope.ServiceProvider.GetRequiredService<UsersFile>().OpenAsync())?.Dispose();
            (string said, AuditAct? act) = await work(scope.ServiceProvider.GetRequiredService<Accounts>());
            await parsed.InvocationConfiguration.Output.WriteLineAsync(said);
            if (act is not null)
            {
                AuditCommand.Append(builder.Configuration, act, parsed.InvocationConfiguration.Error);
            }

            return 0;
        }
        catch (Exception exception) when (exception is AccountException or StartupException or HistorianException or DbException)
        {
            parsed.InvocationConfiguration.Error.Say($"edge-dashboard: {WordedException.TextOf(exception)}");
            return 1;
        }
    }
}
