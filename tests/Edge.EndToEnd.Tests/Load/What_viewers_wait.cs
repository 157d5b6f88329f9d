using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Playwright;
using TestKit;

namespace Edge.EndToEnd.Tests.Load;

/// <summary>
/// How long a change of the field takes to the pixel while two hundred others watch, and what two thousand viewers cost. Times depend on
/// the machine: they are reported, and not judged; docs/performance.md has them with the command. That nobody misses anything is judged.
/// </summary>
[Trait("Category", "Long")]
[Collection("Demonstration")]
public sealed class What_viewers_wait
{
    private const string Breaker = "LA152B03";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_of_the_field_becomes_a_pixel()
    {
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.LogInAsync(whole.Address, WholeSystem.User, WholeSystem.Password);
        await page.GetByTestId("diagram").WaitForAsync();
        await page.GotoAsync(new Uri(whole.Address, $"/diagram?site={WholeSystem.Site}&screen=LA").ToString());
        ILocator breaker = page.GetByTestId("diagram").Locator($"[tag='{Breaker}']").First;
        await breaker.WaitForAsync();
        await breaker.EvaluateAsync(
            """
            element => {
              window.seen = [];
              let last = getComputedStyle(element).fill;
              const look = () => {
                const fill = getComputedStyle(element).fill;
                if (fill !== last) {
                  last = fill;
                  window.seen.push(Date.now());
                }
                requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            }
            """);

        // Beside the page one connection hears at what time the gateway saw each change.
        ConcurrentQueue<(string Fill, DateTimeOffset Time)> changed = new();
        await using HubConnection hub = await whole.HubAsync(Stop);
        hub.On<string, JsonElement, long>("elements", (_, elements, _) =>
        {
            if (elements.TryGetProperty(Breaker, out JsonElement one) && one.TryGetProperty("fill", out JsonElement fill))
            {
                changed.Enqueue((fill.GetString()!, one.GetProperty("time").GetDateTimeOffset()));
            }
        });
        await Eventually.TrueAsync(
            async () => await hub.InvokeAsync<object?>("Watch", WholeSystem.Site, Stop) is not null, "the site is watched", Stop);
        changed.Clear();
        Write("| other viewers | changes | to the pixel, ms: p50 | p90 | p99 |");
        foreach (int others in (int[])[0, 200])
        {
            await using Audience audience = await Audience.OpenAsync(whole, others, Stop);
            double[] waited = await WaitedAsync(whole, page, changed, Setting("VIEWERS_CHANGES", 60) / 2 * 2);
            Write($"| {others} | {waited.Length} | {At(waited, 0.5):0} | {At(waited, 0.9):0} | {At(waited, 0.99):0} |");
            Assert.Equal(others, audience.Open);
        }
    }

    [Fact]
    public async Task Two_thousand_watch_one_station()
    {
        int viewers = Setting("VIEWERS", 2000);
        await using WholeSystem whole = await WholeSystem.StartAsync(Stop);
        long before = whole.Dashboard.Resident;
        await using Audience audience = await Audience.OpenAsync(whole, viewers, Stop);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        end.CancelAfter(TimeSpan.FromSeconds(Setting("VIEWERS_SECONDS", 30)));
        for (bool opens = true; !end.IsCancellationRequested; opens = !opens)
        {
            _ = await whole.Field.TellAsync(opens ? "open F3" : "close F3", Stop);
            await whole.Field.AtRestAsync(Stop);
        }

        long during = whole.Dashboard.Resident;
        (int revisions, double[] apart) = await audience.AllHaveTheLastAsync(Stop);
        Write("| viewers | messages | first to last viewer, ms: p50 | p90 | p99 | memory of a viewer, kB |");
        Write($"| {viewers} | {revisions} | {At(apart, 0.5):0} | {At(apart, 0.9):0} | {At(apart, 0.99):0} | "
            + $"{(during - before) / 1024.0 / viewers:0} |");
        Assert.Equal(viewers, audience.Open);
        Assert.DoesNotContain("too slow", whole.Dashboard.Said, StringComparison.Ordinal);
    }

