using Edge.Domain;
using Edge.Gateway.Tests.Runtime;
using Edge.Pipeline;

namespace Edge.Gateway.Tests.Faults;

public sealed class Fault_09_A_flood_of_requests_leaves_the_journal_alone
{
    private const int RequestsRefused = 2081;

    [Fact]
    public async Task Requests_beyond_the_burst_are_answered_and_not_journaled()
    {
        await using LiveGateway gateway = await LiveGateway.StartAsync(""", "requests": { "perSecond": 1, "burst": 20 }""");
        List<ElementAnswer> answers = [];
        for (int i = 0; i < 600; i++)
        {
            answers.Add(await gateway.Runtime.Station.RequestAsync(
                new ElementRequest(ElementAction.Set, "LA1TCT03", ElementAttribute.Text, $"{i}", "ana"), DateTimeOffset.MaxValue,
                TestContext.Current.CancellationToken));
        }

        int done = answers.Count(answer => answer.Outcome == ElementOutcome.Done);
        ElementAnswer[] refused = [.. answers.Where(answer => answer.Outcome != ElementOutcome.Done)];
        Assert.All(answers.Take(20), answer => Assert.Equal(ElementOutcome.Done, answer.Outcome));
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Equal(ElementRefusal.TooManyRequests, answer.Refusal));
        Assert.NotEmpty(gateway.Said(RequestsRefused));

        IReadOnlyList<JournalRecord> journal = await gateway.StopAndReadAsync();
        Assert.Equal(done, journal.Count(record => record.Kind == JournalRecordKind.Operator));
    }
}
