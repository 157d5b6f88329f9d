using System.Text.Json;
using Edge.Domain;
using Edge.Pipeline;
using TestKit;

namespace Edge.Gateway.Tests.Runtime;

/// <summary>
/// A new workbook while the station runs (ADR 0014): taken without losing anything, the real gateway between a simulated station and a real
/// broker.
/// </summary>
public sealed class A_running_gateway_takes_a_new_profile
{
    private const string NewTag = "LAANEW01";
    private const string NewElement = "LANUEVO1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_events_flow_each_arrives_once_and_nothing_turns_stale()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task<int> flowing = FlowAsync(gateway, enough.Token);
        await Eventually.TrueAsync(() => Events(gateway).Count >= 4, "events flow", Stop);
        int before = gateway.Listener.Heard.Count;

        WithNewPoint(gateway.Workbook);
        WithNewFormula(gateway.Workbook, "4");
        await gateway.TakeAsync();
        await Eventually.TrueAsync(() => gateway.Listener.Last($"tag/{NewTag}", "quality") == "good", "the new tag is read", Stop);
        await Eventually.TrueAsync(() => gateway.Listener.Last($"element/{NewElement}", "text") == "normal", "its element shows it", Stop);
        int during = Events(gateway).Count;
        await Eventually.TrueAsync(() => Events(gateway).Count >= during + 4, "events flow on", Stop);
        await enough.CancelAsync();
        int toggles = await flowing;
        Assert.True(toggles >= 4, "too little happened");
        gateway.Station.Open("F3");
        await Eventually.TrueAsync(
            () => gateway.Listener.Last($"element/{LiveGateway.Breaker}", "fill") == gateway.Listener.Colour(4),
            "the new formula is at work", Stop);

        // Nothing flashed, and the gateway never said that it was away.
        LiveGateway.AssertNothingFlashed(gateway.Since(before), NewTag, NewElement);

