using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;
using TestKit;
using ServiceProvider = SmtpServer.ComponentModel.ServiceProvider;

namespace Dashboard.Web.Tests.Notifications;

/// <summary>A mail server on a port of the loopback that keeps what it gets.</summary>
internal sealed class MailServerUnderTest : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Starts it.</summary>
    /// <param name="password">The password of the user <c>telecontrol</c>, without whom it takes nothing; null: it takes all.</param>
    internal MailServerUnderTest(string? password = null)
    {
        Port = FreePort.Take(1)[0];
        ISmtpServerOptions options = new SmtpServerOptionsBuilder().ServerName("mail.example")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))
                .AllowUnsecureAuthentication(password is not null).AuthenticationRequired(password is not null)).Build();
        ServiceProvider services = new();
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((user, given) => user == "telecontrol" && given == password));
        services.Add(new Store(this));
        services.Add(new Filter(this));
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    internal int Port { get; }

    /// <summary>What it got and took.</summary>
    internal ConcurrentQueue<MimeMessage> Mails { get; } = new();

    /// <summary>Answers the content of a mail; by default it takes it.</summary>
    internal Func<MimeMessage, SmtpResponse> Answer { get; set; } = _ => SmtpResponse.Ok;

    /// <summary>Whether it knows a receiver.</summary>
    internal Func<string, bool> Knows { get; set; } = _ => true;

    internal string[] Settings =>
    [
        "--Notifications:Smtp:Host", "127.0.0.1", "--Notifications:Smtp:Port", $"{Port}", "--Notifications:Smtp:Tls", "none",
        "--Notifications:Smtp:From", "telecontrol@example.org", "--Notifications:PublicAddress", "https://scada.example/sitio",
        "--Notifications:WindowSeconds", "1",
    ];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // So it ends.
        }

        _stop.Dispose();
    }

    private sealed class Store(MailServerUnderTest server) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using MemoryStream stream = new(buffer.ToArray());
            MimeMessage mail = MimeMessage.Load(stream, cancellationToken);
            SmtpResponse answer = server.Answer(mail);
            if (answer.ReplyCode == SmtpReplyCode.Ok)
            {
                server.Mails.Enqueue(mail);
            }

            return Task.FromResult(answer);
        }
    }

    private sealed class Filter(MailServerUnderTest server) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(
            ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            Task.FromResult(server.Knows($"{to.User}@{to.Host}"));
    }
}
