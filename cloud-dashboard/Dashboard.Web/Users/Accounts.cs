using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Web.Users;

/// <summary>A user as <c>user list</c> shows it.</summary>
internal sealed record Account(
    string Name, Grants Grants, bool Disabled, bool MustChangePassword, DateTimeOffset? LastLogIn, IReadOnlyList<DateTimeOffset> Seen)
{
    /// <summary>Comes from the provider, and has no password here.</summary>
    internal bool IsExternal { get; init; }
}

/// <summary>What cannot be done with a user; the message is one line.</summary>
internal sealed class AccountException(Phrase text) : WordedException(text);

/// <summary>
/// What is done with users, by the command line and by the server at its start. It takes effect at once: see <see cref="SessionWatch"/>.
/// </summary>
internal sealed class Accounts(
    UserManager<DashboardUser> users, UsersDatabase database, SessionStore sessions, SecondFactor factor, TimeProvider time)
{
    internal const int LongestName = 64;

    private const string Provider = "OpenIdConnect";

    /// <summary>For how many single stations a user may have a role.</summary>
    internal const int MostStations = 64;

    internal static void Check(IdentityResult result, Phrase what)
    {
        if (!result.Succeeded)
        {
            throw new AccountException($"{what} was refused: {string.Join(" ", result.Errors.Select(error => error.Description))}");
        }
    }

    /// <summary>Why a name is none; null when it is one.</summary>
    internal static Phrase? FaultOfName(string name) =>
        name.Length > LongestName ? (Phrase)$"The name has {name.Length} characters: at most {LongestName} are possible."
        : name.Any(IsLetterOrDigit) && name.All(c => IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+') ? null
        : (Phrase)($"A name has Latin letters, digits and . - _ @ + only, one letter or digit at least: the letters of other alphabets "
            + $"look like them and are others.");

    private static bool IsLetterOrDigit(char c) => IsLatin(c) || char.IsAsciiDigit(c);

    internal Task<bool> AnyAsync() => users.Users.AnyAsync();

    internal Task<DashboardUser?> FindAsync(string name) => users.FindByNameAsync(name);

    /// <summary>Makes a user; who did not choose the password must change it at the first log-in.</summary>
    internal Task AddAsync(string name, string role, string password, bool mustChange) =>
        AddAsync(name, new Grants(Roles.Of(role)), password, mustChange);

    /// <summary>Makes a user; one who did not choose the password must change it at the first log-in.</summary>
    internal async Task AddAsync(string name, Grants grants, string password, bool mustChange)
    {
        if (FaultOfName(name) is { } fault)
        {
            throw new AccountException(fault);
        }

        if (await users.FindByNameAsync(name) is not null)
        {
            throw new AccountException($"There is a user {name} already.");
        }

        DashboardUser user = new() { UserName = name, MustChangePassword = mustChange };
        Check(await users.CreateAsync(user, password), $"The user {name}");
        await SetGrantsAsync(user, grants);
    }

    /// <summary>The user who came from the provider as this; null: nobody yet.</summary>
    internal Task<DashboardUser?> FindExternalAsync(string key) => users.FindByLoginAsync(Provider, key);

    /// <summary>Whether a user comes from the provider, and has no password.</summary>
    internal async Task<bool> IsExternalAsync(DashboardUser user) => (await users.GetLoginsAsync(user)).Count > 0;

    /// <summary>Makes a user who comes from the provider.</summary>
    internal async Task<DashboardUser> AddExternalAsync(string name, Grants grants, string key, string provider)
    {
        DashboardUser user = new() { UserName = name };
        Check(await users.CreateAsync(user), $"The user {name}");
        Check(await users.AddLoginAsync(user, new UserLoginInfo(Provider, key, provider)), $"The user {name}");
        await SetGrantsAsync(user, grants);
        return user;
    }

    /// <summary>A new password; every session of the user ends.</summary>
    internal async Task SetPasswordAsync(string name, string password, bool mustChange)
    {
        DashboardUser user = await GetAsync(name);
        if (await IsExternalAsync(user))
        {
            throw new AccountException($"{user.UserName} logs in at the provider (OpenIdConnect) and has no password here.");
        }

        foreach (IPasswordValidator<DashboardUser> rule in users.PasswordValidators)
        {
            Check(await rule.ValidateAsync(users, user, password), $"The password of {user.UserName}");
        }

        await SetHashAsync(user, users.PasswordHasher.HashPassword(user, password), mustChange);
    }

    /// <summary>As <see cref="SetPasswordAsync"/>, with a password that is already hashed.</summary>
    internal async Task SetHashAsync(DashboardUser user, string hash, bool mustChange)
    {
        user.PasswordHash = hash;
        user.MustChangePassword = mustChange;
        await UpdateAsync(user);
        sessions.EndAllOf(user.Id);
    }

    /// <summary>Another role for all stations; those for single ones stay.</summary>
    internal Task SetRoleAsync(string name, string role) => SetRoleForAllAsync(name, Roles.Of(role));

    /// <summary>Another role for all stations, or none.</summary>
    internal async Task SetRoleForAllAsync(string name, SessionRole? role)
    {
        DashboardUser user = await GetAsync(name);
        await SetGrantsAsync(user, new Grants(role, Pairs(await GrantsAsync(user))));
    }

    /// <summary>Other roles, for all stations and for single ones.</summary>
    internal async Task SetGrantsAsync(string name, Grants grants) => await SetGrantsAsync(await GetAsync(name), grants);

    /// <summary>Another role at one station; null: none there.</summary>
    internal async Task SetRoleAtAsync(string name, string site, SessionRole? role)
    {
        DashboardUser user = await GetAsync(name);
        Grants former = await GrantsAsync(user);
        IEnumerable<(string, SessionRole)> others = Pairs(former).Where(one => one.Site != site);
        await SetGrantsAsync(user, new Grants(former.All, role is { } given ? others.Append((site, given)) : others));
    }

    internal async Task SetDisabledAsync(string name, bool disabled)
    {
        DashboardUser user = await GetAsync(name);
        user.Disabled = disabled;
        await UpdateAsync(user);
        if (disabled)
        {
            sessions.EndAllOf(user.Id);
        }
    }

    /// <summary>Forgets the wrong passwords that the server has counted for the user.</summary>
    internal async Task UnlockAsync(string name)
    {
        DashboardUser user = await GetAsync(name);
        user.UnlockedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        await UpdateAsync(user);
    }

    /// <summary>The user has no second factor and no passkey any more.</summary>
    internal async Task ForgetFactorAsync(string name)
    {
        DashboardUser user = await GetAsync(name);
        await factor.DisableAsync(user);
        foreach (UserPasskeyInfo passkey in await users.GetPasskeysAsync(user))
        {
            Check(await users.RemovePasskeyAsync(user, passkey.CredentialId), $"The passkey of {user.UserName}");
        }
    }

    internal async Task RemoveAsync(string name)
    {
        DashboardUser user = await GetAsync(name);
        Check(await users.DeleteAsync(user), $"Removing {user.UserName}");
        _ = database.Execute("DELETE FROM StationRoles WHERE UserId = @user", ("@user", user.Id));
        sessions.EndAllOf(user.Id);
    }

    internal async Task<IReadOnlyList<Account>> ListAsync()
    {
        ILookup<string, OpenSession> open =
            sessions.All().Where(session => sessions.EndOf(session) is null).ToLookup(session => session.UserId);
        HashSet<string> external = [.. database.Read("SELECT \"UserId\" FROM \"AspNetUserLogins\"", row => row.GetString(0))];
        List<Account> accounts = [];
        foreach (DashboardUser user in await users.Users.OrderBy(user => user.NormalizedUserName).ToListAsync())
        {
            accounts.Add(new Account(
                user.UserName!, await GrantsAsync(user), user.Disabled, user.MustChangePassword,
                user.LastLogIn is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null,
                [.. open[user.Id].Select(session => session.Seen).OrderDescending()])
            {
                IsExternal = external.Contains(user.Id),
            });
        }

        return accounts;
    }

    /// <summary>Ends every session of a user, who may log in again.</summary>
    internal async Task EndSessionsAsync(string name) => sessions.EndAllOf((await GetAsync(name)).Id);

    /// <summary>Notes that a user has logged in. It changes nothing else, so that it never meets another change.</summary>
    internal async Task NoteLogInAsync(DashboardUser user)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        _ = await users.Users.Where(one => one.Id == user.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.LastLogIn, now));
    }

    private static bool IsLatin(char c) =>
        char.IsLetter(c) && c is <= '\u007f' or (>= '\u00c0' and <= '\u024f') or (>= '\u1e00' and <= '\u1eff');

    private static IEnumerable<(string Site, SessionRole Role)> Pairs(Grants grants) =>
        grants.Stations.Select(one => (one.Key, one.Value));

    /// <summary>What a user may do.</summary>
    internal async Task<Grants> GrantsAsync(DashboardUser user) => new(
        (await users.GetRolesAsync(user)).FirstOrDefault() is { } role ? Roles.Of(role) : null,
        database.Read(
            "SELECT Site, Role FROM StationRoles WHERE UserId = @user", row => (row.GetString(0), Roles.Of(row.GetString(1))),
            ("@user", user.Id)));

    private async Task SetGrantsAsync(DashboardUser user, Grants grants)
    {
        if (grants.Stations.Count > MostStations)
        {
            throw new AccountException(
                $"There are roles for {grants.Stations.Count} single stations: at most {MostStations} are possible.");
        }

        string? role = grants.All?.ToString();
        IList<string> former = await users.GetRolesAsync(user);
        Check(
            await users.RemoveFromRolesAsync(user, former.Where(one => one != role)), $"The role {role ?? "-"} for {user.UserName}");
        if (role is not null && !former.Contains(role))
        {
            Check(await users.AddToRoleAsync(user, role), $"The role {role} for {user.UserName}");
        }

        StringBuilder sql = new("DELETE FROM StationRoles WHERE UserId = @user;");
        List<(string, object?)> values = [("@user", user.Id)];
        foreach ((string site, SessionRole there) in Pairs(grants))
        {
            string name = $"@s{values.Count}";
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO StationRoles (UserId, Site, Role) VALUES (@user, {name}, '{there}');");
            values.Add((name, site));
        }

        _ = database.Execute(sql.ToString(), [.. values]);
    }

    private async Task<DashboardUser> GetAsync(string name) =>
        await users.FindByNameAsync(name) ?? throw new AccountException($"There is no user {name}.");

    private async Task UpdateAsync(DashboardUser user) => Check(await users.UpdateAsync(user), $"The change of {user.UserName}");
}
