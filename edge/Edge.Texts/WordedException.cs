namespace Edge.Texts;

/// <summary>A failure whose message is for people: in English as <see cref="Exception.Message"/>, apart as <see cref="Text"/>.</summary>
/// <param name="text">What is wrong and what to do.</param>
/// <param name="inner">The cause, or null.</param>
public class WordedException(Phrase text, Exception? inner = null) : Exception(text?.ToString(), inner)
{
    /// <summary>What is wrong and what to do.</summary>
    public Phrase Text => text;

    /// <summary>The words of any failure: another one has its message only, which is English or that of the system.</summary>
    /// <param name="failure">The failure.</param>
    public static Phrase TextOf(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is WordedException worded ? worded.Text : Phrase.Verbatim(failure.Message);
    }
}
