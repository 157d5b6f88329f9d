using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Notifications;

namespace Dashboard.Web.Notifications;

/// <summary>Calls a program over HTTP, with a signature.</summary>
internal sealed class WebhookSender : INotificationSender, IDisposable
{
    /// <summary>The header with the seconds since 1970.</summary>
    internal const string TimeHeader = "X-Edge-Timestamp";

    /// <summary>The header with <c>sha256=</c> and the signature over the seconds, a full stop and the body, hexadecimal.</summary>
    internal const string SignatureHeader = "X-Edge-Signature";

    private const int MostOfAnswer = 500;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly INotificationSettings _settings;
    private readonly TimeProvider _time;
    private readonly TimeSpan _longest;
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = s_longest,
        MaxResponseHeadersLength = 16,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Makes it.</summary>
    /// <param name="settings">The groups, with their secrets.</param>
    /// <param name="time">The clock.</param>
    public WebhookSender(INotificationSettings settings, TimeProvider time)
        : this(settings, time, s_longest)
    {
    }

    /// <summary>For tests: with another time for an answer.</summary>
    internal WebhookSender(INotificationSettings settings, TimeProvider time, TimeSpan longest) =>
        (_settings, _time, _longest) = (settings, time, longest);

    /// <inheritdoc />
    public NotificationWay Way => NotificationWay.Webhook;

    /// <inheritdoc />
    public async Task<SendResult?> SendAsync(
        NotificationToSend send, NotificationText text, Func<bool> start, CancellationToken cancellation)
    {
        NotificationWebhook? webhook = _settings.Groups().FirstOrDefault(group => group.Id == send.Message.GroupId)?.Webhook;
        if (webhook is not { Secret: { } secret } || webhook.Url != send.Message.Address)
        {
            return new SendResult(SendOutcome.Refused, "noWebhook", "The group has another webhook now, or none.");
        }

        using HttpRequestMessage request = Request(webhook.Url, secret, Body(send));
        if (!start())
        {
            return null;
        }

        // The words of the answer are within it, however slowly they come.
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(_longest);
        try
        {
            using HttpResponseMessage answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, over.Token);
            string status = string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {answer.ReasonPhrase}");
            return answer.IsSuccessStatusCode ? new SendResult(SendOutcome.Sent, null, status)
                : new SendResult(SendOutcome.Failed, "badAnswer", $"{status} {await WordsOfAsync(answer, over.Token)}".TrimEnd());
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException or IOException)
        {
            // The program knows a message by its number, so it may come twice.
            return new SendResult(
                SendOutcome.Failed, failed is OperationCanceledException ? "timedOut" : "unreachable", failed.Message);
        }
    }

    /// <summary>The signature of a body.</summary>
    internal static string Sign(string secret, string seconds, string body) =>
        "sha256=" + Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")));

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(string url, string secret, string body)
    {
        string seconds = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        HttpRequestMessage request = new(HttpMethod.Post, url)
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.Add(TimeHeader, seconds);
        request.Headers.Add(SignatureHeader, Sign(secret, seconds, body));
        return request;
    }

    private static string Body(NotificationToSend send) => JsonSerializer.Serialize(
        new
        {
            id = send.Message.Id,
            test = send.Message.IsTest,
            group = send.Message.Group,
            created = send.Message.Created,
            count = send.Message.Alarms,
            alarms = send.Alarms.Select(alarm => new
            {
                id = alarm.Id,
                site = alarm.Source.Site,
                condition = alarm.Source.Condition,
                @class = alarm.Condition.Class,
                priority = alarm.Priority,
                active = alarm.IsActive,
                raises = alarm.Raises,
                tag = alarm.Event.Tag,
                device = alarm.Event.Device,
                text = AlarmWords.Title(alarm, NotificationLanguage.Es),
                state = alarm.Event.Text,
                time = alarm.Event.Time,
            }),
        },
        s_json);

    // No more of it than fits into the queue is read.
    private static async Task<string> WordsOfAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await using Stream stream = await answer.Content.ReadAsStreamAsync(cancellation);
        byte[] words = new byte[MostOfAnswer];
        int read = await stream.ReadAtLeastAsync(words, words.Length, throwOnEndOfStream: false, cancellation);
        return new string([.. Encoding.UTF8.GetString(words, 0, read).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
    }
}
