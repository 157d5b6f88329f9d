using Edge.Pipeline.Loop;

namespace Edge.Mqtt;

/// <summary>
/// The pause before the next attempt to connect. A broker that does not answer is tried often: an attempt costs little, and nothing is
/// published until it is back. A broker that answered is tried less often: it counts failed log-ins, and each attempt may publish all
/// values. Pauses vary, so that the gateways of a broker that is back do not all come in the same moment.
/// </summary>
internal sealed class ReconnectDelay
{
    private const double Spread = 0.2;

    private readonly RetryDelay _absent;
    private readonly RetryDelay _refused;
    private readonly Random _random;
    private bool _answered;

    /// <summary>Starts with the shortest pause.</summary>
    /// <param name="options">The pauses.</param>
    /// <param name="random">By how much they vary; null: as it comes.</param>
    internal ReconnectDelay(MqttOptions options, Random? random = null)
    {
        _absent = new RetryDelay(options.RetryMinimum, options.AbsentMaximum);
        _refused = new RetryDelay(options.RetryMinimum, options.RetryMaximum);
        _random = random ?? Random.Shared;
    }

    /// <summary>The broker answered in the present attempt.</summary>
    internal void Answered()
    {
        _answered = true;
        _absent.Reset();
    }

    /// <summary>The broker has all values: the next pause is the shortest.</summary>
    internal void Published()
    {
        _answered = false;
        _absent.Reset();
        _refused.Reset();
    }

    /// <summary>The pause after one more attempt.</summary>
    internal TimeSpan Next()
    {
        TimeSpan longest = (_answered ? _refused : _absent).Next();
        _answered = false;
        return longest * (1 - (Spread * _random.NextDouble()));
    }
}
