using System.Net.Http.Json;
using System.Runtime.Versioning;
using Dashboard.Web.Broker;
using Dashboard.Web.Users;
using Microsoft.Extensions.DependencyInjection;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

[UnsupportedOSPlatform("windows")]
public sealed class Fault_18_What_is_weak_or_odd_is_refused_in_words : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("utf-7", 415)]
    [InlineData("\"utf-7\"", 415)]
    [InlineData("utf-16", 415)]
    [InlineData("latin1", 415)]
    [InlineData("nonsense", 415)]
    [InlineData("utf-8", 401)]
    [InlineData("\"UTF-8\"", 401)]
    public async Task JSON_in_another_character_set_is_415(string charset, int status)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = dashboard.Anonymous();
        using ByteArrayContent content = new("{\"user\":\"ana\",\"password\":\"x\"}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        using HttpResponseMessage answer = await client.PostAsync("/api/session", content, Cancelled);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(256, 1, 401)]
    [InlineData(257, 1, 400)]
    [InlineData(1, 257, 400)]
    public async Task A_name_and_a_password_have_at_most_256_characters(int name, int length, int status)
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = dashboard.Anonymous();
        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            "/api/session", new { user = new string('x', name), password = new string('x', length) }, Cancelled);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("ana", "password1234")]
    [InlineData("ana", "P@ssword1234")]
    [InlineData("ana", "Contraseña123")]
    [InlineData("ana", "1234567890")]
    [InlineData("ana", "qwertyuiop12")]
    [InlineData("ana", "aaaaaaaaaaaa")]
    [InlineData("ana", "abcabcabcabc")]
    [InlineData("fernandez", "fernandez1987")]
    [InlineData("ana", "corta")]
    [InlineData("ana", "admin-admin-admin")]
    [InlineData("ana", "abababababab")]
    [InlineData("ana", "12345#8!2%6")]
    public void An_easily_guessed_password_is_refused(string user, string password) =>
        Assert.NotNull(PasswordRules.Fault(user, password));

    [Theory]
    [InlineData("ana", "una clave larga")]
    [InlineData("operador", "operador-demo")]
    [InlineData("ana", "caballo grapa lluvia")]
    [InlineData("ana", "8#4!2%7&1$9")]
    public void A_password_with_something_of_its_own_is_taken(string user, string password) =>
        Assert.Null(PasswordRules.Fault(user, password));

    [Fact]
    public void A_password_without_end_is_refused() =>
        Assert.NotNull(PasswordRules.Fault("ana", string.Concat(Enumerable.Repeat("caballo grapa lluvia ", 13))));

    [Fact]
    public async Task A_weak_password_comes_in_on_no_way()
    {
        await Assert.ThrowsAsync<StartupException>(
            () => RunningDashboard.StartAsync(_directory.Path, null, "--Users:Seed:0:Password", "password1234"));
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        await using AsyncServiceScope scope = dashboard.Services.CreateAsyncScope();
        Accounts accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        await Assert.ThrowsAsync<AccountException>(() => accounts.AddAsync("otro", "Viewer", "password1234", mustChange: false));
        await Assert.ThrowsAsync<AccountException>(() => accounts.SetPasswordAsync("ana", "password1234", mustChange: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lluvia grap")]
    [InlineData("abababababab")]
    public void A_broker_user_without_a_password_of_its_own_is_refused(string password) =>
        Assert.Throws<StartupException>(() => BrokerUserFile.Make("gwA", BrokerRole.Gateway, "a", password));

    [Theory]
    [InlineData(0b110_110_110)]
    [InlineData(0b110_100_000)]
    [InlineData(0b110_000_100)]
    [InlineData(0b110_000_010)]
    public void A_file_of_broker_users_that_others_may_open_is_refused(int mode)
    {
        string file = BrokerFiles.Write(_directory.Path);
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file));
        Assert.NotEmpty(BrokerUserFile.Read(file));
        File.SetUnixFileMode(file, (UnixFileMode)mode);
        Assert.Throws<StartupException>(() => BrokerUserFile.Read(file));
    }

    /// <summary>Of a write that was cut off, for instance by an earlier version.</summary>
    [Fact]
    public void A_file_of_broker_users_takes_no_mode_from_a_left_over()
    {
        string left = Path.Combine(_directory.Path, "broker-users.json.new");
        File.WriteAllText(left, "[");
        File.SetUnixFileMode(left, (UnixFileMode)0b110_110_110);
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(BrokerFiles.Write(_directory.Path)));
    }

    [Fact]
    public void Each_one_time_password_is_another_and_good_enough()
    {
        string[] many = [.. Enumerable.Range(0, 200).Select(_ => PasswordRules.OneTime())];
        Assert.Equal(many.Length, many.Distinct().Count());
        Assert.All(many, password => Assert.Null(PasswordRules.Fault("admin", password)));
    }

    [Fact]
    public async Task The_files_of_the_data_directory_are_for_the_program_alone()
    {
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_101_101);
        File.WriteAllBytes(Path.Combine(_directory.Path, "users.db"), []);
        File.SetUnixFileMode(Path.Combine(_directory.Path, "users.db"), (UnixFileMode)0b110_110_110);
        DirectoryInfo keys = Directory.CreateDirectory(Path.Combine(_directory.Path, "keys"), (UnixFileMode)0b111_101_101);
        File.WriteAllText(Path.Combine(keys.FullName, "old.txt"), "");
        File.SetUnixFileMode(Path.Combine(keys.FullName, "old.txt"), (UnixFileMode)0b110_110_110);
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        (await dashboard.LogInAsync()).Dispose();
        string[] open = [.. Directory.GetFiles(_directory.Path, "*", SearchOption.AllDirectories)
            .Where(file => (File.GetUnixFileMode(file) & (UnixFileMode)0b000_111_111) != 0)];
        Assert.Empty(open);
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(keys.FullName));
    }
}
