namespace Dashboard.Historian;

/// <summary>
/// Says that another dashboard on the same database may have changed something. It makes that quick, and nothing depends on it: what is
/// not heard is found by looking, less often while it is heard.
/// </summary>
public interface IChangeNotices
{
    /// <summary>How often one looks all the same while the notices are heard.</summary>
    static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);

    /// <summary>Whether notices are heard now.</summary>
    bool IsHeard { get; }

    /// <summary>The alarms may have changed. Raised by a thread that must not be blocked.</summary>
    event Action? AlarmsChanged;

    /// <summary>Users, sessions or tokens may have changed. Raised by a thread that must not be blocked.</summary>
    event Action? UsersChanged;
}
