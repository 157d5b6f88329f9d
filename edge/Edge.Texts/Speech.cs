namespace Edge.Texts;

/// <summary>The language in which this program speaks to people; chosen once, at its start. Log lines are English always.</summary>
public static class Speech
{
    private static Translation? _translation;

    /// <summary>
    /// Whether the environment asks for Spanish: the first of LC_ALL, LC_MESSAGES and LANG that is set begins with <c>es</c>.
    /// </summary>
    /// <param name="environment">Gives a variable by its name; null where it is not set.</param>
    public static bool IsSpanish(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string[] variables = ["LC_ALL", "LC_MESSAGES", "LANG"];
        string? first = variables.Select(environment).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        return first is not null && first.StartsWith("es", StringComparison.OrdinalIgnoreCase)
            && (first.Length == 2 || !char.IsAsciiLetter(first[2]));
    }

    /// <summary>Chooses the language by the environment. Without a call the program speaks English.</summary>
    /// <param name="spanish">Opens the Spanish texts; only called where they are wanted.</param>
    public static void Choose(Func<Stream?> spanish)
    {
        ArgumentNullException.ThrowIfNull(spanish);
        if (IsSpanish(Environment.GetEnvironmentVariable))
        {
            using Stream? texts = spanish();
            _translation = texts is null ? null : Translation.Read(texts);
        }
    }

    /// <summary>A text in the language of this program.</summary>
    /// <param name="phrase">The text.</param>
    public static string Say(Phrase phrase)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        return phrase.In(_translation);
    }
}
