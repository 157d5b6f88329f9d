using System.Globalization;

namespace Dashboard.Web.Users;

/// <summary>Section <c>Sessions</c>: how long the session of a user lives. Wall displays and tokens have none.</summary>
/// <param name="Idle">Without a sign of its user for this long it ends; 12 hours by default.</param>
/// <param name="Longest">It ends this long after the log-in, whatever its user does; 30 days by default.</param>
internal sealed record SessionSettings(TimeSpan Idle, TimeSpan Longest)
{
    /// <summary>What holds without a setting.</summary>
    internal static readonly SessionSettings Usual = new(TimeSpan.FromHours(12), TimeSpan.FromDays(30));

    private const string Place = "Sessions:";
    private static readonly TimeSpan LeastIdle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastLongest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Most = TimeSpan.FromDays(400);
    private static readonly TimeSpan CoarsestGrain = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWarning = TimeSpan.FromMinutes(5);
    private static readonly string[] Forms = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    /// <summary>That a session is used is written at most this often.</summary>
    internal TimeSpan Grain => Least(CoarsestGrain, Idle / 10);

    /// <summary>For how long pages warn before the idle time is over.</summary>
    internal TimeSpan IdleWarning => Least(LongestWarning, Idle / 3);

    /// <summary>For how long pages warn before the greatest length is reached.</summary>
    internal TimeSpan LengthWarning => Least(LongestWarning, Longest / 3);

    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingException">A value is wrong.</exception>
    internal static SessionSettings From(IConfiguration configuration)
    {
        TimeSpan idle = Read(configuration, nameof(Idle), Usual.Idle, LeastIdle);
        TimeSpan longest = Read(configuration, nameof(Longest), Usual.Longest, LeastLongest);
        return idle <= longest ? new SessionSettings(idle, longest) : throw new SettingException(
            $"Sessions:Idle {Text(idle)} is longer than Sessions:Longest {Text(longest)}: no session would end by it. Make it shorter.");
    }

    private static TimeSpan Read(IConfiguration configuration, string name, TimeSpan usual, TimeSpan least) =>
        configuration[Place + name] is not { } text ? usual
        : TimeSpan.TryParseExact(text, Forms, CultureInfo.InvariantCulture, out TimeSpan time) && time >= least && time <= Most ? time
        : throw new SettingException(
            $"{Place + name} '{text}' is no such time: use hours:minutes:seconds or days.hours:minutes:seconds, "
                + $"{Text(least)} to {Text(Most)}.");

    private static string Text(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
