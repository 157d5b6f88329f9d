using Dashboard.Historian.Audit;
using Edge.Contracts;

namespace Dashboard.Web.Users;

/// <summary>A user, as administrators see it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">What the user may do at all stations; absent: nothing.</param>
/// <param name="Disabled">May not log in.</param>
/// <param name="MustChangePassword">Must choose a password at the next log-in.</param>
/// <param name="LastLogIn">When the user has logged in last; absent: never, or before this was noted.</param>
/// <param name="Sessions">When each open session was used last, to ten minutes.</param>
/// <param name="Stations">What the user may do at single stations besides.</param>
/// <param name="External">Logs in at the provider, which also says the role at each log-in; absent: no.</param>
/// <remarks>Eight parameters: what the page shows.</remarks>
public sealed record UserView(
    string Name, SessionRole? Role, bool Disabled, bool MustChangePassword, DateTimeOffset? LastLogIn,
    IReadOnlyList<DateTimeOffset> Sessions, IReadOnlyList<StationRole> Stations, bool? External = null);

/// <summary>A user that is to be made.</summary>
/// <param name="Name">Up to 64 Latin letters, digits and . - _ @ +</param>
/// <param name="Role">What the user may do at all stations; absent: nothing.</param>
/// <param name="Stations">What the user may do at single stations, at most 64.</param>
public sealed record NewUser(string? Name, SessionRole? Role, IReadOnlyList<StationRole>? Stations = null);

/// <summary>What a user may do, the whole of it.</summary>
/// <param name="Role">At all stations; absent: nothing.</param>
/// <param name="Stations">At single stations, at most 64. At a station the higher of the two roles counts.</param>
public sealed record UserAccess(SessionRole? Role, IReadOnlyList<StationRole>? Stations)
{
    /// <summary>The same; null: a station is named twice or has no name, there are too many, or there is no role at all.</summary>
    internal Grants? Grants
    {
        get
        {
            IReadOnlyList<StationRole> stations = Stations ?? [];
            return stations.Count <= Accounts.MostStations && (Role is not null || stations.Count > 0)
                && stations.All(one => one is not null && Topics.IsName(one.Site))
                && stations.DistinctBy(one => one.Site).Count() == stations.Count
                ? new Grants(Role, stations.Select(one => (one.Site, one.Role)))
                : null;
        }
    }
}

/// <summary>What is to change of a user; what is absent stays.</summary>
/// <param name="Role">Another role for all stations; those for single ones stay.</param>
/// <param name="Disabled">Whether the user may not log in.</param>
public sealed record UserChange(SessionRole? Role, bool? Disabled);

/// <summary>A password for the next log-in, which must be changed there. It is shown once.</summary>
/// <param name="Name">The user.</param>
/// <param name="Password">The password.</param>
public sealed record OneTimePassword(string Name, string Password);

