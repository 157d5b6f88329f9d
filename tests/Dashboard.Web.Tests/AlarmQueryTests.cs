using System.Net;
using System.Text.Json;

namespace Dashboard.Web.Tests;

/// <summary>Filters of alarms that cannot be are named, never passed over.</summary>
public sealed class AlarmQueryTests(SharedDashboard shared) : IClassFixture<SharedDashboard>
{
    [Theory]
    [InlineData("?state=closed", "state")]
    [InlineData("?priority=15", "priority")]
    [InlineData("?priority=", "priority")]
    [InlineData("?text=", "text")]
    [InlineData("?before=0_0_0_0&order=priority", "before")]
    [InlineData("?limit=501", "limit")]
    [InlineData("?sort=x", "sort")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?group=F3", "group")]
    [InlineData("/groups?by=colour", "by")]
    [InlineData("/groups?limit=0", "limit")]
    public async Task A_query_that_is_wrong_is_named(string query, string name)
    {
        using HttpClient client = await shared.Dashboard.LogInAsync();
        JsonElement problem = await client.JsonAsync("/api/alarms" + query, HttpStatusCode.BadRequest);
        Assert.Equal("badQuery", problem.GetProperty("code").GetString());
        Assert.Equal(name, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }
}