        // Everything that the concentrator recorded has come through, each once: on the wire of the field, in the journal and at the third
        // party.
        await Eventually.TrueAsync(
            () => Digitals(gateway.Listener) >= DigitalsOf(gateway.Recorded()),
            "all events are published", Stop);
        string[] recorded = gateway.Recorded();
        long[] published = [.. gateway.Listener.All("event").Select(e => e.GetProperty("seq").GetInt64())];
        Assert.Equal(published.Order().Distinct(), published);
        IReadOnlyList<JournalRecord> journal = await gateway.StopAndReadAsync();
        Assert.Equal(Enumerable.Range(1, journal.Count).Select(i => (long)i), journal.Select(r => r.Seq));
        string[] journaled =
        [
            .. journal.Select(r => r.Event?.Native.Mara?.Bytes).Where(b => b is { Length: > 0 }).Select(b => b.ToString()!),
        ];
        Assert.Equal(BySource(recorded), BySource(journaled.Where(recorded.Contains)));
        Assert.Empty(recorded.Except(journaled));
        Assert.DoesNotContain(journal, r => r.Kind == JournalRecordKind.Loss);
    }

    [Fact]
    public async Task What_an_operator_set_survives_and_the_topic_of_a_lost_tag_is_cleared()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        ElementAnswer done = await gateway.Runtime.Station.RequestAsync(
            new ElementRequest(ElementAction.Set, "LA1TCT03", ElementAttribute.Text, "FS", "ana"), DateTimeOffset.MaxValue, Stop);
        Assert.Equal((ElementOutcome.Done, null), (done.Outcome, done.Detail));
        await Eventually.TrueAsync(() => gateway.Listener.Last("element/LA1TCT03", "text") == "FS", "it is shown", Stop);
        string? since = gateway.Listener.Last("element/LA1TCT03", "time");
        Assert.NotNull(gateway.Listener.Last("tag/LA179_03", "value"));

        gateway.Workbook.Remove("di", row => row("tag") == "LA179_03")
            .Remove("formulas", row => row("Formula").Contains("LA179_03", StringComparison.Ordinal));
        await gateway.TakeAsync();
        await Eventually.TrueAsync(
            () => gateway.Listener.Heard.Last(m => m.Topic == "tag/LA179_03").Text.Length == 0, "the topic is cleared", Stop);
        Assert.Equal("FS", gateway.Listener.Last("element/LA1TCT03", "text"));
        Assert.Equal(since, gateway.Listener.Last("element/LA1TCT03", "time"));
        Assert.Contains(gateway.Said(5203), line => line.Contains("- LA179_03", StringComparison.Ordinal));
        await using Listener later = await Listener.StartAsync(gateway.BrokerPort, Stop);
        await Eventually.TrueAsync(
            () => later.Last($"tag/{LiveGateway.Breaker}", "value") is not null, "who comes later has the picture", Stop);
        Assert.DoesNotContain(later.Heard, m => m.Topic == "tag/LA179_03");
    }

    [Fact]
    public async Task A_corrected_scale_counts_at_once_while_the_link_is_down()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        await gateway.StopStationAsync();
        await Eventually.TrueAsync(() => gateway.Listener.Last("tag/LA1PA_03", "quality") == "stale", "the tag is stale", Stop);
        (double raw, string? time) = (double.Parse(gateway.Listener.Last("tag/LA1PA_03", "raw")!,
            System.Globalization.CultureInfo.InvariantCulture), gateway.Listener.Last("tag/LA1PA_03", "time"));

        gateway.Workbook.Set("ai", row => row("tag") == "LA1PA_03", "escala", 3);
        WithNewPoint(gateway.Workbook);
        await gateway.TakeAsync();
        await Eventually.TrueAsync(
            () => gateway.Listener.Last("tag/LA1PA_03", "value") == (raw * 3).ToString(System.Globalization.CultureInfo.InvariantCulture),
            "the new scale counts", Stop);
        Assert.Equal(("stale", time), (gateway.Listener.Last("tag/LA1PA_03", "quality"), gateway.Listener.Last("tag/LA1PA_03", "time")));
        await Eventually.TrueAsync(() => gateway.Listener.Last($"tag/{NewTag}", "quality") == "bad", "the new tag was never read", Stop);

        // Once more, with the link down all the time.
        gateway.Workbook.Set("ai", row => row("tag") == "LA1PA_03", "escala", 4);
        await gateway.TakeAsync();
        await gateway.StartStationAsync();
        await Eventually.TrueAsync(() => gateway.Listener.Last($"tag/{NewTag}", "quality") == "good", "the new tag is read", Stop);
        await Eventually.TrueAsync(() => gateway.Listener.Last("tag/LA1PA_03", "quality") == "good", "the tag is good", Stop);
        Assert.Equal(0, gateway.Exit.Code);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Ten_in_a_row_leave_nothing_behind()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync();
        List<WeakReference> plans = [];
        for (int i = 0; i < 3; i++)
        {
            await OnceAsync(i);
        }

        (int threads, int handles) = Counts();
        for (int i = 3; i < 13; i++)
        {
            await OnceAsync(i);
        }

        // What a reload leaked would be there ten times and stay. The pool may grow by threads of its own, and tests that run beside
        // this one open sockets in the same process: those go again.
        await Eventually.TrueAsync(
            () => Counts() is var now && now.Threads < threads + 10 && now.Handles < handles + 10,
            $"there are no more than {threads} threads and {handles} handles, and nine of each", Stop);
        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return plans.Count(p => p.IsAlive) <= 2;
            },
            "former profiles are gone", Stop);
        Assert.Equal(13, gateway.Said(5205).Length);

        async Task OnceAsync(int turn)
        {
            WithNewFormula(gateway.Workbook, turn % 2 == 0 ? "4" : "6");
            gateway.Workbook.Set("ai", row => row("tag") == "LA1PA_03", "description", $"Potencia {turn}");
            await gateway.TakeAsync();
            plans.Add(new WeakReference(gateway.Runtime.Station.Plan));
        }
    }

    [Fact]
    public async Task One_whose_driver_cannot_start_is_given_up_and_the_former_goes_on()
    {
        int made = 0;
        await using LiveGateway gateway = await LiveGateway.StartAsync(drivers: usual => device => ++made == 2
            ? throw new GatewayStartException($"the port is taken")
            : new Unbending(usual(device)));
        WithNewPoint(gateway.Workbook);
        gateway.Workbook.Save();
        string? hash = gateway.Hash;
        Assert.Equal("the port is taken", await gateway.RefusedAsync());
        Assert.Equal(3, made);
        Assert.Equal(hash, gateway.Hash);
        gateway.Station.Open("F3");
        await Eventually.TrueAsync(
            () => gateway.Listener.Last($"tag/{LiveGateway.Breaker}", "value") == "0", "the former one reads on", Stop);
        Assert.Null(gateway.Listener.Last($"tag/{NewTag}", "value"));

        // What was in the way is gone.
        gateway.Runtime.Reload();
        await Eventually.TrueAsync(() => gateway.Listener.Last($"tag/{NewTag}", "quality") == "good", "the new tag is read", Stop);
        await Eventually.TrueAsync(() => gateway.Refusal is null, "the state forgets the refusal", Stop);
        Assert.Equal(4, made);
        Assert.Equal(0, gateway.Exit.Code);
    }

    private static void WithNewPoint(SampleWorkbook workbook) => workbook
        .Add("di", ("id", 900), ("ied_id", 1), ("offset", 1), ("port", 0), ("bit", 9), ("tag", NewTag), ("description", "Nueva"),
            ("maskinv", 0), ("tipodi", 1), ("value", 0))
        .Add("eg", ("id", 900), ("tag", NewElement), ("description", "Nueva"), ("screen", "LA"), ("disabled", 0))
        .Add("formulas", ("tabla", "eg."), ("tag", NewElement), ("atributo", "text"),
            ("Formula", $"SI(di.{NewTag}.value,\"alarma\",\"normal\")"));

    private static void WithNewFormula(SampleWorkbook workbook, string open) => workbook.Set(
        "formulas", row => row("tag") == LiveGateway.Breaker && row("atributo") == "fill", "Formula",
        $"SI(di.{LiveGateway.Breaker}.value,eg.LA189B03.stroke,{open})");

    private static (int Threads, int Handles) Counts()
    {
        using System.Diagnostics.Process self = System.Diagnostics.Process.GetCurrentProcess();
        return (self.Threads.Count, Directory.GetFiles("/proc/self/fd").Length);
    }

    // A breaker that opens and closes: each time when the picture has followed, so that no reading is between.
    private static async Task<int> FlowAsync(LiveGateway gateway, CancellationToken stop)
    {
        int toggles = 0;
        try
        {
            while (true)
            {
                string state = toggles % 2 == 0 ? "0" : "1";
                if (state == "0")
                {
                    gateway.Station.Open("F3");
                }
                else
                {
                    gateway.Station.Close("F3");
                }

                await Eventually.TrueAsync(
                    () => gateway.Listener.Last($"tag/{LiveGateway.Breaker}", "value") == state, "the change is seen", stop);
                toggles++;
            }
        }
        catch (OperationCanceledException)
        {
            return toggles;
        }
    }

    private static List<JsonElement> Events(LiveGateway gateway) =>
        [.. gateway.Listener.All("event")
            .Where(e => e.TryGetProperty("tag", out JsonElement tag) && tag.GetString() == LiveGateway.Breaker)];

    private static int Digitals(Listener listener) => listener.All("event").Count(e => e.GetProperty("type").GetString() == "digital");

    // Type 0 in the upper bits of byte 0 is a digital event (Mara 1.4 §5).
    private static int DigitalsOf(IEnumerable<string> events) => events.Count(e => Convert.FromHexString(e)[0] >> 6 == 0);

    private static string[] BySource(IEnumerable<string> events) => [.. events.OrderBy(e => e[..2], StringComparer.Ordinal)];

    /// <summary>A driver that takes no other profile: a new one has to be made.</summary>
    private sealed class Unbending(IFieldDriver inner) : IFieldDriver
    {
        public string Device => inner.Device;

        public ValueTask<PollResult> PollAsync(CancellationToken cancellationToken) => inner.PollAsync(cancellationToken);

        public void Acknowledge() => inner.Acknowledge();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
