using Edge.Pipeline.Live;
using MQTTnet;

namespace Edge.Mqtt;

/// <summary>
/// What arrived for a feed since it looked last. It has room for one of each: an acknowledgement says everything that the former ones said.
/// </summary>
internal sealed class HistorianMailbox(Signal signal)
{
    private readonly Lock _lock = new();
    private MqttSession? _session;
    private Letters _letters;

    /// <summary>What arrived.</summary>
    /// <param name="Ack">The newest acknowledgement.</param>
    /// <param name="Replay">The newest request for a replay.</param>
    /// <param name="Problem">What was wrong with the newest message that is not of the contract.</param>
    public readonly record struct Letters(HistorianAnswer? Ack, HistorianAnswer? Replay, string? Problem);

    /// <summary>The connection over which the acknowledgements arrive; null: none.</summary>
    public MqttSession? Session
    {
        get
        {
            lock (_lock)
            {
                return _session;
            }
        }

        set
        {
            lock (_lock)
            {
                _session = value;
            }

            signal.Set();
        }
    }

    /// <summary>A message on the topic of the acknowledgements.</summary>
    public void Ack(MqttApplicationMessage message)
    {
        HistorianAnswer? ack = HistorianAnswer.Ack(message, out string? problem);
        Put(letters => letters with { Ack = ack ?? letters.Ack, Problem = problem ?? letters.Problem });
    }

    /// <summary>A message on the topic of the replays.</summary>
    public void Replay(MqttApplicationMessage message)
    {
        HistorianAnswer? replay = HistorianAnswer.Replay(message, out string? problem);
        Put(letters => letters with { Replay = replay ?? letters.Replay, Problem = problem ?? letters.Problem });
    }

    /// <summary>Takes out what arrived.</summary>
    public Letters Take()
    {
        lock (_lock)
        {
            Letters letters = _letters;
            _letters = default;
            return letters;
        }
    }

    private void Put(Func<Letters, Letters> add)
    {
        lock (_lock)
        {
            _letters = add(_letters);
        }

        signal.Set();
    }
}
