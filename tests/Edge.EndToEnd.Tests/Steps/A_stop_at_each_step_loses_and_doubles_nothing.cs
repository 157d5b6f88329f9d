using TestKit.Brokers;

namespace Edge.EndToEnd.Tests.Steps;

/// <summary>
/// From the journal to the historian and back: at each step each part is stopped, and each pair, and all. The historian then holds exactly
/// what was recorded, each record once.
/// </summary>
public sealed class A_stop_at_each_step_loses_and_doubles_nothing
{
    public static TheoryData<Step> Steps => [.. Enum.GetValues<Step>()];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task The_historian_holds_what_was_recorded(Step step)
    {
        Assert.SkipWhen(MosquittoBroker.Program is null, MosquittoBroker.Missing);
        await Task.WhenAll(Enumerable.Range(1, 7).Select(parts => RunAsync(step, (Parts)parts)));
    }

    private static async Task RunAsync(Step step, Parts parts)
    {
        await using Road road = new(step, parts);
        (string[] recorded, string[] held) = await road.RunAsync(Stop);
        foreach (string kind in (string[])["value", "statistic", "element", "digital", "energy", "operator", "loss"])
        {
            Assert.Contains(recorded, line => line.Split(' ')[1] == kind);
        }

        string[] missing = [.. recorded.Except(held)];
        string[] foreign = [.. held.Except(recorded)];
        string[] twice = [.. held.CountBy(line => line).Where(line => line.Value > 1).Select(line => line.Key)];
        Assert.True(
            missing.Length + foreign.Length + twice.Length == 0,
            $"{step}, {parts}: missing\n{string.Join('\n', missing)}\nnot recorded\n{string.Join('\n', foreign)}\n"
                + $"twice\n{string.Join('\n', twice)}");
    }
}
