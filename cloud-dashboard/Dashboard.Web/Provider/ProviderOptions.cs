using System.Collections.Immutable;
using System.Net;
using Dashboard.Web.Users;
using Edge.Contracts;

namespace Dashboard.Web.Provider;

/// <summary>Section <c>OpenIdConnect</c>: a provider whose users may log in.</summary>
internal sealed record ProviderOptions
{
    private const string Section = "OpenIdConnect";
    private const int LongestName = 40;
    private const int LongestText = 200;
    private const int MostScopes = 20;
    private const int MostRows = 500;
    private static readonly string[] UsualScopes = ["openid", "profile"];

    private static readonly string[] Known =
    [
        nameof(Authority), nameof(ClientId), "ClientSecretFile", "ClientSecretCredential", nameof(Name), nameof(Scopes), nameof(UserClaim),
        nameof(RoleClaim), nameof(Roles),
    ];

    /// <summary>Its address, as the tokens name it.</summary>
    public required Uri Authority { get; init; }

    /// <summary>What the dashboard is called there.</summary>
    public required string ClientId { get; init; }

    /// <summary>The secret of the dashboard there; null: it is a public client.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What the log-in page calls it.</summary>
    public string Name { get; init; } = "OpenID Connect";

    /// <summary>What is asked for.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [.. UsualScopes];

    /// <summary>The claim with the name of the user.</summary>
    public string UserClaim { get; init; } = "preferred_username";

    /// <summary>The claim that the roles are made of.</summary>
    public string RoleClaim { get; init; } = "groups";

    /// <summary>Which value of it gives which role.</summary>
    public ImmutableArray<RoleRow> Roles { get; init; } = [];

    /// <summary>Reads the section.</summary>
    /// <returns>Null: there is no provider.</returns>
    /// <exception cref="SettingException">A value is wrong.</exception>
    internal static ProviderOptions? From(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(Section);
        if (!section.GetChildren().Any())
        {
            return null;
        }

        if (section.GetChildren().FirstOrDefault(one => !Known.Contains(one.Key, StringComparer.OrdinalIgnoreCase)) is { } odd)
        {
            throw new SettingException($"{odd.Path} is no setting: use {string.Join(", ", Known)}.");
        }

        string[] scopes = [.. section.GetSection(nameof(Scopes)).GetChildren().Select(one => one.Value ?? "")];
        if (scopes.Length > MostScopes || scopes.Any(scope => scope.Length is 0 or > LongestText || scope.Any(char.IsWhiteSpace)))
        {
            throw new SettingException($"OpenIdConnect:Scopes: use at most {MostScopes} words, such as openid and profile.");
        }

        return new ProviderOptions
        {
            Authority = AuthorityOf(section[nameof(Authority)]),
            ClientId = Text(section, nameof(ClientId), null, LongestText),
            ClientSecret = SecretOf(section),
            Name = Text(section, nameof(Name), "OpenID Connect", LongestName),
            Scopes = [.. scopes.Length == 0 ? UsualScopes : scopes.Prepend("openid").Distinct(StringComparer.Ordinal)],
            UserClaim = Text(section, nameof(UserClaim), "preferred_username", LongestText),
            RoleClaim = Text(section, nameof(RoleClaim), "groups", LongestText),
            Roles = RowsOf(section.GetSection(nameof(Roles))),
        };
    }

    private static Uri AuthorityOf(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
            || address is not { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new SettingException(
                $"OpenIdConnect:Authority '{text}' is no address of a provider: use such as https://login.example/realms/grid.");
        }

        bool isHere = address.Host == "localhost"
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));
        return address.Scheme == Uri.UriSchemeHttps || isHere ? address : throw new SettingException(
            $"OpenIdConnect:Authority {text} is without encryption: who is in between could log in as anybody. Use https.");
    }

    private static string Text(IConfigurationSection section, string name, string? usual, int longest) =>
        section[name] is not { Length: > 0 } text
            ? usual ?? throw new SettingException($"{section.Path}:{name} is missing: it is what the provider calls this dashboard.")
        : text.Length <= longest && !text.Any(char.IsControl) ? text
        : throw new SettingException($"{section.Path}:{name} has {text.Length} characters: at most {longest} are possible.");

    private static string? SecretOf(IConfigurationSection section)
    {
        const string Owner = Section + ":" + nameof(ClientId), File = Section + ":ClientSecretFile",
            Credential = Section + ":ClientSecretCredential";
        string? file = section["ClientSecretFile"], credential = section["ClientSecretCredential"];
        if (file is { Length: > 0 } && credential is { Length: > 0 })
        {
            throw new SettingException($"{File} and {Credential} are both there: the secret is in one of them.");
        }

        if (credential is not { Length: > 0 })
        {
            return file is { Length: > 0 } ? PasswordFile.Read(File, Owner, file) : null;
        }

        string? folder = Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY");
        return credential.Contains('/', StringComparison.Ordinal)
            ? throw new SettingException(
                $"{Credential} '{credential}' is no name of a credential: use that of LoadCredential= in the unit.")
            : folder is { Length: > 0 } ? PasswordFile.Read(Credential, Owner, Path.Combine(folder, credential))
            : throw new SettingException(
                $"{Credential} {credential}: this program has no credentials. Add LoadCredential={credential}:FILE to its unit.");
    }

    private static ImmutableArray<RoleRow> RowsOf(IConfigurationSection section)
    {
        RoleRow[] rows = [.. section.GetChildren().Select(Row)];
        return rows.Length switch
        {
            0 => throw new SettingException(
                $"OpenIdConnect:Roles is missing: nobody could log in. Give rows of Claim and Role, and Station where it is of one alone."),
            > MostRows => throw new SettingException($"OpenIdConnect:Roles has {rows.Length} rows: at most {MostRows} are possible."),
            _ when rows.Select(row => row.Station).OfType<string>().Distinct().Count() is var stations and > Accounts.MostStations =>
                throw new SettingException(
                    $"OpenIdConnect:Roles names {stations} single stations: at most {Accounts.MostStations} are possible."),
            _ => [.. rows],
        };
    }

    private static RoleRow Row(IConfigurationSection row) => new(
        row["Claim"] is { Length: > 0 and <= LongestText } claim ? claim
            : throw new SettingException(
                $"{row.Path}:Claim is missing or longer than {LongestText} characters: it is a value of the claim."),
        Users.Roles.Find(row["Role"]) is { } role ? Users.Roles.Of(role)
            : throw new SettingException($"{row.Path}:Role '{row["Role"]}' is unknown: use {string.Join(", ", Users.Roles.All)}."),
        row["Station"] is not { Length: > 0 } station ? null : Topics.IsName(station) ? station
            : throw new SettingException($"{row.Path}:Station '{station}' cannot be a site."));
}
