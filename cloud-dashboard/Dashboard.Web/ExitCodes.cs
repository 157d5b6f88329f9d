namespace Dashboard.Web;

/// <summary>The exit codes of <c>edge-dashboard</c>, all commands included.</summary>
public static class ExitCodes
{
    /// <summary>A command line that is wrong (EX_USAGE of sysexits.h), as <c>edge</c> says it too; used for nothing else.</summary>
    public const int Usage = 64;
}
