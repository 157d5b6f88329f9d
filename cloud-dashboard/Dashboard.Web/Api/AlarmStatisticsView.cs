using System.Collections.Immutable;
using Dashboard.Alarms;

namespace Dashboard.Web.Api;

/// <summary>The statistics of the alarms over a time (IEC 62682).</summary>
/// <param name="From">The begin of the time, by the clock of the centre.</param>
/// <param name="To">Its end.</param>
/// <param name="Raised">How many alarms were raised.</param>
/// <param name="ByPriority">How many of each priority, 1 to 4.</param>
/// <param name="Targets">The share of each that a good system has, in percent.</param>
/// <param name="PerHour">How many in each hour, from the first on.</param>
/// <param name="Windows">How many windows of ten minutes there were.</param>
/// <param name="Floods">In how many of them more than ten alarms were raised.</param>
/// <param name="Peak">The most in one of them.</param>
/// <param name="Delays">The off-delays that were tried, in seconds.</param>
/// <param name="Worst">The ten sources that were raised most often.</param>
public sealed record AlarmStatisticsView(
    DateTimeOffset From, DateTimeOffset To, int Raised, ImmutableArray<int> ByPriority, ImmutableArray<int> Targets,
    ImmutableArray<int> PerHour, int Windows, int Floods, int Peak, ImmutableArray<int> Delays, IReadOnlyList<WorstAlarmView> Worst)
{
    internal static AlarmStatisticsView Of(AlarmStatistics counted, DateTimeOffset from, DateTimeOffset to) => new(
        from, to, counted.Raised, counted.ByPriority, AlarmStatistics.Targets, counted.PerHour, counted.Windows, counted.Floods,
        counted.Peak, AlarmStatistics.Delays,
        [
            .. counted.Worst.Select(one => new WorstAlarmView(
                one.Source.Site, one.Source.Condition, one.Source.Name, one.Priority, one.Raised, one.Chattering, one.Fleeting,
                one.Spared)),
        ]);
}

/// <summary>A source that was raised often.</summary>
/// <param name="Site">The station.</param>
/// <param name="Condition">The word of the condition.</param>
/// <param name="Name">The tag or the device; empty: the station.</param>
/// <param name="Priority">1 to 4.</param>
/// <param name="Raised">How often.</param>
/// <param name="Chattering">How often it was raised for the third time within a minute.</param>
/// <param name="Fleeting">How often it had returned within ten seconds.</param>
/// <param name="Spared">How many calls each off-delay would have spared: none of them the first one.</param>
public sealed record WorstAlarmView(
    string Site, string Condition, string Name, int Priority, int Raised, int Chattering, int Fleeting, ImmutableArray<int> Spared);
