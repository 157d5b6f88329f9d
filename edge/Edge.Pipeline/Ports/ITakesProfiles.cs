using Edge.Domain;

namespace Edge.Pipeline;

/// <summary>A driver that can continue with another profile, and keeps its state: connection, sequence, waiting events.</summary>
public interface ITakesProfiles : IFieldDriver
{
    /// <summary>Uses another profile from the next poll on. Call it only between polls, after the last scan was acknowledged.</summary>
    /// <param name="profile">The new profile; the concentrator of this link has the same id in it.</param>
    /// <returns>False: it cannot, and nothing changed. Make a new driver, which starts with the checkpoint of the journal.</returns>
    ValueTask<bool> TryUseAsync(Profile profile);
}
