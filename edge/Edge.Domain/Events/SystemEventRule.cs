namespace Edge.Domain;

/// <summary>The text and the actions for one code of the communications events (<c>com</c>, Mara 1.4 §5).</summary>
/// <param name="Code">The code of the event, 0–15.</param>
/// <param name="Description">Its description.</param>
/// <param name="StateTextId">The id of its pair of texts, or null.</param>
/// <param name="Actions">Its actions: bit n is the action n of <see cref="Profile.Actions"/> (<c>pesoaccion</c>).</param>
public sealed record SystemEventRule(int Code, string Description, int? StateTextId, uint Actions);
