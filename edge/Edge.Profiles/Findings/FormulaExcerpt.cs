namespace Edge.Profiles.Findings;

/// <summary>A formula with the place in it that a finding is about.</summary>
/// <param name="Text">The formula as the engineer wrote it.</param>
/// <param name="Start">Where in it, from 1; 0 when it is about the formula as a whole.</param>
/// <param name="Length">How many characters it is about; 0 for a place between two.</param>
public sealed record FormulaExcerpt(string Text, int Start, int Length);
