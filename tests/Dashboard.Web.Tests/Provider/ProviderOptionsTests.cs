using Dashboard.Web.Provider;
using Dashboard.Web.Users;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Tests.Provider;

public sealed class ProviderOptionsTests
{
    private static readonly Dictionary<string, string?> Right = new(StringComparer.Ordinal)
    {
        ["Authority"] = "https://login.example/realms/grid",
        ["ClientId"] = "tablero",
        ["Roles:0:Claim"] = "scada",
        ["Roles:0:Role"] = "operator",
    };

    [Fact]
    public void Without_the_section_there_is_no_provider() =>
        Assert.Null(ProviderOptions.From(new ConfigurationBuilder().Build()));

    [Fact]
    public void The_defaults_are_those_of_the_document()
    {
        ProviderOptions options = Read()!;
        Assert.Equal("OpenID Connect", options.Name);
        Assert.Equal(["openid", "profile"], options.Scopes);
        Assert.Equal(("preferred_username", "groups"), (options.UserClaim, options.RoleClaim));
        Assert.Null(options.ClientSecret);
        Assert.Equal([new RoleRow("scada", SessionRole.Operator, null)], options.Roles);
    }

    [Theory]
    [InlineData("Authority", null, "OpenIdConnect:Authority")]
    [InlineData("Authority", "login.example", "OpenIdConnect:Authority")]
    [InlineData("Authority", "http://login.example/", "without encryption")]
    [InlineData("Authority", "https://login.example/?a=b", "OpenIdConnect:Authority")]
    [InlineData("ClientId", null, "OpenIdConnect:ClientId")]
    [InlineData("ClientSecret", "in the open", "OpenIdConnect:ClientSecret is no setting")]
    [InlineData("ClientSecretFile", "/nowhere", "OpenIdConnect:ClientSecretFile")]
    [InlineData("ClientSecretCredential", "a/b", "OpenIdConnect:ClientSecretCredential")]
    [InlineData("ClientSecretCredential", "secret", "LoadCredential=secret:FILE")]
    [InlineData("Name", "A name that is much too long for the one button that it stands on", "OpenIdConnect:Name")]
    [InlineData("Scopes:0", "two words", "OpenIdConnect:Scopes")]
    [InlineData("Roles:0:Claim", null, "OpenIdConnect:Roles:0:Claim")]
    [InlineData("Roles:0:Role", "boss", "OpenIdConnect:Roles:0:Role")]
    [InlineData("Roles:0:Station", "a/b", "OpenIdConnect:Roles:0:Station")]
    public void What_is_wrong_ends_the_start(string name, string? value, string words)
    {
        SettingException refused = Assert.Throws<SettingException>(() => Read((name, value)));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://localhost/realm")]
    [InlineData("http://[::1]:1/")]
    public void Without_encryption_it_is_on_this_machine_alone(string authority) =>
        Assert.Equal(new Uri(authority), Read(("Authority", authority))!.Authority);

    [Fact]
    public void Without_a_role_nobody_could_come_in()
    {
        SettingException refused = Assert.Throws<SettingException>(() => Read(("Roles:0:Claim", null), ("Roles:0:Role", null)));
        Assert.Contains("OpenIdConnect:Roles is missing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_roles_at_a_place_the_highest_counts()
    {
        RoleRow[] table =
        [
            new("a", SessionRole.Viewer, null), new("b", SessionRole.Operator, null), new("c", SessionRole.Supervisor, "s"),
            new("b", SessionRole.Viewer, "s"),
        ];
        Assert.Null(RoleRow.GrantsOf(table, new HashSet<string> { "A", "d" }));
        Assert.Equal(new Grants(SessionRole.Viewer), RoleRow.GrantsOf(table, new HashSet<string> { "a" }));
        Assert.Equal(
            new Grants(SessionRole.Operator, [("s", SessionRole.Supervisor)]),
            RoleRow.GrantsOf(table, new HashSet<string> { "a", "b", "c" }));
        Assert.Equal(
            new Grants(null, [("s", SessionRole.Supervisor)]), RoleRow.GrantsOf(table, new HashSet<string> { "c" }));
    }

    private static ProviderOptions? Read(params (string Name, string? Value)[] changes)
    {
        Dictionary<string, string?> values = new(Right, StringComparer.Ordinal);
        foreach ((string name, string? value) in changes)
        {
            if (value is null)
            {
                _ = values.Remove(name);
            }
            else
            {
                values[name] = value;
            }
        }

        return ProviderOptions.From(new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(one => KeyValuePair.Create($"OpenIdConnect:{one.Key}", one.Value))).Build());
    }
}