/// <summary>The users, for administrators.</summary>
internal static class UserEndpoints
{
    internal static void MapUsers(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder users = app.MapGroup("/api/users").WithTags("users");
        users.MapGet("", ListAsync).Requires(Right.ManageUsers).Produces<UserView[]>().ProducesProblem(403);
        users.MapPost("", AddAsync).Requires(Right.ManageUsers)
            .Produces<OneTimePassword>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(415);
        users.MapPut("{name}", ChangeAsync).Requires(Right.ManageUsers)
            .Produces(204).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415);
        users.MapPut("{name}/access", AccessAsync).Requires(Right.ManageUsers)
            .Produces(204).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415);
        users.MapDelete("{name}", RemoveAsync).Requires(Right.ManageUsers)
            .Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        users.MapPost("{name}/password", PasswordAsync).Requires(Right.ManageUsers)
            .Produces<OneTimePassword>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        users.MapPost("{name}/unlock", UnlockAsync).Requires(Right.ManageUsers).Produces(204).ProducesProblem(403).ProducesProblem(404);
        users.MapDelete("{name}/second-factor", ForgetFactorAsync).Requires(Right.ManageUsers)
            .Produces(204).ProducesProblem(403).ProducesProblem(404);
        users.MapDelete("{name}/sessions", EndAsync).Requires(Right.ManageUsers).Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(Accounts accounts) =>
        Results.Ok((await accounts.ListAsync()).Select(one => new UserView(
            one.Name, one.Grants.All, one.Disabled, one.MustChangePassword, one.LastLogIn, one.Seen, StationRole.Of(one.Grants),
            one.IsExternal ? true : null)));

    private static Task<IResult> AddAsync(NewUser body, HttpContext context, UserAdministration users)
    {
        if (body is not { Name: { Length: > 0 } name } || new UserAccess(body.Role, body.Stations).Grants is not { } grants)
        {
            return Task.FromResult(Problems.Of(
                400, "badRequest", $"Give a name, and a role for all stations or for 1 to {Accounts.MostStations} single ones."));
        }

        string password = PasswordRules.OneTime();
        return users.DoAsync(
            context, AuditWord.UserAdded, name, null, Words(grants),
            async accounts =>
            {
                if (await accounts.FindAsync(name) is not null)
                {
                    return Problems.Of(409, "userExists", "There is a user of this name already.");
                }

                await accounts.AddAsync(name, grants, password, mustChange: true);
                return Results.Ok(new OneTimePassword(name, password));
            });
    }

    private static async Task<IResult> ChangeAsync(string name, UserChange body, HttpContext context, UserAdministration users)
    {
        if (body is { Role: null, Disabled: null } or { Role: not null, Disabled: not null })
        {
            return Problems.Of(400, "badRequest", "Give a role, or whether the user is disabled.");
        }

        return body.Role is { } role
            ? await users.ChangeAsync(
                context, AuditWord.UserRole, name, role == SessionRole.Administrator, was => Words(was.Grants), Word(role),
                accounts => accounts.SetRoleAsync(name, role.ToString()))
            : await users.ChangeAsync(
                context, body.Disabled!.Value ? AuditWord.UserDisabled : AuditWord.UserEnabled, name, !body.Disabled.Value,
                _ => null, null, accounts => accounts.SetDisabledAsync(name, body.Disabled.Value));
    }

    private static Task<IResult> AccessAsync(string name, UserAccess body, HttpContext context, UserAdministration users) =>
        body.Grants is not { } grants
            ? Task.FromResult(Problems.Of(
                400, "badRequest", $"Give a role for all stations, or for 1 to {Accounts.MostStations} single ones, each once."))
            : users.ChangeAsync(
                context, AuditWord.UserRole, name, grants.All == SessionRole.Administrator, was => Words(was.Grants), Words(grants),
                accounts => accounts.SetGrantsAsync(name, grants));

    private static Task<IResult> RemoveAsync(string name, HttpContext context, UserAdministration users) => users.ChangeAsync(
        context, AuditWord.UserRemoved, name, staysAdministrator: false, was => Words(was.Grants), null,
        accounts => accounts.RemoveAsync(name));

    private static Task<IResult> PasswordAsync(string name, HttpContext context, UserAdministration users)
    {
        string password = PasswordRules.OneTime();
        return users.DoAsync(
            context, AuditWord.UserPassword, name, null, null,
            async accounts =>
            {
                if (await accounts.FindAsync(name) is null)
                {
                    return UserAdministration.Unknown;
                }

                await accounts.SetPasswordAsync(name, password, mustChange: true);
                return Results.Ok(new OneTimePassword(name, password));
            });
    }

    private static Task<IResult> UnlockAsync(string name, HttpContext context, UserAdministration users) => users.ChangeAsync(
        context, AuditWord.UserUnlocked, name, staysAdministrator: true, _ => null, null, accounts => accounts.UnlockAsync(name));

    private static Task<IResult> ForgetFactorAsync(string name, HttpContext context, UserAdministration users) => users.ChangeAsync(
        context, AuditWord.SecondFactorOff, name, staysAdministrator: true, _ => null, null, accounts => accounts.ForgetFactorAsync(name));

    private static Task<IResult> EndAsync(string name, HttpContext context, UserAdministration users) => users.ChangeAsync(
        context, AuditWord.SessionsEnded, name, staysAdministrator: true, _ => null, null, accounts => accounts.EndSessionsAsync(name));

    /// <summary>What a user may do, for the record: the role, and those at single stations.</summary>
    internal static string Words(Grants grants) => string.Join(
        ' ', grants.Stations.Select(one => $"{one.Key}:{Word(one.Value)}").Prepend(grants.All is { } all ? Word(all) : "-"));

    private static string Word(SessionRole role) => role.ToString().ToLowerInvariant();
}
