using System.Reflection;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>
/// Each endpoint and each method of the hub has a row in docs/limits.md; see <c>Every_bound_has_a_row</c> of the architecture tests.
/// </summary>
public sealed class Every_endpoint_has_a_bound(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    [Fact]
    public void The_rows_are_the_endpoints()
    {
        string[] endpoints =
        [
            .. shared.Dashboard.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>().SelectMany(Names).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Contains("GET /api/events", endpoints);
        Assert.Contains(endpoints, name => name.Contains("/hub/live", StringComparison.Ordinal));
        Assert.Equal(endpoints, LimitsTable.Ways("http"));
    }

    [Fact]
    public void The_rows_are_what_a_page_can_call()
    {
        string[] calls = [.. typeof(ILiveServer).GetMethods().Select(method => method.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(calls, LimitsTable.Ways("hub"));

        // SignalR lets a page call each public method of the hub.
        MethodInfo[] others = typeof(LiveHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        Assert.Equal(
            calls,
            others.Where(method => method.GetBaseDefinition() == method).Select(method => method.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_key_that_names_a_file_has_a_row()
    {
        string[] words =
        [
            nameof(BrokerOptions.Host), nameof(BrokerOptions.ClientId), nameof(BrokerOptions.UserName), nameof(BrokerOptions.Password),
        ];
        string[] files =
        [
            "Data:Directory", "Historian:PostgresPasswordFile", "Notifications:Smtp:PasswordFile", "Notifications:SmsDirectory",
            "OpenIdConnect:ClientSecretFile", "OpenIdConnect:ClientSecretCredential",
            .. typeof(BrokerOptions).GetProperties().Where(property => property.PropertyType == typeof(string))
                .Select(property => property.Name).Except(words).Select(name => $"MqttBroker:{name}"),
        ];
        Assert.Equal(
            files.Order(StringComparer.Ordinal), LimitsTable.Ways("file").Where(key => key.Contains(':', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_of_authorities_that_has_none_ends_the_start()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.At("ca.pem"), "-----BEGIN NOTHING-----");
        StartupException refused = await Assert.ThrowsAsync<StartupException>(
            () => RunningDashboard.StartAsync(
                folder.Path, null, "--MqttBroker:Mode", "external", "--MqttBroker:Tls", "true",
                "--MqttBroker:CaFile", folder.At("ca.pem")));
        Assert.Contains("MqttBroker:CaFile", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(RouteEndpoint endpoint)
    {
        string path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        IReadOnlyList<string> methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        return methods.Count == 0 ? [$"any {path}"] : methods.Select(method => $"{method} {path}");
    }
}
