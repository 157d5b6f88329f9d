using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>
/// One link to the field, spoken by its codec. A stop is an <see cref="OperationCanceledException"/>, everything that the
/// peer or the line can do is a <see cref="FieldFailure"/>; anything else that is thrown is our bug.
/// </summary>
public interface IFieldDriver : IAsyncDisposable
{
    /// <summary>The name of the device in the configuration.</summary>
    string Device { get; }

    /// <summary>Whether it asks the field at its own pace, so that whoever polls it does so again at once, after a failure too.</summary>
    bool PacesItself => false;

    /// <summary>Asks once, reconnecting first where needed. The same exchange is repeated until <see cref="Acknowledge"/>.</summary>
    /// <param name="cancellationToken">The stop of the service.</param>
    ValueTask<PollResult> PollAsync(CancellationToken cancellationToken);

    /// <summary>The last scan is safe in the journal: the device may forget the events that it carried.</summary>
    void Acknowledge();

    /// <summary>
    /// Goes on with another profile from the next poll on, with everything that it holds: connection, sequence, events that wait. Only while it is not
    /// polled and owes no acknowledgement.
    /// </summary>
    /// <param name="profile">The new profile; the concentrator of this link has the same id in it.</param>
    /// <returns>False: it cannot; nothing changed, make a new driver, which begins with the mark in the journal.</returns>
    ValueTask<bool> TryUseAsync(Profile profile) => ValueTask.FromResult(false);
}
