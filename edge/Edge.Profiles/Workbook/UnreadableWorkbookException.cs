namespace Edge.Profiles.Workbook;

/// <summary>A workbook is damaged or too large; the message says how.</summary>
/// <param name="text">What is wrong.</param>
internal sealed class UnreadableWorkbookException(Phrase text) : WordedException(text);
