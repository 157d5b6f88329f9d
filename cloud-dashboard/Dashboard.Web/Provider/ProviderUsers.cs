using Dashboard.Historian.Audit;
using Dashboard.Web.Users;

namespace Dashboard.Web.Provider;

/// <summary>Who came from the provider.</summary>
/// <param name="Issuer">The provider, as its tokens name it.</param>
/// <param name="Subject">The user, unique there, and always the same.</param>
/// <param name="Name">What the user is called.</param>
/// <param name="Values">The values of the claim that the roles are made of.</param>
/// <param name="IdToken">What the log-out there needs.</param>
internal sealed record ProviderIdentity(string Issuer, string Subject, string? Name, IReadOnlySet<string> Values, string? IdToken);

/// <summary>
/// Makes users of the dashboard of who comes from the provider, gives them the roles of the table at each log-in, and begins their session.
/// </summary>
internal sealed class ProviderUsers(
    ProviderOptions options, IServiceScopeFactory services, SessionEnds ends, AuditTrail audit, ILogger<ProviderUsers> logger) : IDisposable
{
    // Of two first log-ins of one user one makes it.
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>Lets a user in.</summary>
    /// <returns>Why not; null: the session has begun.</returns>
    internal async Task<string?> EnterAsync(HttpContext context, ProviderIdentity who)
    {
        await _oneAtATime.WaitAsync(context.RequestAborted);
        try
        {
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            return await EnterAsync(context, who, scope.ServiceProvider.GetRequiredService<Accounts>());
        }
        finally
        {
            _ = _oneAtATime.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _oneAtATime.Dispose();

    private async Task<string?> EnterAsync(HttpContext context, ProviderIdentity who, Accounts accounts)
    {
        string key = $"{who.Issuer} {who.Subject}", address = Origin.Of(context) ?? "?";
        if (RoleRow.GrantsOf(options.Roles, who.Values) is not { } grants)
        {
            Log.ProviderNoRole(logger, Short(who.Name ?? who.Subject), options.RoleClaim, Short(string.Join(", ", who.Values)));
            return ProviderProblem.NoRole;
        }

        DashboardUser? user = await accounts.FindExternalAsync(key);
        if (user is null)
        {
            if (who.Name is not { Length: > 0 } name || Accounts.FaultOfName(name) is not null)
            {
                Log.ProviderBadName(logger, Short(who.Name ?? ""), options.UserClaim);
                return ProviderProblem.BadName;
            }

            if (await accounts.FindAsync(name) is not null)
            {
                Log.ProviderNameTaken(logger, name);
                return ProviderProblem.NameTaken;
            }

            user = await accounts.AddExternalAsync(name, grants, key, options.Name);
            await audit.AppendAsync(context, name, AuditWord.UserAdded, name, null, UserEndpoints.Words(grants));
        }

        string own = user.UserName!;
        if (user.Disabled)
        {
            Log.LogInRefused(logger, own, address, "disabled");
            return ProviderProblem.Disabled;
        }

        Grants former = await accounts.GrantsAsync(user);
        if (former != grants)
        {
            await accounts.SetGrantsAsync(own, grants);
            await audit.AppendAsync(context, own, AuditWord.UserRole, own, UserEndpoints.Words(former), UserEndpoints.Words(grants));
        }

        // The former user of this browser is logged out.
        ends.End(context.User);
        _ = await ends.BeginAsync(context, user.Id, who.IdToken ?? "");
        await accounts.NoteLogInAsync(user);
        Log.LoggedIn(logger, own, address);
        await audit.AppendAsync(context, own, AuditWord.LogIn, null, null, options.Name);
        return null;
    }

    private static string Short(string text) => new([.. text.Take(300).Select(c => char.IsControl(c) ? '?' : c)]);
}
