namespace Edge.Profiles.Findings;

/// <summary>A formula and the place of a finding in it.</summary>
/// <param name="Text">The formula as the engineer wrote it.</param>
/// <param name="Start">The first character, from 1; 0 for the formula as a whole.</param>
/// <param name="Length">How many characters; 0 for a place between two.</param>
public sealed record FormulaExcerpt(string Text, int Start, int Length);
