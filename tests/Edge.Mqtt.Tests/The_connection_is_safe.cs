using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Domain;
using TestKit;
using TestKit.Brokers;
using TestKit.Journals;
using TestKit.Logs;

namespace Edge.Mqtt.Tests;

/// <summary>Certificates, passwords and brokers that refuse, with a real one.</summary>
public sealed class The_connection_is_safe : IDisposable
{
    private const int NoConnection = 4001;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_of_a_private_authority_is_trusted_with_it_alone()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        MakeCertificates("127.0.0.1");
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            Stop, "allow_anonymous true", $"certfile {At("server.pem")}", $"keyfile {At("server.key")}");
        await using (Station trusted = new(broker.Port, new MemoryJournal(), o => o with { Tls = true, CaFile = At("ca.pem") }))
        {
            await Eventually.TrueAsync(() => trusted.Publisher.IsConnected, "the connection is made", Stop);
        }

        await NeverConnectsAsync(broker.Port, o => o with { Tls = true }, "certificate");
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_from_any_authority()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        MakeCertificates("10.9.8.7");
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            Stop, "allow_anonymous true", $"certfile {At("server.pem")}", $"keyfile {At("server.key")}");
        await NeverConnectsAsync(broker.Port, o => o with { Tls = true, CaFile = At("ca.pem") }, "certificate");
    }

    [Fact]
    public async Task A_wrong_password_is_logged_once_and_the_right_one_connects()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null || !Command.Exists("mosquitto_passwd"), MosquittoBroker.Missing);
        CommandResult made = await Command.RunAsync("mosquitto_passwd", ["-c", "-b", At("users"), "edge", "right"], Stop);
        Assert.Equal(0, made.ExitCode);
        await using MosquittoBroker broker =
            await MosquittoBroker.StartAsync(Stop, "allow_anonymous false", $"password_file {At("users")}");
        await NeverConnectsAsync(broker.Port, o => o with { User = "edge", Password = "wrong" }, "NotAuthorized");
        await using Station station = new(broker.Port, new MemoryJournal(), o => o with { User = "edge", Password = "right" });
        await Eventually.TrueAsync(() => station.Publisher.IsConnected, "the connection is made", Stop);
    }

    [Fact]
    public async Task A_drawing_too_large_for_the_broker_is_left_out_and_the_rest_arrives()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop, "allow_anonymous true", "max_packet_size 20000");
        Screen drawing = new("VS", "Valle Sur", "VS", null, new string('x', 30_000));
        Profile large = Station.Small with { Screens = [drawing, Station.Small.Screens[1]] };
        Notes<MqttPublisher> log = new();
        await using Station station = new(broker.Port, new MemoryJournal(), profile: large, logger: log);
        Dictionary<string, Heard> retained = await Listener.RetainedAsync(
            broker.Port, r => r.Count == Station.RetainedTopics.Length - 1, Stop);
        Assert.Equal(Station.RetainedTopics.Except([Station.Root + "screen/VS"]).Order(), retained.Keys.Order());
        Assert.Contains("screen/VS", Assert.Single(log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_that_the_broker_refuses_are_logged_and_delay_no_others()
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        string[] rights = ["topic readwrite edge/v1/la-prueba/state", "topic readwrite edge/v1/la-prueba/tag/#", "topic read #"];
        await File.WriteAllLinesAsync(At("acl"), rights, Stop);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(Stop, "allow_anonymous true", $"acl_file {At("acl")}");
        Notes<MqttPublisher> log = new();
        MemoryJournal journal = new();
        journal.AddEvents(2);
        await using Station station = new(broker.Port, journal, logger: log);
        await using Listener listener = await Listener.StartAsync(broker.Port, Stop);
        station.SetPower(5);
        await Eventually.TrueAsync(() => listener.Value(Station.Root + "tag/LA1PA_03") == 5, "tags arrive", Stop);
        await Eventually.TrueAsync(
            () => log.Errors.Any(e => e.Contains("/event", StringComparison.Ordinal)), "the refusal is logged", Stop);
        Assert.Single(log.Errors, e => e.Contains("/event", StringComparison.Ordinal));
        Assert.Empty(journal.Moves);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task NeverConnectsAsync(int port, Func<MqttOptions, MqttOptions> options, string words)
    {
        Notes<MqttPublisher> log = new();
        await using Station station = new(port, new MemoryJournal(), options, logger: log);
        await Eventually.TrueAsync(() => log.Count(NoConnection) > 0, "the failure is logged", Stop);
        Assert.False(station.Publisher.IsConnected);
        Assert.Contains(words, log.Of(NoConnection).First(), StringComparison.OrdinalIgnoreCase);
    }

    private void MakeCertificates(string address)
    {
        DateTimeOffset from = TimeProvider.System.GetUtcNow().AddDays(-1);
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest authority = new("CN=A private authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 root = authority.CreateSelfSigned(from, from.AddDays(30));
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest server = new("CN=broker", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Parse(address));
        server.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = server.Create(root, from, from.AddDays(20), [1, 2, 3, 4]);
        File.WriteAllText(At("ca.pem"), root.ExportCertificatePem());
        File.WriteAllText(At("server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(At("server.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private string At(string name) => _folder.At(name);
}
