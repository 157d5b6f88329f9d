using System.Diagnostics;
using Dashboard.Web.Hosting;
using TestKit;

namespace Dashboard.Web.Tests.Faults;

[Trait("Category", "Slow")]
public sealed class Fault_48_Help_is_help_and_plain_HTTP_is_told : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0, "usage:", "--help")]
    [InlineData(0, "usage:", "--urls", "http://127.0.0.1:0", "--help")]
    [InlineData(0, "unlock", "user", "--help")]
    [InlineData(0, "--role", "user", "add", "--help")]
    [InlineData(0, ".", "--version")]
    [InlineData(64, "", "strat")]
    [InlineData(64, "", "user", "delte", "ana")]
    [InlineData(64, "", "user", "add", "ana", "--role", "boss")]
    [InlineData(64, "", "broker-user", "ad", "ana")]
    [InlineData(64, "", "broker-user", "add", "ana", "--role", "boss")]
    public async Task Help_and_mistakes_start_nothing(int exit, string said, params string[] args)
    {
        using Process process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "edge-dashboard"), args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Data__Directory"] = _directory.Path },
        })!;
        string errors = await process.StandardError.ReadToEndAsync(Cancelled);
        string output = await process.StandardOutput.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        Assert.Equal(exit, process.ExitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.DoesNotContain("listening on", output, StringComparison.Ordinal);
        Assert.Equal(exit != 0, errors.Length > 0);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData(false, "http://0.0.0.0:0", "--Proxies:Known:0", "10.1.0.1")]
    [InlineData(true, "http://127.0.0.1:0")]
    public async Task A_start_warns_where_only_a_proxy_may_reach_plain_HTTP(bool silent, string urls, params string[] more)
    {
        using Process process = Start(urls, more);
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync(Cancelled);
        }
        while (line is not null && !line.StartsWith("listening on ", StringComparison.Ordinal));
        Assert.NotNull(line);
        using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        string rest = await process.StandardOutput.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        Assert.Equal(silent, !rest.Contains("reachable from other machines without encryption", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://127.0.0.1:0;http://[::]:0")]
    [InlineData("http://127.0.0.1:0", "--Kestrel:Endpoints:All:Url", "http://*:0")]
    [InlineData("http://127.0.0.1:0", "--Proxies:Origins:0", "https://scada.example", "--urls", "http://10.255.255.1:0")]
    public async Task A_start_that_others_could_listen_to_is_refused(string urls, params string[] more)
    {
        using Process process = Start(urls, more);
        string errors = await process.StandardError.ReadToEndAsync(Cancelled);
        string output = await process.StandardOutput.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        Assert.Equal(SettingException.ExitCode, process.ExitCode);
        Assert.Matches(@"^edge-dashboard: http://.* is reachable .*Kestrel:Certificates:Default.*127\.0\.0\.1.*Proxies:Known", errors);
        Assert.Empty(output);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", true)]
    [InlineData("http://[::]:8080", true)]
    [InlineData("http://10.1.1.1:8080", true)]
    [InlineData("http://*:8080", true)]
    [InlineData("http://127.0.0.1:8080", false)]
    [InlineData("http://[::1]:8080", false)]
    [InlineData("http://localhost:8080", false)]
    [InlineData("https://0.0.0.0:8443", false)]
    [InlineData("http://unix:/run/edge.sock", false)]
    public void Plain_HTTP_to_other_machines_is_known(string address, bool warned) =>
        Assert.Equal(warned, ListenAddresses.IsPlainAndReachable(address));

    private Process Start(string urls, string[] more) => Process.Start(new ProcessStartInfo(
        Path.Combine(AppContext.BaseDirectory, "edge-dashboard"),
        ["--urls", urls, "--MqttBroker:Port", "0", "--Data:Directory", _directory.Path, .. more])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["LC_ALL"] = "C" },
    })!;
}
