using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Web.Hosting;
using Edge.Contracts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using TestKit;

namespace Dashboard.Web.Tests;

/// <summary>Alarms of the centre itself belong to no station: those see them who see all stations.</summary>
[Trait("Category", "Slow")]
public sealed class CentreAlarmTests : IDisposable
{
    private const string OfTheCentre = "/api/alarms?site=%24centre";

    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task They_are_for_users_of_all_stations_alone()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null,
            "--Users:Seed:9:Name", "sur", "--Users:Seed:9:Password", RunningDashboard.Password, "--Users:Seed:9:Role", "engineer",
            "--Users:Seed:9:Stations:0", "sur",
            "--Users:Seed:10:Name", "mira", "--Users:Seed:10:Password", RunningDashboard.Password, "--Users:Seed:10:Role", "viewer");
        using HttpClient ofAll = await dashboard.LogInAsync();
        using HttpClient ofOne = await dashboard.LogInAsync("sur");
        using HttpClient watches = await dashboard.LogInAsync("mira");
        DateTimeOffset now = DateTimeOffset.UtcNow;
        _ = await dashboard.Services.GetRequiredService<EventWriter>().StoreAsync(
            new EventRecord(Centre.Site, new EventMessage
            {
                Epoch = CentreRecord.Epoch,
                Seq = now.ToUnixTimeMilliseconds() * CentreRecord.Slots,
                Type = EventType.Gateway,
                Finding = CentreFinding.TwoGateways,
                Time = now,
                TimeSource = TimeSource.Gateway,
                Clock = ClockState.Synchronised,
                Received = now,
            }),
            Cancelled);
        await Eventually.TrueAsync(async () => (await AlarmsAsync(ofAll)).Length == 1, "it is raised", Cancelled);
        long id = (await AlarmsAsync(watches))[0].GetProperty("id").GetInt64();
        Assert.Single((await ofAll.JsonAsync("/api/alarms/overview")).GetProperty("sites").EnumerateArray());
        Assert.Single((await ofAll.JsonAsync("/api/events?site=%24centre")).GetProperty("events").EnumerateArray());

        Assert.Empty(await AlarmsAsync(ofOne));
        Assert.Empty((await ofOne.JsonAsync("/api/alarms")).GetProperty("alarms").EnumerateArray());
        Assert.Empty((await ofOne.JsonAsync("/api/alarms/overview")).GetProperty("sites").EnumerateArray());
        Assert.Empty((await ofOne.JsonAsync("/api/events?site=%24centre")).GetProperty("events").EnumerateArray());
        await ofOne.JsonAsync($"/api/alarms/{id}", HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.Forbidden, await AcknowledgeAsync(ofOne, id));
        Assert.Equal(HttpStatusCode.Forbidden, await AcknowledgeAsync(watches, id));
        Assert.Equal(HttpStatusCode.OK, await AcknowledgeAsync(ofAll, id));
        JsonElement seen = (await ofAll.JsonAsync($"/api/alarms/{id}")).GetProperty("alarm");
        Assert.Equal("ana", seen.GetProperty("acknowledgedBy").GetString());
    }

    [Fact]
    public async Task The_certificate_that_the_site_shows_is_watched()
    {
        (string certificate, string key) = Pem(TimeSpan.FromDays(100), TimeSpan.FromDays(5));
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(
            _directory.Path, null,
            "--urls", "http://127.0.0.1:0;https://127.0.0.1:0",
            "--Kestrel:Certificates:Default:Path", certificate, "--Kestrel:Certificates:Default:KeyPath", key);
        using HttpClient client = await dashboard.LogInAsync();
        await Eventually.TrueAsync(async () => (await AlarmsAsync(client)).Length == 1, "the alarm is raised", Cancelled);
        JsonElement alarm = (await AlarmsAsync(client))[0];
        Assert.Equal(("certificateEnds", 3), (alarm.GetProperty("condition").GetString(), alarm.GetProperty("priority").GetInt32()));
        Assert.StartsWith("https 127.0.0.1:", alarm.GetProperty("event").GetProperty("device").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("CN=scada.example, ", alarm.GetProperty("event").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_station_that_is_forgotten_leaves_no_alarm_that_is_there()
    {
        await using RunningDashboard dashboard = await RunningDashboard.StartAsync(_directory.Path);
        using HttpClient client = await dashboard.LogInAsync("luis");
        await using FakeGateway gateway = new("sur");
        await gateway.ConnectAsync(dashboard.BrokerPort);
        await gateway.PublishSiteAsync(DateTimeOffset.UtcNow);
        await gateway.EventAsync("""
            {"epoch":"e1","seq":1,"type":"digital","tag":"LA151_03","state":1,"alarmKind":0,"time":"2026-03-01T12:00:00Z",
             "timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:00Z"}
            """);
        await Eventually.TrueAsync(async () => (await OfSurAsync()).Length == 1, "it is raised", Cancelled);
        await gateway.RetainAsync("state", FakeGateway.State(DateTimeOffset.UtcNow, "offline"));
        await Eventually.TrueAsync(
            async () => (await client.DeleteAsync("/api/sites/sur", Cancelled)).IsSuccessStatusCode, "it is forgotten", Cancelled);
        await Eventually.TrueAsync(
            async () => !(await OfSurAsync())[0].GetProperty("active").GetBoolean(), "the alarm has returned", Cancelled);
        long id = (await OfSurAsync())[0].GetProperty("id").GetInt64();
        JsonElement last = (await client.JsonAsync($"/api/alarms/{id}")).GetProperty("changes").EnumerateArray().Last();
        Assert.Equal(
            ("returned", GoneReason.StationForgotten), (last.GetProperty("kind").GetString(), last.GetProperty("comment").GetString()));

        async Task<JsonElement[]> OfSurAsync() =>
            [.. (await client.JsonAsync("/api/alarms?site=sur")).GetProperty("alarms").EnumerateArray()];
    }

    [Fact]
    public async Task Before_the_site_listens_nothing_is_said_of_its_certificate()
    {
        using Starting starting = new();
        CertificateProbe probe = new(Options(), starting, starting, TimeProvider.System);
        Alarm[] standing = [Ends("https 127.0.0.1:8443")];
        Assert.Empty(await probe.LookAsync(standing, Cancelled));

        // It has no such address any more.
        starting.Start();
        CentreFault gone = Assert.Single(await probe.LookAsync(standing, Cancelled));
        Assert.Equal((standing[0].Source, false), (gone.Source, gone.IsThere));
    }

    [Fact]
    public async Task What_does_not_answer_is_asked_again_after_a_minute()
    {
        FakeTimeProvider time = new();
        using Starting starting = new();
        using TcpListener nobody = new(IPAddress.Loopback, 0);
        nobody.Start();
        string address = $"https://127.0.0.1:{((IPEndPoint)nobody.LocalEndpoint).Port}";
        nobody.Stop();
        starting.Features.Get<IServerAddressesFeature>()!.Addresses.Add(address);
        starting.Start();
        CertificateProbe probe = new(Options(), starting, starting, time);
        Alarm[] standing = [Ends(address.Replace("://", " ", StringComparison.Ordinal))];
        Assert.Empty(await probe.LookAsync(standing, Cancelled));

        // The address is gone: found after a minute, not after an hour.
        starting.Features.Get<IServerAddressesFeature>()!.Addresses.Clear();
        Assert.Empty(await probe.LookAsync(standing, Cancelled));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(Assert.Single(await probe.LookAsync(standing, Cancelled)).IsThere);
    }

    private BrokerOptions Options() => BrokerOptions.From(
        new ConfigurationBuilder().Build(), DataDirectory.From(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["Data:Directory"] = _directory.Path }).Build()));

    private static Alarm Ends(string name) => new()
    {
        Source = new AlarmSource(Centre.Site, "certificateEnds", name),
        Priority = 4,
        IsActive = true,
        IsAcknowledged = false,
        Raises = 1,
        Event = new EventMessage
        {
            Epoch = CentreRecord.Epoch,
            Seq = 1,
            Type = EventType.Gateway,
            Time = default,
            TimeSource = TimeSource.Gateway,
            Clock = ClockState.Synchronised,
            Received = default,
        },
        FirstRaised = default,
        Arrival = 1,
    };

    [Theory]
    [InlineData(365, 31, null)]
    [InlineData(365, 29, 4)]
    [InlineData(365, 6, 3)]
    [InlineData(365, 0, 2)]
    [InlineData(365, -20, 2)]
    [InlineData(90, 31, null)]
    [InlineData(6, 3, null)]
    [InlineData(6, 1, 4)]
    public void The_nearer_its_end_the_more_urgent_it_is(int length, int left, int? priority)
    {
        DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        using ECDsa key = ECDsa.Create();
        CertificateRequest request = new("CN=scada.example", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(left - length), now.AddDays(left));
        CentreFault fault = CertificateProbe.Judge("https a:1", certificate, now);
        Assert.Equal((priority is not null, priority), (fault.IsThere, fault.Priority));
        Assert.Equal($"CN=scada.example, {now.AddDays(left):yyyy-MM-dd} 12:00 UTC", fault.Text);
    }

    private static async Task<JsonElement[]> AlarmsAsync(HttpClient client) =>
        [.. (await client.JsonAsync(OfTheCentre)).GetProperty("alarms").EnumerateArray()];

    private static async Task<HttpStatusCode> AcknowledgeAsync(HttpClient client, long id)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync(
            "/api/alarms/acknowledge", new { alarms = new[] { new { id, raises = 1 } } }, Cancelled);
        return answer.StatusCode;
    }

    private (string Certificate, string Key) Pem(TimeSpan since, TimeSpan left)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=scada.example", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow - since, DateTimeOffset.UtcNow + left);
        File.WriteAllText(_directory.At("site.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(_directory.At("site.key"), key.ExportECPrivateKeyPem());
        return (_directory.At("site.pem"), _directory.At("site.key"));
    }

    // A web server that starts when it is told to.
    private sealed class Starting : IServer, IHostApplicationLifetime
    {
        private readonly CancellationTokenSource _started = new();

        public Starting() => Features.Set<IServerAddressesFeature>(new ServerAddressesFeature());

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public CancellationToken ApplicationStarted => _started.Token;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Start() => _started.Cancel();

        public void StopApplication()
        {
        }

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _started.Dispose();
    }
}
