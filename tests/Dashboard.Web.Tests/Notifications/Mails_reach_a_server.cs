using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Notifications;
using Dashboard.Web.Notifications;
using MimeKit;
using SmtpServer.Protocol;
using TestKit;

namespace Dashboard.Web.Tests.Notifications;

/// <summary>Mails to a real mail server, and what becomes of them where it does not take them.</summary>
public sealed class Mails_reach_a_server : IAsyncLifetime
{
    private readonly Queue _queue = new();
    private readonly MailServerUnderTest _server = new();
    private NotificationSending? _sending;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _queue.Dispose();
    }

    [Fact]
    public async Task A_mail_says_what_and_where_in_the_language_of_its_receiver()
    {
        _queue.Rule(Queue.Group("ana@example.org"));
        _queue.Trip();
        Assert.True(await SendAsync());
        MimeMessage mail = Assert.Single(_server.Mails);
        Assert.Equal("[P1] los-alamos: Protección 51", mail.Subject);
        Assert.Equal("telecontrol@example.org", mail.From.Mailboxes.Single().Address);
        Assert.Equal("ana@example.org", mail.To.Mailboxes.Single().Address);
        string[] lines = mail.TextBody!.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("Protección 51 OPERÓ", lines[0]);
        Assert.Contains("Hora: 01/03/2026 09:00:00.000 (America/Montevideo)", lines);
        Assert.Contains("Punto: LA151_03", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("Equipo:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(": https://scada.example/acknowledge/", StringComparison.Ordinal));
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        NotificationMessage sent = Assert.Single(_queue.All());
        Assert.Equal((NotificationState.Sent, null), (sent.State, sent.Fault));
    }

    [Fact]
    public async Task Many_alarms_are_one_list_in_English_and_without_a_link()
    {
        _queue.Options = new NotificationOptions();
        _queue.Rule(Queue.Group("ana@example.org", language: NotificationLanguage.En));
        _queue.Options = _queue.Options with { Pacing = new NotificationPacing(TimeSpan.FromSeconds(60)) };
        _queue.Trip("A");
        _queue.Trip("B");
        _queue.Trip("C");
        Assert.True(await SendAsync());
        MimeMessage mail = Assert.Single(_server.Mails);
        Assert.Equal("[P1] 3 alarms; first: los-alamos: Protección 51", mail.Subject);
        Assert.DoesNotContain("http", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(
            "P1  2026-03-01 09:00:21.000 (America/Montevideo)  los-alamos: Protección 51 OPERÓ", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_the_server_does_not_know_is_given_up_at_once()
    {
        _server.Knows = address => address != "nadie@example.org";
        _queue.Rule(Queue.Group("nadie@example.org"), Queue.Group("luis@example.org"));
        _queue.Trip();
        Assert.True(await SendAsync());
        NotificationMessage refused = Assert.Single(_queue.All());
        Assert.Equal((NotificationState.GaveUp, "refused"), (refused.State, refused.Fault));
        Assert.StartsWith("550 ", refused.Detail, StringComparison.Ordinal);

        // The next group is called at once.
        _queue.Pass(0);
        _queue.Pass(21);
        Assert.True(await SendAsync());
        Assert.Equal("luis@example.org", Assert.Single(_server.Mails).To.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_gets_it_again_later()
    {
        int asked = 0;
        _server.Answer = _ => ++asked < 3 ? new SmtpResponse(SmtpReplyCode.InsufficientStorage, "later") : SmtpResponse.Ok;
        _queue.Rule(Queue.Group("ana@example.org"));
        _queue.Trip();
        Assert.True(await SendAsync());
        Assert.False(await SendAsync());
        Assert.Equal((NotificationState.Waiting, "refused"), (_queue.All()[0].State, _queue.All()[0].Fault));
        _queue.Pass(15);
        Assert.True(await SendAsync());
        _queue.Pass(30);
        Assert.True(await SendAsync());
        Assert.Single(_server.Mails);
        Assert.Equal((NotificationState.Sent, 3), (_queue.All()[0].State, _queue.All()[0].Tries));
        Assert.Contains("452 later", Assert.Single(_queue.Log.Of(7080)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_is_tried_for_two_hours_and_said_once_a_minute()
    {
        _queue.Rule(Queue.Group("ana@example.org"));
        _queue.Trip();
        MailSender sender = SenderTo(FreePort.Take(1)[0]);
        for (int minute = 0; minute < 150; minute++)
        {
            _ = await _queue.Sending(sender).SendNextAsync();
            _queue.Pass(60);
        }

        NotificationMessage message = Assert.Single(_queue.All());
        Assert.Equal((NotificationState.GaveUp, "unreachable"), (message.State, message.Fault));
        Assert.StartsWith("127.0.0.1:", message.Detail, StringComparison.Ordinal);
        Assert.InRange(message.Tries, 20, 30);
    }

    [Fact]
    public async Task Without_a_mail_server_in_the_configuration_the_queue_says_so()
    {
        _queue.Rule(Queue.Group("ana@example.org"));
        _queue.Trip();
        Assert.True(await _queue.Sending(new MailSender(new NotificationOptions())).SendNextAsync());
        Assert.Equal((NotificationState.Waiting, "notConfigured"), (_queue.All()[0].State, _queue.All()[0].Fault));
    }

    [Theory]
    [InlineData("una clave larga", NotificationState.Sent, null)]
    [InlineData("otra", NotificationState.Waiting, "logInRefused")]
    public async Task A_server_that_asks_who_it_is_gets_user_and_password(string password, NotificationState state, string? fault)
    {
        await using MailServerUnderTest server = new("una clave larga");
        _queue.Rule(Queue.Group("ana@example.org"));
        _queue.Trip();
        MailSender sender = new(new NotificationOptions
        {
            Mail = new MailServer("127.0.0.1", server.Port, MailSecurity.None, "telecontrol@example.org")
            {
                User = "telecontrol",
                Password = password,
            },
        });
        Assert.True(await _queue.Sending(sender).SendNextAsync());
        Assert.Equal((state, fault), (_queue.All()[0].State, _queue.All()[0].Fault));
        Assert.Equal(state == NotificationState.Sent ? 1 : 0, server.Mails.Count);
    }

    [Fact]
    public async Task A_server_without_TLS_gets_nothing_where_TLS_is_asked_for()
    {
        _queue.Rule(Queue.Group("ana@example.org"));
        _queue.Trip();
        MailSender sender = new(new NotificationOptions
        {
            Mail = new MailServer("127.0.0.1", _server.Port, MailSecurity.StartTls, "telecontrol@example.org"),
        });
        Assert.True(await _queue.Sending(sender).SendNextAsync());
        Assert.Equal((NotificationState.Waiting, "unreachable"), (_queue.All()[0].State, _queue.All()[0].Fault));
        Assert.Empty(_server.Mails);
    }

    [Fact]
    public async Task A_connection_that_ends_behind_the_whole_mail_is_uncertain()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task hangingUp = HangUpAsync(listener);
        _queue.Rule(Queue.Group("ana@example.org"), Queue.Group("luis@example.org"));
        _queue.Trip();
        Assert.True(await _queue.Sending(SenderTo(((IPEndPoint)listener.LocalEndpoint).Port)).SendNextAsync());
        await hangingUp;
        Assert.Equal((NotificationState.Uncertain, "broken"), (_queue.All()[0].State, _queue.All()[0].Fault));
        _queue.Pass(0);
        _queue.Pass(21);
        Assert.True(await SendAsync());
        Assert.Equal("luis@example.org", Assert.Single(_server.Mails).To.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task What_a_station_calls_itself_makes_no_header()
    {
        _queue.Rule(Queue.Group("ana@example.org"));
        _queue.Trip("A\r\nBcc: eva@example.org");
        Assert.True(await SendAsync());
        MimeMessage mail = Assert.Single(_server.Mails);
        Assert.Empty(mail.Bcc);
        Assert.DoesNotContain('\n', mail.Subject!);
    }

    private Task<bool> SendAsync() => (_sending ??= _queue.Sending(SenderTo(_server.Port))).SendNextAsync();

    private static MailSender SenderTo(int port) => new(
        new NotificationOptions { Mail = new MailServer("127.0.0.1", port, MailSecurity.None, "telecontrol@example.org") });

    // Takes all of a mail and hangs up instead of an answer.
    private static async Task HangUpAsync(TcpListener listener)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Cancelled);
        using NetworkStream stream = client.GetStream();
        using StreamReader reader = new(stream, Encoding.ASCII);
        await using StreamWriter writer = new(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 mail.example");
        while (await reader.ReadLineAsync(Cancelled) is { } line && line != ".")
        {
            string? answer = line.Split(' ')[0] switch
            {
                "EHLO" => "250 mail.example",
                "MAIL" or "RCPT" => "250 ok",
                "DATA" => "354 go on",
                _ => null,
            };
            if (answer is not null)
            {
                await writer.WriteLineAsync(answer);
            }
        }
    }
}
