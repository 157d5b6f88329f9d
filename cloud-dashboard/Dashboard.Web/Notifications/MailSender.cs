using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Dashboard.Historian.Notifications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;

namespace Dashboard.Web.Notifications;

/// <summary>Sends mails.</summary>
/// <param name="options">The mail server.</param>
internal sealed class MailSender(NotificationOptions options) : INotificationSender
{
    private const int TimeoutMilliseconds = 20_000;

    /// <inheritdoc />
    public NotificationWay Way => NotificationWay.Mail;

    /// <inheritdoc />
    public async Task<SendResult?> SendAsync(
        NotificationToSend send, NotificationText text, Func<bool> start, CancellationToken cancellation)
    {
        if (options.Mail is not { } server)
        {
            return new SendResult(SendOutcome.Failed, "notConfigured", "Notifications:Smtp:Host");
        }

        using MimeMessage mail = Make(server, send.Message, text);

        // A list of withdrawn certificates is often out of reach of a control centre.
        using SmtpClient client = new() { Timeout = TimeoutMilliseconds, CheckCertificateRevocation = false };
        try
        {
            await client.ConnectAsync(server.Host, server.Port, Of(server.Security), cancellation);
            if (server.User is { } user)
            {
                await client.AuthenticateAsync(user, server.Password!, cancellation);
            }
        }
        catch (AuthenticationException refused)
        {
            return new SendResult(SendOutcome.Failed, "logInRefused", refused.Message);
        }
        catch (Exception failed) when (IsOfTheWay(failed))
        {
            return new SendResult(SendOutcome.Failed, "unreachable", $"{server.Host}:{server.Port}: {failed.Message}");
        }

        if (!start())
        {
            return null;
        }

        HandedOver handed = new();
        try
        {
            string answer = await client.SendAsync(mail, cancellation, handed);
            await LeaveAsync(client);
            return new SendResult(SendOutcome.Sent, null, answer);
        }
        catch (SmtpCommandException refused)
        {
            // 4xx: perhaps later, as with a full or a careful server. 5xx: never.
            bool isForGood = (int)refused.StatusCode >= 500;
            return new SendResult(
                isForGood ? SendOutcome.Refused : SendOutcome.Failed, "refused",
                string.Create(CultureInfo.InvariantCulture, $"{(int)refused.StatusCode} {refused.Message}"));
        }
        catch (Exception failed) when (IsOfTheWay(failed))
        {
            // A server can only have taken what it has all of.
            return new SendResult(handed.IsWhole ? SendOutcome.Uncertain : SendOutcome.Failed, "broken", failed.Message);
        }
    }

    private static MimeMessage Make(MailServer server, NotificationMessage message, NotificationText text)
    {
        MimeMessage mail = new();
        mail.From.Add(new MailboxAddress("Telecontrol", server.From));
        mail.To.Add(new MailboxAddress(message.Person, message.Address));
        mail.Subject = text.Subject;
        mail.Body = new TextPart("plain") { Text = text.Body };
        mail.Headers.Add("Auto-Submitted", "auto-generated");

        // The same at each try, so that a second one can be recognised.
        byte[] mark = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{message.Id} {message.Created.UtcTicks} {message.Address}"));
        mail.MessageId = $"edge-{message.Id}-{Convert.ToHexStringLower(mark.AsSpan(0, 8))}@{server.From[(server.From.IndexOf('@') + 1)..]}";
        mail.Headers[HeaderId.Date] = DateUtils.FormatDate(message.Created);
        return mail;
    }

    private static SecureSocketOptions Of(MailSecurity security) => security switch
    {
        MailSecurity.Implicit => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    private static bool IsOfTheWay(Exception failed) => failed is IOException or SocketException or ProtocolException or CommandException
        or SslHandshakeException or OperationCanceledException or TimeoutException or NotSupportedException or InvalidOperationException;

    private static async Task LeaveAsync(SmtpClient client)
    {
        try
        {
            using CancellationTokenSource soon = new(TimeSpan.FromSeconds(2));
            await client.DisconnectAsync(quit: true, soon.Token);
        }
        catch (Exception failed) when (IsOfTheWay(failed))
        {
            // It has the mail.
        }
    }

    private sealed class HandedOver : ITransferProgress
    {
        internal bool IsWhole { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => IsWhole |= bytesTransferred >= totalSize;

        public void Report(long bytesTransferred) => IsWhole = true;
    }
}
