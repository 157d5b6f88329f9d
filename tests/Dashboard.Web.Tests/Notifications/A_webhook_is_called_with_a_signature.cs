using System.Collections.Concurrent;
using System.Text.Json;
using Dashboard.Historian.Notifications;
using Dashboard.Web.Notifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Web.Tests.Notifications;

/// <summary>Calls of a real program over HTTP.</summary>
public sealed class A_webhook_is_called_with_a_signature : IAsyncLifetime
{
    private readonly Queue _queue = new();
    private readonly ConcurrentQueue<(HeaderDictionary Headers, string Body)> _calls = new();
    private WebApplication _program = null!;
    private Func<HttpContext, Task> _answer = _ => Task.CompletedTask;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Address => _program.Urls.First();

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _program = builder.Build();
        _program.Run(async context =>
        {
            using StreamReader reader = new(context.Request.Body);
            _calls.Enqueue((new HeaderDictionary(context.Request.Headers.ToDictionary()), await reader.ReadToEndAsync(Cancelled)));
            await _answer(context);
        });
        await _program.StartAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _queue.Dispose();
    }

    [Fact]
    public async Task It_gets_what_happened_and_can_see_from_whom()
    {
        _queue.Rule(Queue.Group(hook: $"{Address}/alarm"));
        _queue.Trip();
        Assert.True(await SendAsync());
        (HeaderDictionary headers, string body) = Assert.Single(_calls);
        string seconds = headers[WebhookSender.TimeHeader].ToString();
        Assert.Equal(_queue.Time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), seconds);

        // As a receiver works it out, with other means.
        byte[] expected = System.Security.Cryptography.HMACSHA256.HashData(
            "0123456789abcdef"u8, System.Text.Encoding.UTF8.GetBytes(seconds + "." + body));
        Assert.Equal("sha256=" + Convert.ToHexString(expected).ToLowerInvariant(), headers[WebhookSender.SignatureHeader].ToString());
        JsonElement call = JsonDocument.Parse(body).RootElement;
        Assert.Equal(1, call.GetProperty("count").GetInt32());
        JsonElement alarm = Assert.Single(call.GetProperty("alarms").EnumerateArray());
        Assert.Equal("LA151_03", alarm.GetProperty("tag").GetString());
        Assert.Equal("protection", alarm.GetProperty("class").GetString());
        Assert.Equal("application/json", headers["Content-Type"].ToString());
        Assert.Equal((NotificationState.Sent, "200 OK"), (_queue.All()[0].State, _queue.All()[0].Detail));
    }

    // printf '1772366400.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
    [Fact]
    public void The_signature_is_the_one_that_openssl_makes() => Assert.Equal(
        "sha256=045b94e22889c4d3f49ea1ebebe0e8ca0e2883cb1419c86020b25064809b5516",
        WebhookSender.Sign("0123456789abcdef", "1772366400", "{}"));

    [Fact]
    public async Task An_error_is_in_the_queue_with_its_first_words_and_tried_again()
    {
        _answer = context =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync("no\nroom " + new string('x', 100_000));
        };
        _queue.Rule(Queue.Group(hook: $"{Address}/alarm"));
        _queue.Trip();
        Assert.True(await SendAsync());
        NotificationMessage message = Assert.Single(_queue.All());
        Assert.Equal((NotificationState.Waiting, "badAnswer"), (message.State, message.Fault));
        Assert.StartsWith("500 Internal Server Error no room xxx", message.Detail, StringComparison.Ordinal);
        Assert.Equal(500, message.Detail!.Length);
        _answer = _ => Task.CompletedTask;
        _queue.Pass(15);
        Assert.True(await SendAsync());
        Assert.Equal(NotificationState.Sent, Assert.Single(_queue.All()).State);
        Assert.Equal(2, _calls.Count);
    }

    [Fact]
    public async Task It_is_led_nowhere_else()
    {
        _answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        _queue.Rule(Queue.Group(hook: $"{Address}/alarm"));
        _queue.Trip();
        Assert.True(await SendAsync());
        Assert.Single(_calls);
        Assert.StartsWith("302", Assert.Single(_queue.All()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_never_answers_is_left_after_its_time()
    {
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        _queue.Rule(Queue.Group(hook: $"{Address}/alarm"));
        _queue.Trip();
        using WebhookSender sender = new(_queue.Settings, _queue.Time, TimeSpan.FromMilliseconds(300));
        Assert.True(await _queue.Sending(sender).SendNextAsync());
        Assert.Equal((NotificationState.Waiting, "timedOut"), (_queue.All()[0].State, _queue.All()[0].Fault));
    }

    private async Task<bool> SendAsync()
    {
        using WebhookSender sender = new(_queue.Settings, _queue.Time);
        return await _queue.Sending(sender).SendNextAsync();
    }
}
