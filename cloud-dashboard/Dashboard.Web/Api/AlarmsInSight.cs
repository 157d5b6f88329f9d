using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Historian.Alarms;

namespace Dashboard.Web.Api;

/// <summary>What a user sees of the alarms who may see some stations only.</summary>
internal static class AlarmsInSight
{
    /// <summary>The open alarms of some stations, counted.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    internal static AlarmOverview Of(AlarmOverview all, ImmutableArray<string> sites, IAlarmStore alarms)
    {
        AlarmOverview own = all with { Sites = [.. all.Sites.Where(one => sites.Contains(one.Site))] };
        return all.First is null || sites.Contains(all.First.Site) ? own : First(own, sites, alarms);
    }

    /// <summary>What is new of the alarms of some stations.</summary>
    internal static AlarmUpdate Of(AlarmUpdate all, ImmutableArray<string> sites, IAlarmStore alarms)
    {
        AlarmView[] changed = [.. all.Changed.Where(one => sites.Contains(one.Site))];
        try
        {
            return new AlarmUpdate(changed, all.All, Of(all.Overview, sites, alarms));
        }
        catch (HistorianException)
        {
            // The next change brings it, and the page asks for the list by itself meanwhile.
            return new AlarmUpdate(changed, All: false, Of(all.Overview with { First = null, Cause = null }, sites, alarms));
        }
    }

    /// <summary>What was raised and returned at some stations, in its order.</summary>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    internal static ImmutableArray<AlarmMoment> Moments(
        IAlarmStore alarms, DateTimeOffset from, DateTimeOffset to, ImmutableArray<string> sites, int most) =>
    [
        .. sites.SelectMany(site => alarms.Moments(from, to, site, most)).OrderBy(moment => moment.At).Take(most),
    ];

    private static AlarmOverview First(AlarmOverview own, ImmutableArray<string> sites, IAlarmStore alarms)
    {
        Alarm? first = alarms.Query(new AlarmQuery
        {
            State = AlarmFilter.Unacknowledged,
            Order = AlarmOrder.Priority,
            Sites = sites,
            Limit = 1,
        }).Alarms.FirstOrDefault();
        return own with
        {
            First = first is null ? null : AlarmView.Of(first),
            Cause = first is { Burst.Alarms: > 1 } ? AlarmView.CauseOf(first.Source.Site, alarms.Find(first.Id)?.Burst) : null,
        };
    }
}
