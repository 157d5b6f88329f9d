using Edge.EndToEnd.Tests.Field;

namespace Edge.EndToEnd.Tests.Faults;

/// <summary>
/// The last breaker that was closed winds its spring for eight seconds. A test that read what the devices had recorded before that found
/// events in the historian that its truth did not have.
/// </summary>
[Trait("Category", "Slow")]
public sealed class Fault_53_The_truth_is_read_when_the_plant_is_at_rest
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task And_every_spring_has_reported()
    {
        await using FieldProgram field = await FieldProgram.StartAsync(Stop);
        await using PollingCentre centre = new(field.Port, Stop);
        await field.TellAsync("open F1", Stop);
        await field.TellAsync("close F1", Stop);
        await field.AtRestAsync(Stop);
        string[] springs = [.. (await field.RecordedAsync(Stop)).Where(e => e.Ied == 2).Select(e => e.What).Where(IsSpring)];
        Assert.Equal(["digital 0.4=0", "digital 0.4=1"], springs);
    }

    private static bool IsSpring(string what) => what.StartsWith("digital 0.4=", StringComparison.Ordinal);
}
