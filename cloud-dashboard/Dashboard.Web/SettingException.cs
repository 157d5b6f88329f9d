namespace Dashboard.Web;

/// <summary>A setting has a wrong value: another start changes nothing, so a service manager need not try.</summary>
public sealed class SettingException(Phrase text, Exception? inner = null) : StartupException(text, inner)
{
    /// <summary>The exit code: EX_CONFIG of sysexits.h.</summary>
    public const int ExitCode = 78;
}
