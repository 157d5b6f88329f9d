using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>A driver that can go on with another profile, and keeps what it holds: connection, sequence, events that wait.</summary>
public interface ITakesProfiles : IFieldDriver
{
    /// <summary>Goes on with another profile from the next poll on. Only while it is not polled and owes no acknowledgement.</summary>
    /// <param name="profile">The new profile; the concentrator of this link has the same id in it.</param>
    /// <returns>False: it cannot; nothing changed, make a new driver, which begins with the checkpoint in the journal.</returns>
    ValueTask<bool> TryUseAsync(Profile profile);
}
