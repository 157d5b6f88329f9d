using System.Runtime.Versioning;
using Dashboard.Historian.Series;
using Microsoft.Extensions.Configuration;
using TestKit;

namespace Dashboard.Web.Tests;

[SupportedOSPlatform("linux")]
public sealed class HistorianOptionsTests : IDisposable
{
    private const string Server = "Host=db;Database=edge;Username=edge";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, 400)]
    [InlineData("1", 1)]
    [InlineData("36500", 36_500)]
    public void Samples_are_kept_for_so_many_days(string? configured, int days) =>
        Assert.Equal(TimeSpan.FromDays(days), Read(("KeepSamplesDays", configured)).Keep.Samples);

    [Fact]
    public void Steps_of_values_are_kept_for_so_many_days()
    {
        SeriesKeep keep = Read(("KeepMinutesDays", "10"), ("KeepQuartersDays", "20")).Keep;
        Assert.Equal(SeriesKeep.Default with { Minutes = TimeSpan.FromDays(10), Quarters = TimeSpan.FromDays(20) }, keep);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("36501")]
    [InlineData("two")]
    public void What_is_no_number_of_days_stops_the_start(string configured) => Assert.All(
        (string[])["KeepSamplesDays", "KeepMinutesDays", "KeepQuartersDays"], name => Refused(name, (name, configured)));

    [Fact]
    public void The_store_is_a_file_unless_a_server_is_named()
    {
        Assert.Equal((HistorianStore.Sqlite, null), (Read().Store, Read().Postgres));
        Assert.Equal(HistorianStore.Sqlite, Read(("Store", "SQLite")).Store);
        HistorianOptions server = Read(("Store", "postgres"), ("Postgres", $"{Server};Password=x"));
        Assert.Equal(HistorianStore.Postgres, server.Store);
        Assert.Contains("Host=db;Database=edge;Username=edge;Password=x", server.Postgres, StringComparison.Ordinal);
    }

    [Fact]
    public void The_password_may_be_in_a_file()
    {
        Assert.Contains("Password=geheim", Read(WithFile("geheim\nmore")).Postgres, StringComparison.Ordinal);
        Refused("the first line is empty", WithFile("\nx"));
        Refused("chmod 640", WithFile("x", UnixFileMode.UserRead | UnixFileMode.OtherRead));
        Refused("cannot be read", ("Store", "postgres"), ("Postgres", Server), ("PostgresPasswordFile", _folder.At("none")));
        Refused("give one of the two", WithFile("x", server: $"{Server};Password=x"));
    }

    [Theory]
    [InlineData("is unknown: use sqlite or postgres", "mysql", null)]
    [InlineData("is unknown: use sqlite or postgres", "1", null)]
    [InlineData("is unknown: use sqlite or postgres", "", null)]
    [InlineData("Historian:Postgres is missing", "postgres", null)]
    [InlineData("Historian:Postgres is missing", "postgres", "")]
    [InlineData("has no effect while Historian:Store is sqlite", null, Server)]
    [InlineData("it has no Host", "postgres", "Database=edge")]
    [InlineData("it has no Database", "postgres", "Host=db")]
    [InlineData("hots", "postgres", "Hots=db;Database=edge")]
    [InlineData("is no connection string", "postgres", "postgresql://db/edge")]
    [InlineData("is no connection string", "postgres", "Host=db;Database=edge;Port=many")]
    public void A_wrong_value_is_refused_with_what_to_do(string words, string? store, string? postgres) =>
        Refused(words, ("Store", store), ("Postgres", postgres));

    private (string Name, string? Value)[] WithFile(
        string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite, string server = Server)
    {
        string file = _folder.At("password");
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, mode);
        return [("Store", "postgres"), ("Postgres", server), ("PostgresPasswordFile", file)];
    }

    private static void Refused(string words, params (string Name, string? Value)[] values) =>
        Assert.Contains(words, Assert.Throws<SettingException>(() => Read(values)).Message, StringComparison.Ordinal);

    private static HistorianOptions Read(params (string Name, string? Value)[] values) => HistorianOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection(
            values.Where(value => value.Value is not null)
                .Select(value => KeyValuePair.Create($"Historian:{value.Name}", value.Value))).Build());
}
