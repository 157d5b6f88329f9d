namespace Edge.Pipeline;

/// <summary>
/// The driver of one link to the field. A stop is an <see cref="OperationCanceledException"/>; every fault of the peer or the line is a
/// <see cref="FieldFailure"/>; any other exception is our bug. Optional abilities have their own interfaces: <see cref="IPacesItself"/>,
/// <see cref="ITakesProfiles"/>, <see cref="ITakesOrders"/>.
/// </summary>
public interface IFieldDriver : IAsyncDisposable
{
    /// <summary>The name of the device in the configuration.</summary>
    string Device { get; }

    /// <summary>Polls once, and connects first where needed. Repeats the same exchange until <see cref="Acknowledge"/>.</summary>
    /// <param name="cancellationToken">The stop of the service.</param>
    ValueTask<PollResult> PollAsync(CancellationToken cancellationToken);

    /// <summary>Acknowledges the last scan: the journal has it, and the device may delete its events.</summary>
    void Acknowledge();
}
