using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Web.Users;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Web.Passkeys;

/// <summary>
/// Adds passkeys and looks at them (WebAuthn). What a browser must bring back is with it, sealed, for some minutes: any of several
/// dashboards takes it.
/// </summary>
internal sealed class PasskeyKeeper(
    IPasskeyHandler<DashboardUser> handler, UserManager<DashboardUser> users, UsedCodes used, IDataProtectionProvider protection)
{
    /// <summary>How many a user may have.</summary>
    internal const int Most = 20;

    /// <summary>The longest name of one.</summary>
    internal const int LongestName = 60;

    private static readonly TimeSpan Valid = TimeSpan.FromMinutes(5);
    private readonly ITimeLimitedDataProtector _adding = protection.CreateProtector("passkey", "add").ToTimeLimitedDataProtector();
    private readonly ITimeLimitedDataProtector _entering = protection.CreateProtector("passkey", "enter").ToTimeLimitedDataProtector();

    /// <summary>The passkeys of a user, in the order in which they were added.</summary>
    internal async Task<IReadOnlyList<UserPasskeyInfo>> OfAsync(DashboardUser user) =>
        [.. (await users.GetPasskeysAsync(user)).OrderBy(one => one.CreatedAt)];

    /// <summary>What the browser makes a passkey of.</summary>
    internal async Task<PasskeyTask> BeginAddAsync(DashboardUser user, HttpContext context)
    {
        PasskeyCreationOptionsResult made = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = user.Id, Name = user.UserName!, DisplayName = user.UserName! }, context);
        return new PasskeyTask(JsonElementOf(made.CreationOptionsJson), _adding.Protect(made.AttestationState ?? "", Valid));
    }

    /// <summary>Adds what the browser made.</summary>
    /// <returns>False: it is none for this user, or came too late.</returns>
    internal async Task<bool> AddAsync(DashboardUser user, string name, PasskeyAnswer answer, HttpContext context)
    {
        if (Open(_adding, answer) is not { } state)
        {
            return false;
        }

        PasskeyAttestationResult result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = context,
            CredentialJson = answer.Credential!.Value.GetRawText(),
            AttestationState = state,
        });
        if (!result.Succeeded || result.UserEntity.Id != user.Id || !Use(answer))
        {
            return false;
        }

        result.Passkey.Name = name;
        Accounts.Check(await users.AddOrUpdatePasskeyAsync(user, result.Passkey), $"The passkey of {user.UserName}");
        return true;
    }

    /// <summary>Removes one.</summary>
    /// <returns>Its name; null: there is none.</returns>
    internal async Task<string?> RemoveAsync(DashboardUser user, string id)
    {
        if ((await users.GetPasskeysAsync(user)).FirstOrDefault(one => IdOf(one) == id) is not { } passkey)
        {
            return null;
        }

        Accounts.Check(await users.RemovePasskeyAsync(user, passkey.CredentialId), $"The passkey of {user.UserName}");
        return passkey.Name ?? "";
    }

    /// <summary>What the browser signs to log in.</summary>
    internal async Task<PasskeyTask> BeginEnterAsync(HttpContext context)
    {
        PasskeyRequestOptionsResult made = await handler.MakeRequestOptionsAsync(null, context);
        return new PasskeyTask(JsonElementOf(made.RequestOptionsJson), _entering.Protect(made.AssertionState ?? "", Valid));
    }

    /// <summary>Whose passkey signed it; null: nobody's, or it came too late or twice.</summary>
    internal async Task<DashboardUser?> EnterAsync(PasskeyAnswer answer, HttpContext context)
    {
        if (Open(_entering, answer) is not { } state)
        {
            return null;
        }

        PasskeyAssertionResult<DashboardUser> result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context,
            CredentialJson = answer.Credential!.Value.GetRawText(),
            AssertionState = state,
        });
        if (!result.Succeeded || !Use(answer))
        {
            return null;
        }

        // The count of the passkey.
        Accounts.Check(await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey), $"The passkey of {result.User.UserName}");
        return result.User;
    }

    /// <summary>What pages call it.</summary>
    internal static string IdOf(UserPasskeyInfo passkey) => Convert.ToHexStringLower(SHA256.HashData(passkey.CredentialId))[..16];

    // Once: what somebody overheard lets nobody in.
    private bool Use(PasskeyAnswer answer) =>
        used.Use("passkey", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(answer.State!))));

    private static string? Open(ITimeLimitedDataProtector protector, PasskeyAnswer answer)
    {
        try
        {
            return answer is { State: { Length: > 0 } state, Credential.ValueKind: JsonValueKind.Object }
                ? protector.Unprotect(state) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static JsonElement JsonElementOf(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
