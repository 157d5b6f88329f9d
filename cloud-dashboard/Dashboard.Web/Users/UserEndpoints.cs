using Dashboard.Historian.Audit;

namespace Dashboard.Web.Users;

/// <summary>A user, as administrators see it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="Disabled">May not log in.</param>
/// <param name="MustChangePassword">Must choose a password at the next log-in.</param>
/// <param name="LastLogIn">When the user has logged in last; absent: never, or before this was noted.</param>
/// <param name="Sessions">When each open session was used last, to ten minutes.</param>
public sealed record UserView(
    string Name, SessionRole Role, bool Disabled, bool MustChangePassword, DateTimeOffset? LastLogIn,
    IReadOnlyList<DateTimeOffset> Sessions);

/// <summary>A user that is to be made.</summary>
/// <param name="Name">Up to 64 Latin letters, digits and . - _ @ +</param>
/// <param name="Role">What the user may do.</param>
public sealed record NewUser(string? Name, SessionRole? Role);

/// <summary>What is to change of a user; what is absent stays.</summary>
/// <param name="Role">Another role.</param>
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
        users.MapDelete("{name}", RemoveAsync).Requires(Right.ManageUsers)
            .Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        users.MapPost("{name}/password", PasswordAsync).Requires(Right.ManageUsers)
            .Produces<OneTimePassword>().ProducesProblem(403).ProducesProblem(404);
        users.MapPost("{name}/unlock", UnlockAsync).Requires(Right.ManageUsers).Produces(204).ProducesProblem(403).ProducesProblem(404);
        users.MapDelete("{name}/sessions", EndAsync).Requires(Right.ManageUsers).Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(Accounts accounts) =>
        Results.Ok((await accounts.ListAsync()).Select(one => new UserView(
            one.Name, one.Role, one.Disabled, one.MustChangePassword, one.LastLogIn, one.Seen)));

    private static Task<IResult> AddAsync(NewUser body, HttpContext context, UserAdministration users)
    {
        if (body is not { Name: { Length: > 0 } name, Role: { } role })
        {
            return Task.FromResult(Problems.Of(400, "badRequest", "Give a name and a role."));
        }

        string password = PasswordRules.OneTime();
        return users.DoAsync(
            context, AuditWord.UserAdded, name, null, Word(role),
            async accounts =>
            {
                if (await accounts.FindAsync(name) is not null)
                {
                    return Problems.Of(409, "userExists", "There is a user of this name already.");
                }

                await accounts.AddAsync(name, role.ToString(), password, mustChange: true);
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
                context, AuditWord.UserRole, name, role == SessionRole.Administrator, was => Word(was.Role), Word(role),
                accounts => accounts.SetRoleAsync(name, role.ToString()))
            : await users.ChangeAsync(
                context, body.Disabled!.Value ? AuditWord.UserDisabled : AuditWord.UserEnabled, name, !body.Disabled.Value,
                _ => null, null, accounts => accounts.SetDisabledAsync(name, body.Disabled.Value));
    }

    private static Task<IResult> RemoveAsync(string name, HttpContext context, UserAdministration users) => users.ChangeAsync(
        context, AuditWord.UserRemoved, name, staysAdministrator: false, was => Word(was.Role), null,
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

    private static Task<IResult> EndAsync(string name, HttpContext context, UserAdministration users) => users.ChangeAsync(
        context, AuditWord.SessionsEnded, name, staysAdministrator: true, _ => null, null, accounts => accounts.EndSessionsAsync(name));

    private static string Word(SessionRole role) => role.ToString().ToLowerInvariant();
}
