using Edge.Pipeline.Loop;
using TestKit.Logs;

namespace Edge.Pipeline.Tests.Faults;

/// <summary>What a driver says of a failure is a sentence; within a log line it ended with two full stops ("within 2 s..").</summary>
public sealed class Fault_50_a_reason_within_a_line_has_no_full_stop_of_its_own
{
    private const int DeviceFails = 2000;
    private const int DeviceStale = 2002;

    [Theory]
    [InlineData("127.0.0.1:9761 did not answer within 2 s.")]
    [InlineData("Connection refused")]
    public async Task Nor_does_the_line_end_with_two(string detail)
    {
        Notes<FieldLoop> polls = new();
        await using Plant plant = new();
        await plant.SubmitAsync(plant.Scan(1, 100));
        plant.Driver.Always = () => new PollResult(new FieldFailure(FieldFailureKind.TimedOut, detail));
        plant.Poll(polls);
        await plant.AdvanceUntilAsync(() => plant.Logged.Count(DeviceStale) == 1, TimeSpan.FromSeconds(4), "the log says it");
        string said = detail.TrimEnd('.');
        Assert.Equal(
            $"comaster does not answer (TimedOut): {said}. It is polled less often until it answers.", polls.TextOf(DeviceFails));
        Assert.Equal($"The 2 values of comaster are stale: {said}.", plant.Logged.TextOf(DeviceStale));
    }
}
