namespace Dashboard.Alarms.Notifications;

/// <summary>When what is due to a receiver becomes a message: one alarm alone, many as one list.</summary>
/// <param name="Window">What is due within it is one message.</param>
public sealed record NotificationPacing(TimeSpan Window)
{
    /// <summary>More alarms than these within <see cref="FloodTime"/> to one receiver are a flood (IEC 62682).</summary>
    public const int FloodAlarms = 10;

    /// <summary>The time for which alarms are counted.</summary>
    public static readonly TimeSpan FloodTime = TimeSpan.FromMinutes(10);

    /// <summary>In a flood, the time from one message to the next.</summary>
    public static readonly TimeSpan FloodPause = TimeSpan.FromMinutes(2);

    /// <summary>An alarm that is raised again while nobody has acknowledged it calls the same people again after this time.</summary>
    public static readonly TimeSpan Repeat = TimeSpan.FromMinutes(10);

    /// <summary>After this time what could not be sent is given up.</summary>
    public static readonly TimeSpan GiveUp = TimeSpan.FromHours(2);

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>Whether a message is to be made now.</summary>
    /// <param name="oldest">When the first of what waits was due.</param>
    /// <param name="recent">How many alarms the receiver was sent within <see cref="FloodTime"/>.</param>
    /// <param name="last">When the last message was made; null: none within that time.</param>
    /// <param name="now">The time.</param>
    public bool IsDue(DateTimeOffset oldest, long recent, DateTimeOffset? last, DateTimeOffset now) =>
        now >= oldest + Window && (recent <= FloodAlarms || last is null || now >= last + FloodPause);

    /// <summary>How long to wait until the next try.</summary>
    /// <param name="tries">How often it was tried.</param>
    public static TimeSpan BackOff(int tries) =>
        TimeSpan.FromTicks(Math.Min(s_longest.Ticks, s_first.Ticks << Math.Clamp(tries - 1, 0, 10)));
}
