using System.Net;
using System.Text.Json;

namespace Dashboard.Web.Tests;

/// <summary>What tags were over a time, over HTTP, of values that the journal's store has.</summary>
/// <param name="stage">A station with ten minutes of values.</param>
public sealed class TrendTests(TrendStage stage) : IClassFixture<TrendStage>
{
    [Fact]
    public async Task A_spike_is_the_highest_of_its_column()
    {
        using HttpClient client = await stage.Dashboard.LogInAsync();
        JsonElement answer = await client.JsonAsync(Path("LA1VV_00", 0, 400, 4));
        JsonElement series = Assert.Single(answer.GetProperty("series").EnumerateArray());
        Assert.Equal([13.5, 99, 13.5, 13.5], Numbers(series, "maximum"));
        Assert.Equal([13d, 13, 13, 13], Numbers(series, "minimum"));
        Assert.InRange(Numbers(series, "mean")[1]!.Value, 13, 15);
        Assert.Equal(5, answer.GetProperty("edges").GetArrayLength());
        Assert.Equal(TrendStage.Start.ToUnixTimeMilliseconds() * 1000, answer.GetProperty("edges")[0].GetInt64());
        Assert.Equal("analog", series.GetProperty("kind").GetString());
        Assert.Equal("kV", series.GetProperty("unit").GetString());
        Assert.Equal("Tensión RN", series.GetProperty("description").GetString());
    }

    [Fact]
    public async Task What_is_missing_is_null_and_what_is_old_is_stale()
    {
        using HttpClient client = await stage.Dashboard.LogInAsync();
        JsonElement answer = await client.JsonAsync(Path("LA1VV_00,LA152B03", 400, 600, 4));
        JsonElement[] series = [.. answer.GetProperty("series").EnumerateArray()];

        // 400 to 450 stale, 450 to 500 bad, 500 to 550 records are missing.
        Assert.Equal([null, null, null, 14d], Numbers(series[0], "last"));
        Assert.Equal([0d, 0, 0, 1], Numbers(series[0], "good"));
        Assert.Equal([1d, 0, 0, 0], Numbers(series[0], "stale"));
        Assert.Equal([0d, 1, 0, 0], Numbers(series[0], "bad"));
        Assert.Equal("digital", series[1].GetProperty("kind").GetString());
        Assert.Equal(["Abierto", "Cerrado"], series[1].GetProperty("stateTexts").EnumerateArray().Select(word => word.GetString()));
    }

    [Fact]
    public async Task The_right_edge_has_the_newest_value_and_says_how_far_it_goes()
    {
        using HttpClient client = await stage.Dashboard.LogInAsync();
        JsonElement answer = await client.JsonAsync(Path("LA1VV_00", 560, 700, 7));
        JsonElement series = answer.GetProperty("series")[0];
        Assert.Equal([14d, 14, 21, null, null, null, null], Numbers(series, "last"));
        Assert.Equal(TrendStage.Start.AddSeconds(601).ToUnixTimeMilliseconds() * 1000, answer.GetProperty("known").GetInt64());
    }

    [Fact]
    public async Task A_long_time_is_answered_in_steps_with_their_length()
    {
        using HttpClient client = await stage.Dashboard.LogInAsync();
        JsonElement answer = await client.JsonAsync(Path("LA1VV_00", 0, 86_400 * 30, 1600));
        Assert.Equal(900, answer.GetProperty("stepSeconds").GetDouble());
        Assert.Contains(99d, Numbers(answer.GetProperty("series")[0], "maximum"));
        Assert.False((await client.JsonAsync(Path("LA1VV_00", 0, 60, 10))).TryGetProperty("stepSeconds", out _));
    }

    [Fact]
    public async Task A_tag_that_nobody_knows_is_named()
    {
        using HttpClient client = await stage.Dashboard.LogInAsync();
        JsonElement answer = await client.JsonAsync(Path("XX,LA1VV_00,FORMER", 0, 60, 2));
        Assert.Equal("XX", Assert.Single(answer.GetProperty("unknown").EnumerateArray()).GetString());

        // What the catalogue does not have any more still has its history.
        Assert.Equal(
            ["LA1VV_00", "FORMER"], answer.GetProperty("series").EnumerateArray().Select(one => one.GetProperty("tag").GetString()));
    }

    [Theory]
    [InlineData("tags=A,B,C,D,E,F,G,H,I&from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00Z", "tags")]
    [InlineData("tags=A,A&from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00Z", "tags")]
    [InlineData("tags=A,&from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00Z", "tags")]
    [InlineData("tags=A&from=yesterday&to=2026-03-01T13:00:00Z", "from")]
    [InlineData("tags=A&from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00", "to")]
    [InlineData("tags=A&from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00Z&columns=1601", "columns")]
    [InlineData("tags=A&from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00Z&columns=0", "columns")]
    [InlineData("tags=A&from=2026-03-01T12:00:00Z&to=2026-03-01T12:00:00Z", null)]
    [InlineData("tags=A&from=2026-03-01T13:00:00Z&to=2026-03-01T12:00:00Z", null)]
    [InlineData("tags=A&from=1969-03-01T13:00:00Z&to=2026-03-01T12:00:00Z", null)]
    [InlineData("tags=A&from=0001-01-01T00:00:00%2B09:00&to=2026-03-01T12:00:00Z", "from")]
    [InlineData("tags=A&from=2026-03-01T12:00:00Z&to=9999-12-31T23:59:59-09:00", "to")]
    [InlineData("tags=A&from=2026-03-01T12:00:00Z", null)]
    [InlineData("from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00Z", null)]
    public async Task A_query_that_is_wrong_is_told(string query, string? name)
    {
        using HttpClient client = await stage.Dashboard.LogInAsync();
        JsonElement problem = await client.JsonAsync($"/api/sites/los-alamos/trend?{query}", HttpStatusCode.BadRequest);
        Assert.Equal("badQuery", problem.GetProperty("code").GetString());
        Assert.Equal(name, problem.TryGetProperty("errors", out JsonElement errors) ? Assert.Single(errors.EnumerateObject()).Name : null);
        Assert.True(name is not null || problem.GetProperty("detail").GetString() is { Length: > 20 });
    }

    [Fact]
    public async Task Only_who_may_see_the_station_gets_its_values()
    {
        using HttpClient client = await stage.Dashboard.LogInAsync();
        string elsewhere = Path("A", 0, 60, 2).Replace("los-alamos", "nowhere", StringComparison.Ordinal);
        JsonElement problem = await client.JsonAsync(elsewhere, HttpStatusCode.NotFound);
        Assert.Equal("unknownSite", problem.GetProperty("code").GetString());
        using HttpClient nobody = stage.Dashboard.Anonymous();
        await nobody.JsonAsync(Path("A", 0, 60, 2), HttpStatusCode.Unauthorized);
    }

    private static string Path(string tags, double from, double to, int columns) => TrendStage.Path(tags, from, to, columns);

    private static double?[] Numbers(JsonElement series, string name) => TrendStage.Numbers(series, name);
}