    private static async Task<double[]> WaitedAsync(
        WholeSystem whole, IPage page, ConcurrentQueue<(string Fill, DateTimeOffset Time)> changed, int changes)
    {
        changed.Clear();
        await page.EvaluateAsync("window.seen = []");
        for (int i = 1; i <= changes; i++)
        {
            _ = await whole.Field.TellAsync(i % 2 == 1 ? "open F3" : "close F3", Stop);
            await Eventually.TrueAsync(
                async () => changed.Count >= i && await page.EvaluateAsync<int>("window.seen.length") >= i, "the colour changes", Stop);
            await whole.Field.AtRestAsync(Stop);
        }

        double[] seen = await page.EvaluateAsync<double[]>("window.seen");
        Assert.Equal((changes, changes), (seen.Length, changed.Count));
        return [.. seen.Zip(changed, (at, change) => at - change.Time.ToUnixTimeMilliseconds()).Order()];
    }

    private static double At(double[] sorted, double share) =>
        sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];

    private static int Setting(string name, int value) =>
        int.Parse(Environment.GetEnvironmentVariable(name) ?? $"{value}", CultureInfo.InvariantCulture);

    private static void Write(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    /// <summary>Many that watch the station.</summary>
    private sealed class Audience : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<long, (long First, long Last, int Count)> _seen = new();
        private readonly List<Viewer> _viewers = [];
        private readonly CancellationTokenSource _stop = new();
        private Task _beating = Task.CompletedTask;

        public int Open => _viewers.Count(viewer => viewer.IsOpen);

        public static async Task<Audience> OpenAsync(WholeSystem whole, int count, CancellationToken stop)
        {
            Audience audience = new();
            for (int i = 0; i < count; i++)
            {
                Viewer viewer = new() { Seen = audience.Note };
                audience._viewers.Add(viewer);
                await viewer.WatchAsync(whole.Address, whole.Cookie, WholeSystem.Site, stop);
            }

            audience._beating = audience.BeatAsync(audience._stop.Token);
            audience._seen.Clear();
            return audience;
        }

        /// <summary>Waits until each has the last revision that anybody has.</summary>
        /// <returns>How many revisions reached all, and how many milliseconds lay between the first and the last viewer of each.</returns>
        public async Task<(int Revisions, double[] Apart)> AllHaveTheLastAsync(CancellationToken stop)
        {
            await Eventually.TrueAsync(
                () => _viewers.Select(viewer => viewer.Revision).Distinct().Count() == 1, "all have the last revision", stop);
            double[] apart =
            [
                .. _seen.Values.Where(one => one.Count == _viewers.Count)
                    .Select(one => TimeSpan.FromTicks(one.Last - one.First).TotalMilliseconds).Order(),
            ];
            Assert.True(apart.Length > 10, $"Only {apart.Length} revisions reached all of {_viewers.Count} viewers.");
            return (apart.Length, apart);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _beating;
            foreach (Viewer viewer in _viewers)
            {
                await viewer.DisposeAsync();
            }

            _stop.Dispose();
        }

        private void Note(long revision)
        {
            long now = DateTime.UtcNow.Ticks;
            _ = _seen.AddOrUpdate(
                revision, (now, now, 1), (_, one) => (one.First, Math.Max(one.Last, now), one.Count + 1));
        }

        private async Task BeatAsync(CancellationToken stop)
        {
            using PeriodicTimer timer = new(TimeSpan.FromSeconds(10));
            try
            {
                while (await timer.WaitForNextTickAsync(stop))
                {
                    foreach (Viewer viewer in _viewers)
                    {
                        await viewer.BeatAsync(stop);
                    }
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The test is over.
            }
        }
    }
}
