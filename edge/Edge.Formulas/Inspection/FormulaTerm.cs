namespace Edge.Formulas.Inspection;

/// <summary>A part of a formula.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Start">Where in the formula, from 1.</param>
/// <param name="Length">How many characters it has.</param>
public sealed record FormulaTerm(string Text, int Start, int Length);
