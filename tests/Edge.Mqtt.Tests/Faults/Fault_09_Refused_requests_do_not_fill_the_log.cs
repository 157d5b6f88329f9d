using Edge.Contracts;
using Microsoft.Extensions.Time.Testing;
using TestKit.Logs;

namespace Edge.Mqtt.Tests.Faults;

public sealed class Fault_09_Refused_requests_do_not_fill_the_log
{
    private const int NotDone = 4060;
    private const int WithoutReturn = 4062;
    private const int Dropped = 4063;
    private const int WrongReturn = 4064;

    [Fact]
    public void One_line_a_minute_of_each_sort_says_how_many()
    {
        FakeTimeProvider time = new();
        Notes log = new();
        using CommandLog commands = new(time, log);
        for (int i = 0; i < 600; i++)
        {
            commands.Answered(new CommandReply { Outcome = CommandOutcome.Malformed, Detail = $"number {i}" });
            commands.Answered(new CommandReply { Outcome = CommandOutcome.NotAllowed, Reason = CommandReasonCode.TooManyRequests });
            commands.Answered(new CommandReply { Outcome = CommandOutcome.Done });
            commands.WithoutReturn.Add("edge/v1/a/command/element");
            commands.WrongReturn.Add(("edge/v1/a/command/element", $"fault {i}"));
            commands.Dropped.Add(32);
        }

        Assert.Equal(4, log.All.Count);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(8, log.All.Count);
        Assert.Contains("599 requests", log.Of(NotDone).Last(), StringComparison.Ordinal);
        Assert.EndsWith("number 599", log.Of(NotDone).Last(), StringComparison.Ordinal);
        Assert.StartsWith("599 requests", log.Of(WithoutReturn).Last(), StringComparison.Ordinal);
        Assert.StartsWith("599 requests", log.Of(WrongReturn).Last(), StringComparison.Ordinal);
        Assert.EndsWith("fault 599.", log.Of(WrongReturn).Last(), StringComparison.Ordinal);
        Assert.StartsWith("599 requests", log.Of(Dropped).Last(), StringComparison.Ordinal);
    }
}
