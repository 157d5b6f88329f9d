namespace Edge.Domain;

/// <summary>What is said and done about one code of the events of communications (<c>com</c>, Mara 1.4 §5).</summary>
/// <param name="Code">The code of the event, 0–15.</param>
/// <param name="Description">What it is.</param>
/// <param name="StateTextId">Which pair of words goes with it, or null.</param>
/// <param name="Actions">What to do: bit n names the action n of <see cref="Profile.Actions"/> (<c>pesoaccion</c>).</param>
public sealed record SystemEventRule(int Code, string Description, int? StateTextId, uint Actions);
