namespace Edge.Pipeline;

/// <summary>
/// One link to the field, spoken by its codec. A stop is an <see cref="OperationCanceledException"/>, everything that the
/// peer or the line can do is a <see cref="FieldFailure"/>; anything else that is thrown is our bug. What only some drivers can do stands
/// in interfaces of its own: <see cref="IPacesItself"/>, <see cref="ITakesProfiles"/>, <see cref="ITakesOrders"/>.
/// </summary>
public interface IFieldDriver : IAsyncDisposable
{
    /// <summary>The name of the device in the configuration.</summary>
    string Device { get; }

    /// <summary>Asks once, reconnecting first where needed. The same exchange is repeated until <see cref="Acknowledge"/>.</summary>
    /// <param name="cancellationToken">The stop of the service.</param>
    ValueTask<PollResult> PollAsync(CancellationToken cancellationToken);

    /// <summary>The last scan is safe in the journal: the device may forget the events that it carried.</summary>
    void Acknowledge();
}
