namespace Edge.Texts;

/// <summary>A failure whose message is for people: in English as <see cref="Exception.Message"/>, apart as <see cref="Text"/>.</summary>
/// <param name="text">What is wrong and what to do.</param>
/// <param name="inner">The cause, or null.</param>
public class WordedException(Phrase text, Exception? inner = null) : Exception(text?.ToString(), inner)
{
    /// <summary>What is wrong and what to do.</summary>
    public Phrase Text => text;
}
