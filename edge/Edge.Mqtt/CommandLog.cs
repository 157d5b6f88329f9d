using Edge.Contracts;
using Edge.Pipeline.Commands;
using Microsoft.Extensions.Logging;

namespace Edge.Mqtt;

/// <summary>The log lines about requests, one a minute of each: a client can send requests as fast as it likes.</summary>
internal sealed class CommandLog(TimeProvider time, ILogger logger) : IDisposable
{
    private readonly CountedLine<CommandReply> _notDone = new(
        time, (count, last) => Log.CommandsNotDone(logger, count, last.Outcome, last.Detail));

    /// <summary>Counts requests that cannot be answered, by their topic.</summary>
    public CountedLine<string> WithoutReturn { get; } = new(time, (count, topic) => Log.CommandWithoutReturn(logger, count, topic));

    /// <summary>Counts requests whose response topic is not used, by their topic and what is wrong.</summary>
    public CountedLine<(string Topic, string Fault)> WrongReturn { get; } = new(
        time, (count, last) => Log.CommandWithWrongReturn(logger, count, last.Topic, last.Fault));

    /// <summary>Counts requests that found no room, by the number of those that waited.</summary>
    public CountedLine<int> Dropped { get; } = new(time, (count, waiting) => Log.TooManyCommands(logger, count, waiting));

    /// <summary>Counts a request that was not executed. Those beyond the rate are counted by the pipeline.</summary>
    public void Answered(CommandReply reply)
    {
        if (reply.Outcome != CommandOutcome.Done && reply.Reason != CommandReasonCode.TooManyRequests)
        {
            _notDone.Add(reply);
        }
    }

    /// <summary>Logs that the broker does not let the gateway subscribe.</summary>
    public void SubscriptionRefused(string topic, string reason) => Log.CommandsRefused(logger, topic, reason);

    /// <summary>Logs what was counted since the last lines.</summary>
    public void Dispose()
    {
        _notDone.Dispose();
        WithoutReturn.Dispose();
        WrongReturn.Dispose();
        Dropped.Dispose();
    }
}
