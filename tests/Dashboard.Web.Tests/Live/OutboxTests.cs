using System.Globalization;
using Dashboard.Web.Live;
using TestKit.Logs;

namespace Dashboard.Web.Tests.Live;

/// <summary>What one browser may cost.</summary>
public sealed class OutboxTests
{
    private readonly Notes _log = new();
    private int _aborted;

    [Fact]
    public async Task A_browser_that_does_not_read_is_cut_once_at_512_messages()
    {
        Outbox outbox = Make();
        TaskCompletionSource sending = new();
        TaskCompletionSource reading = new();
        outbox.Post(_ =>
        {
            sending.SetResult();
            return reading.Task;
        });
        await sending.Task;
        for (int i = 0; i < 512; i++)
        {
            outbox.Post(_ => Task.CompletedTask);
        }

        Assert.Equal(0, _aborted);
        for (int i = 0; i < 100; i++)
        {
            outbox.Post(_ => Task.CompletedTask);
        }

        Assert.Equal(1, _aborted);
        Assert.Single(_log.All);
        reading.SetResult();
        await outbox.Sending;
    }

    [Fact]
    public async Task A_browser_watches_64_sites()
    {
        Outbox outbox = Make();
        Assert.All(Enumerable.Range(0, 64), site => Assert.True(outbox.Watch(Name(site))));
        Assert.False(outbox.Watch("one-more"));
        Assert.True(outbox.Watch(Name(7)));
        outbox.Unwatch(Name(7));
        Assert.True(outbox.Watch("one-more"));
        outbox.Close();
        await outbox.Sending;
    }

    private static string Name(int site) => site.ToString(CultureInfo.InvariantCulture);

    private Outbox Make() => new("c1", null!, () => _aborted++, _log);
}
