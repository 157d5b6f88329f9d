namespace Dashboard.Web;

/// <summary>The dashboard cannot start as it is configured; the message is one line that says what to change.</summary>
public class StartupException(Phrase text, Exception? inner = null) : WordedException(text, inner);
