namespace Dashboard.Web.Users;

/// <summary>
/// Does what administrators ask, one thing at a time, and records it. There is always an administrator who can log in, also while the
/// provider is down: the last one with a password is not removed, disabled or made something else.
/// </summary>
/// <param name="services">Makes the parts of one piece of work.</param>
/// <param name="audit">The record of what users do.</param>
/// <param name="logger">The log.</param>
internal sealed class UserAdministration(IServiceScopeFactory services, AuditTrail audit, ILogger<UserAdministration> logger) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    internal static IResult Unknown => Problems.Of(404, "unknownUser", "There is no user of this name.");

    /// <summary>Does something, and records it if it was done.</summary>
    /// <param name="context">The request.</param>
    /// <param name="what">The word of the record.</param>
    /// <param name="name">The user that it is done to.</param>
    /// <param name="old">How it was.</param>
    /// <param name="now">How it is then.</param>
    /// <param name="work">What is done.</param>
    internal async Task<IResult> DoAsync(
        HttpContext context, string what, string name, string? old, string? now, Func<Accounts, Task<IResult>> work)
    {
        await _oneAtATime.WaitAsync(context.RequestAborted);
        try
        {
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            IResult answer = await work(scope.ServiceProvider.GetRequiredService<Accounts>());
            if (answer is IStatusCodeHttpResult { StatusCode: < 300 })
            {
                string who = context.User.Identity?.Name ?? "";
                Log.UserAdministered(logger, who, what, name);
                await audit.AppendAsync(context, who, what, name, old, now);
            }

            return answer;
        }
        catch (AccountException refused)
        {
            return Problems.Of(400, "refused", refused.Text.ToString());
        }
        finally
        {
            _ = _oneAtATime.Release();
        }
    }

    /// <summary>Changes a user that must be there.</summary>
    /// <param name="context">The request.</param>
    /// <param name="what">The word of the record.</param>
    /// <param name="name">The user.</param>
    /// <param name="staysAdministrator">Whether an administrator can log in as one after it.</param>
    /// <param name="old">How it was, for the record.</param>
    /// <param name="now">How it is then.</param>
    /// <param name="change">What is done.</param>
    /// <remarks>Seven parameters: what is recorded, and what is done.</remarks>
    internal async Task<IResult> ChangeAsync(
        HttpContext context, string what, string name, bool staysAdministrator, Func<Account, string?> old, string? now,
        Func<Accounts, Task> change)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        IReadOnlyList<Account> all = await scope.ServiceProvider.GetRequiredService<Accounts>().ListAsync();
        return Find(all, name) is not { } before ? Unknown : await DoAsync(
            context, what, before.Name, old(before), now,
            async accounts =>
            {
                // Again, because now nobody else changes them.
                IReadOnlyList<Account> present = await accounts.ListAsync();
                if (Find(present, name) is not { } user)
                {
                    return Unknown;
                }

                if (!staysAdministrator && IsAdministrator(user) && present.Count(IsAdministrator) == 1)
                {
                    return Problems.Of(409, "lastAdministrator", "This is the last administrator who can log in.");
                }

                await change(accounts);
                return Results.NoContent();
            });
    }

    /// <inheritdoc />
    public void Dispose() => _oneAtATime.Dispose();

    private static bool IsAdministrator(Account user) =>
        user is { Grants.All: SessionRole.Administrator, Disabled: false, IsExternal: false };

    private static Account? Find(IReadOnlyList<Account> all, string name) =>
        all.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
}
