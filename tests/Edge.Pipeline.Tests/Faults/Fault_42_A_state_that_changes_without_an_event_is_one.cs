using Edge.Domain;

namespace Edge.Pipeline.Tests.Faults;

/// <summary>Before: a breaker whose event was lost changed its colour, and nothing in the sequence of events said so.</summary>
public sealed class Fault_42_A_state_that_changes_without_an_event_is_one : IAsyncDisposable
{
    private readonly Plant _plant = new();

    [Fact]
    public async Task After_a_minute_the_gateway_reports_the_state_once()
    {
        await PollAsync(1, seconds: 5);
        DateTimeOffset seen = _plant.Time.GetUtcNow();
        await PollAsync(0, seconds: 59);
        Assert.Empty(Found());

        await PollAsync(0, seconds: 600);
        FieldEvent found = Assert.Single(Found());
        Assert.Equal(
            ("LA152B03", seen, TimeMarks.Gateway, 0),
            (found.Tag, found.Time, found.Marks, found.Content.Finding!.Value.Count));
    }

    [Fact]
    public async Task An_event_that_comes_late_is_enough()
    {
        await PollAsync(1, seconds: 5);
        await PollAsync(0, seconds: 50);
        await PollAsync(0, seconds: 1, Changed(false));
        await PollAsync(0, seconds: 600);
        Assert.Empty(Found());
    }

    [Fact]
    public async Task An_event_with_no_such_state_is_noticed()
    {
        await PollAsync(1, seconds: 5);
        await PollAsync(1, seconds: 1, Changed(false));
        await PollAsync(1, seconds: 600);
        Assert.Equal(1, Assert.Single(Found()).Content.Finding!.Value.Count);
    }

    [Fact]
    public async Task A_state_that_goes_back_is_none()
    {
        for (int i = 0; i < 20; i++)
        {
            await PollAsync(i % 2, seconds: 30);
        }

        Assert.Empty(Found());
    }

    [Fact]
    public async Task While_more_events_wait_nothing_is_concluded()
    {
        await PollAsync(1, seconds: 5);
        for (int i = 0; i < 600; i++)
        {
            await SubmitAsync(_plant.Scan(0, 7) with { MoreWaiting = true });
        }

        Assert.Empty(Found());
        await PollAsync(0, seconds: 62);
        Assert.Single(Found());
    }

    [Fact]
    public async Task A_state_that_is_not_good_says_nothing()
    {
        await PollAsync(1, seconds: 5);
        await SubmitAsync(_plant.Scan(0, 7));
        for (int i = 0; i < 600; i++)
        {
            await SubmitAsync(_plant.Scan(0, 7) with
            {
                Readings = new Reading[] { new(Plant.Breaker, PointValue.Binary(false), new(Quality.Stale, QualityReason.NoAnswer)) },
            });
        }

        Assert.Empty(Found());
    }

    [Fact]
    public async Task The_events_of_a_chattering_input_are_left_out_and_not_missed()
    {
        await PollAsync(1, seconds: 5);
        await PollAsync(0, seconds: 1, Finding(GatewayFinding.InputMasked));
        await PollAsync(1, seconds: 200);
        await PollAsync(0, seconds: 200, Finding(GatewayFinding.InputUnmasked));
        Assert.Empty(Found());

        await PollAsync(1, seconds: 62);
        Assert.Single(Found());
    }

    public ValueTask DisposeAsync() => _plant.DisposeAsync();

    private FieldEvent Changed(bool state) => _plant.Event() with { Content = new StateChange(state) };

    private FieldEvent Finding(GatewayFinding kind) => _plant.Event() with { Content = new FieldFinding(kind) };

    private async Task PollAsync(int breaker, int seconds, params FieldEvent[] first)
    {
        for (int i = 0; i < seconds; i++)
        {
            await SubmitAsync(_plant.Scan(breaker, 7, i == 0 ? first : []));
        }
    }

    private async Task SubmitAsync(Scan scan)
    {
        await _plant.SubmitAsync(scan);
        _plant.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private List<FieldEvent> Found() =>
    [
        .. _plant.Journal.Read(0, 10_000).Select(record => record.Event).OfType<FieldEvent>()
            .Where(happened => happened.Content.Finding?.Kind == GatewayFinding.ChangedWithoutEvent),
    ];
}
