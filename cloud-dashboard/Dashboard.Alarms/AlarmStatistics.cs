using System.Collections.Immutable;

namespace Dashboard.Alarms;

/// <summary>One line of the history of all alarms, as the statistics need it.</summary>
/// <param name="Source">What was in alarm.</param>
/// <param name="Priority">1 to 4.</param>
/// <param name="IsRaised">Whether it was raised; else it returned.</param>
/// <param name="At">When the centre noted it: when it called somebody.</param>
public readonly record struct AlarmMoment(AlarmSource Source, int Priority, bool IsRaised, DateTimeOffset At);

/// <summary>
/// The key numbers of IEC 62682 over a time: how many alarms called, in which rhythm, of what priority, and which sources call most; and of
/// each of those how many calls a delay would have spared. It has no clock and no store.
/// </summary>
public sealed record AlarmStatistics
{
    /// <summary>What a position can take in: more alarms than this in <see cref="Window"/> are a flood.</summary>
    public const int FloodLimit = 10;

    /// <summary>How many of the worst sources are listed.</summary>
    public const int MostWorst = 10;

    private const int Chatter = 3;

    /// <summary>The time over which floods are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    // Returned within this, an alarm was over before anybody could look.
    private static readonly TimeSpan s_fleeting = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_chattering = TimeSpan.FromMinutes(1);

    /// <summary>The delays that are tried, in seconds.</summary>
    public static ImmutableArray<int> Delays { get; } = [1, 5, 15, 60, 300];

    /// <summary>The share of each priority 1 to 4 that a good system has, in percent.</summary>
    public static ImmutableArray<int> Targets { get; } = [1, 5, 15, 79];

    /// <summary>How many alarms were raised.</summary>
    public required int Raised { get; init; }

    /// <summary>How many of them of each priority, 1 to 4.</summary>
    public required ImmutableArray<int> ByPriority { get; init; }

    /// <summary>How many in each hour, from the first on.</summary>
    public required ImmutableArray<int> PerHour { get; init; }

    /// <summary>How many windows of ten minutes there were.</summary>
    public required int Windows { get; init; }

    /// <summary>In how many of them more than <see cref="FloodLimit"/> alarms were raised.</summary>
    public required int Floods { get; init; }

    /// <summary>The most in one of them.</summary>
    public required int Peak { get; init; }

    /// <summary>The sources that were raised most often, the worst first.</summary>
    public required ImmutableArray<WorstAlarm> Worst { get; init; }

    /// <summary>Counts.</summary>
    /// <param name="moments">What happened, in its order.</param>
    /// <param name="from">The begin of the time.</param>
    /// <param name="to">The end of the time; behind its begin.</param>
    public static AlarmStatistics Of(IReadOnlyList<AlarmMoment> moments, DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentNullException.ThrowIfNull(moments);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        AlarmMoment[] raised = [.. moments.Where(one => one.IsRaised)];
        int[] windows = Counts(raised, from, to, Window);
        return new AlarmStatistics
        {
            Raised = raised.Length,
            ByPriority = [.. Enumerable.Range(1, 4).Select(priority => raised.Count(one => one.Priority == priority))],
            PerHour = [.. Counts(raised, from, to, TimeSpan.FromHours(1))],
            Windows = windows.Length,
            Floods = windows.Count(count => count > FloodLimit),
            Peak = windows.Max(),
            Worst =
            [
                .. moments.GroupBy(one => one.Source).Select(group => WorstOf(group.Key, [.. group]))
                    .Where(one => one.Raised > 0).OrderByDescending(one => one.Raised)
                    .ThenBy(one => one.Source.Site, StringComparer.Ordinal)
                    .ThenBy(one => one.Source.Name, StringComparer.Ordinal).ThenBy(one => one.Source.Condition, StringComparer.Ordinal)
                    .Take(MostWorst),
            ],
        };
    }

    private static int[] Counts(AlarmMoment[] raised, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        int[] counts = new int[(int)Math.Ceiling((to - from) / step)];
        foreach (AlarmMoment one in raised.Where(one => one.At >= from && one.At < to))
        {
            counts[(int)((one.At - from) / step)]++;
        }

        return counts;
    }

    private static WorstAlarm WorstOf(AlarmSource source, AlarmMoment[] moments)
    {
        List<DateTimeOffset> raised = [];
        int[] spared = new int[Delays.Length];
        int fleeting = 0;
        int chattering = 0;
        DateTimeOffset? returned = null;
        foreach (AlarmMoment one in moments)
        {
            if (!one.IsRaised)
            {
                fleeting += raised.Count > 0 && returned is null && one.At - raised[^1] < s_fleeting ? 1 : 0;
                returned = one.At;
                continue;
            }

            // With an off-delay the alarm would have stood until now: the first call comes at once, and this one would not.
            for (int i = 0; i < Delays.Length; i++)
            {
                spared[i] += returned is { } over && one.At - over < TimeSpan.FromSeconds(Delays[i]) ? 1 : 0;
            }

            raised.Add(one.At);
            chattering += raised.Count >= Chatter && one.At - raised[^Chatter] < s_chattering ? 1 : 0;
            returned = null;
        }

        return new WorstAlarm(source, moments[^1].Priority, raised.Count, chattering, fleeting, [.. spared]);
    }
}

/// <summary>A source that was raised often.</summary>
/// <param name="Source">What it is.</param>
/// <param name="Priority">1 to 4.</param>
/// <param name="Raised">How often.</param>
/// <param name="Chattering">How often it was raised for the third time within a minute.</param>
/// <param name="Fleeting">How often it had returned within ten seconds.</param>
/// <param name="Spared">
/// How many calls an off-delay of each of <see cref="AlarmStatistics.Delays"/> would have spared: none of them the first one.
/// </param>
public sealed record WorstAlarm(
    AlarmSource Source, int Priority, int Raised, int Chattering, int Fleeting, ImmutableArray<int> Spared);
