using System.Security.Cryptography;

namespace Edge.Journal;

/// <summary>The names of epochs: that of a run is the base of its journal, a point, and a part that is its own.</summary>
internal static class JournalEpoch
{
    private const int Longest = 64;

    /// <summary>The base of a new journal.</summary>
    public static string NewBase() => Random();

    /// <summary>An epoch that no run had before.</summary>
    /// <param name="journal">The base of its journal.</param>
    public static string NewRun(string journal) => $"{journal}.{Random()}";

    /// <summary>Whether a text that was read from a file may be an epoch or a base.</summary>
    public static bool Is(string? text) =>
        text is { Length: > 0 and <= Longest } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.');

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
