using Edge.Pipeline;
using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>
/// What the simulated concentrator can do to its link, each while a breaker is switched: every event comes once, values turn stale and good
/// again, and the log names the device and why, once.
/// </summary>
[Trait("Category", "Slow")]
public sealed class The_faults_of_a_concentrator_are_survived
{
    private const int Fails = 2000;
    private const int Answers = 2001;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("refuse", "LinkDown")]
    [InlineData("mute", "TimedOut")]
    [InlineData("bad block checks", "BadFrame")]
    [InlineData("lost answers", "TimedOut")]
    public async Task One_that_lasts_is_told_once(string fault, string kind)
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        Begin(gateway, fault);
        gateway.Station.Open("F3");
        await Eventually.TrueAsync(() => Breaker(gateway, "quality") == "stale", "the values are stale", Stop);

        // Some attempts more, of which the log says nothing.
        long heard = gateway.Station.Status.Heard;
        await Eventually.TrueAsync(
            () => fault == "refuse" || gateway.Station.Status.Heard >= heard + 3, "it is asked again and again", Stop);
        gateway.Station.Close("F3");
        End(gateway);
        await Eventually.TrueAsync(
            () => (Breaker(gateway, "quality"), Breaker(gateway, "value")) == ("good", "1"), "the values are good", Stop);
        await AllOnceAsync(gateway);

        string[] fails = gateway.Said(Fails);
        Assert.Equal(fails.Distinct(), fails);
        Assert.InRange(fails.Length, 1, 2);
        Assert.All(fails, text => Assert.StartsWith("comaster ", text, StringComparison.Ordinal));
        Assert.Contains(fails, text => text.Contains($"({Enum.Parse<FieldFailureKind>(kind)})", StringComparison.Ordinal));
        Assert.Single(gateway.Said(Answers));
    }

    [Fact]
    public async Task Moments_of_it_are_not_even_seen()
    {
        // Two polls without an answer make values stale. Here only the fault may cost one, never a machine that is busy.
        await using LiveGateway gateway = await LiveGateway.StartAsync(answerTimeout: "00:00:10");
        int before = gateway.Listener.Heard.Count;
        for (int i = 0; i < 6; i++)
        {
            string state = i % 2 == 0 ? "0" : "1";
            Action<string> operate = i % 2 == 0 ? gateway.Station.Open : gateway.Station.Close;
            if (i % 3 == 0)
            {
                gateway.Station.CorruptNext(1);
            }
            else if (i % 3 == 1)
            {
                gateway.Station.LoseNext(1);
            }
            else
            {
                _ = gateway.Station.Drop();
            }

            operate("F3");
            await Eventually.TrueAsync(() => Breaker(gateway, "value") == state, "the change is seen", Stop);
        }

        await AllOnceAsync(gateway);
        Assert.DoesNotContain(
            gateway.Since(before), m => m.Topic == $"tag/{LiveGateway.Breaker}" && m.Text.Contains("\"stale\"", StringComparison.Ordinal));
    }

    private static string? Breaker(LiveGateway gateway, string field) => gateway.Listener.Last($"tag/{LiveGateway.Breaker}", field);

    private static void Begin(LiveGateway gateway, string fault)
    {
        switch (fault)
        {
            case "refuse":
                gateway.Station.Refuse(true);
                _ = gateway.Station.Drop();
                break;
            case "mute":
                gateway.Station.Mute(true);
                break;
            case "bad block checks":
                gateway.Station.CorruptNext(int.MaxValue);
                break;
            default:
                gateway.Station.LoseNext(int.MaxValue);
                break;
        }
    }

    private static void End(LiveGateway gateway)
    {
        gateway.Station.Refuse(false);
        gateway.Station.Mute(false);
        gateway.Station.CorruptNext(0);
        gateway.Station.LoseNext(0);
    }

    // The concentrator's own words against what a third party heard, both as a count of each breaker's changes.
    private static async Task AllOnceAsync(LiveGateway gateway)
    {
        int Recorded() => gateway.Recorded().Count(e => Convert.FromHexString(e)[0] >> 6 == 0);
        int Heard() => gateway.Listener.All("event").Count(e => e.GetProperty("type").GetString() == "digital");
        await Eventually.TrueAsync(() => Heard() >= Recorded(), "all events are published", Stop);
        Assert.Equal(Recorded(), Heard());
        long[] published = [.. gateway.Listener.All("event").Select(e => e.GetProperty("seq").GetInt64())];
        Assert.Equal(published.Order().Distinct(), published);
    }
}
