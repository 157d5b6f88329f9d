namespace Edge.Gateway;

/// <summary>The words of a failure.</summary>
internal static class Wording
{
    /// <summary>Its text apart, where it has one; otherwise its message as it is, which is English or that of the system.</summary>
    /// <param name="failure">The failure.</param>
    public static Phrase Of(Exception failure) => failure is WordedException worded ? worded.Text : Phrase.Verbatim(failure.Message);
}
