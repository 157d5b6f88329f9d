using System.Globalization;
using Microsoft.AspNetCore.Identity;
using QRCoder;

namespace Dashboard.Web.Users;

/// <summary>What a code is.</summary>
internal enum CodeVerdict
{
    /// <summary>The one that the device of the user shows now.</summary>
    Right,

    /// <summary>One that was noted for the day on which the device is lost; it is used up.</summary>
    Recovery,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>None of these.</summary>
    Wrong,
}

/// <summary>The least role whose users need a second factor; null: nobody must have one.</summary>
internal sealed record SecondFactorRule(SessionRole? From)
{
    /// <summary>Reads <c>Login:SecondFactorFrom</c>.</summary>
    /// <exception cref="SettingException">It is no role.</exception>
    internal static SecondFactorRule Of(IConfiguration configuration) => new(
        configuration["Login:SecondFactorFrom"] is not { } text ? null
        : Roles.Find(text) is { } role ? Roles.Of(role)
        : throw new SettingException($"Login:SecondFactorFrom '{text}' is unknown: use {string.Join(", ", Roles.All)}."));

    /// <summary>Whether a user must have one.</summary>
    internal bool Needs(Grants grants) => From is { } least && grants.Highest >= least;
}

/// <summary>Remembers which codes were used lately, so that one that was seen over a shoulder lets nobody in.</summary>
internal sealed class UsedCodes(TimeProvider time)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Valid = TimeSpan.FromMinutes(5);
    private readonly Dictionary<(string User, string Code), DateTimeOffset> _used = [];

    /// <summary>Uses a code.</summary>
    /// <returns>False when it was used before.</returns>
    internal bool Use(string user, string code)
    {
        lock (_used)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (_used.Count >= Most)
            {
                foreach ((string, string) old in _used.Where(one => now - one.Value > Valid).Select(one => one.Key).ToArray())
                {
                    _ = _used.Remove(old);
                }
            }

            return _used.Count < Most && _used.TryAdd((user, code), now);
        }
    }
}

/// <summary>The second factor of a user: codes of a device by RFC 6238, and recovery codes.</summary>
internal sealed class SecondFactor(UserManager<DashboardUser> users, UsedCodes used)
{
    /// <summary>How many recovery codes there are.</summary>
    internal const int RecoveryCodes = 10;

    /// <summary>The longest code that is looked at.</summary>
    internal const int LongestCode = 32;

    private const int CodeLength = 6;
    private const string Issuer = "Telecontrol";
    private static readonly string Provider = TokenOptions.DefaultAuthenticatorProvider;

    /// <summary>Looks at the code of a log-in.</summary>
    internal async Task<CodeVerdict> CheckAsync(DashboardUser user, string? given)
    {
        string code = new([.. (given ?? "").Where(c => !char.IsWhiteSpace(c)).Take(LongestCode + 1)]);
        if (code.Length is 0 or > LongestCode)
        {
            return code.Length == 0 ? CodeVerdict.Missing : CodeVerdict.Wrong;
        }

        if (code.All(char.IsAsciiDigit))
        {
            // One of another length would be the same number, and counted as another code.
            return code.Length == CodeLength && await users.VerifyTwoFactorTokenAsync(user, Provider, code) && used.Use(user.Id, code)
                ? CodeVerdict.Right : CodeVerdict.Wrong;
        }

        return (await users.RedeemTwoFactorRecoveryCodeAsync(user, code.ToUpperInvariant())).Succeeded ? CodeVerdict.Recovery
            : CodeVerdict.Wrong;
    }

    /// <summary>A new key for a user who has no second factor yet.</summary>
    internal async Task<FactorKey> BeginAsync(DashboardUser user)
    {
        Accounts.Check(await users.ResetAuthenticatorKeyAsync(user), $"The key of {user.UserName}");
        string key = await users.GetAuthenticatorKeyAsync(user) ?? "";
        string name = Uri.EscapeDataString($"{Issuer}:{user.UserName}");
        string uri = string.Create(
            CultureInfo.InvariantCulture, $"otpauth://totp/{name}?secret={key}&issuer={Issuer}&digits=6&period=30");
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using SvgQRCode picture = new(data);
        return new FactorKey(key, uri, picture.GetGraphic(4));
    }

    /// <summary>The user has shown a code of the new key: from now on one is asked for.</summary>
    /// <returns>The recovery codes; null: the code was wrong.</returns>
    internal async Task<IReadOnlyList<string>?> EnableAsync(DashboardUser user, string? code)
    {
        if (user.TwoFactorEnabled || await users.GetAuthenticatorKeyAsync(user) is null
            || await CheckAsync(user, code) != CodeVerdict.Right)
        {
            return null;
        }

        Accounts.Check(await users.SetTwoFactorEnabledAsync(user, true), $"The second factor of {user.UserName}");
        return [.. await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []];
    }

    /// <summary>No code is asked for any more, and what there was is worth nothing.</summary>
    internal async Task DisableAsync(DashboardUser user)
    {
        Accounts.Check(await users.SetTwoFactorEnabledAsync(user, false), $"The second factor of {user.UserName}");
        Accounts.Check(
            await users.RemoveAuthenticationTokenAsync(user, "[AspNetUserStore]", "RecoveryCodes"), $"The codes of {user.UserName}");
        Accounts.Check(await users.ResetAuthenticatorKeyAsync(user), $"The key of {user.UserName}");
    }

    /// <summary>How many recovery codes are left.</summary>
    internal Task<int> LeftAsync(DashboardUser user) => users.CountRecoveryCodesAsync(user);
}
