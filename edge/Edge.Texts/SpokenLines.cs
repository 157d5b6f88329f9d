namespace Edge.Texts;

/// <summary>Lines of the command line.</summary>
public static class SpokenLines
{
    /// <summary>Writes a line in the language of this program.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="phrase">The line.</param>
    public static void Say(this TextWriter writer, Phrase phrase)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine(Speech.Say(phrase));
    }
}
