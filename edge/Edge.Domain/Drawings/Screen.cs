namespace Edge.Domain;

/// <summary>A drawing.</summary>
/// <param name="Name">Its short name, unique.</param>
/// <param name="Description">Its title.</param>
/// <param name="Prefix">Tags that begin with it belong to this screen; of several the longest wins.</param>
/// <param name="Parent">The screen it opens from, or null for the root.</param>
/// <param name="Svg">The sanitised drawing, or null when its file is missing.</param>
public sealed record Screen(string Name, string Description, string Prefix, string? Parent, string? Svg);
