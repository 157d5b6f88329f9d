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
    internal static AlarmOverview Of(AlarmOverview all, ImmutableArray<string> sites, IAlarmStore alarms) => new(
        [.. all.Sites.Where(one => sites.Contains(one.Site))],
        all.First is null || sites.Contains(all.First.Site) ? all.First : First(sites, alarms));

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
            return new AlarmUpdate(changed, All: false, Of(all.Overview with { First = null }, sites, alarms));
        }
    }

    /// <summary>What was raised and returned at some stations, in its order.</summary>
    /// <exception cref="HistorianException">It cannot be read.</exception>
    internal static ImmutableArray<AlarmMoment> Moments(
        IAlarmStore alarms, DateTimeOffset from, DateTimeOffset to, ImmutableArray<string> sites, int most) =>
    [
        .. sites.SelectMany(site => alarms.Moments(from, to, site, most)).OrderBy(moment => moment.At).Take(most),
    ];

    private static AlarmView? First(ImmutableArray<string> sites, IAlarmStore alarms) => alarms.Query(new AlarmQuery
    {
        State = AlarmFilter.Unacknowledged,
        Order = AlarmOrder.Priority,
        Sites = sites,
        Limit = 1,
    }).Alarms.Select(AlarmView.Of).FirstOrDefault();
}
