using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Dashboard.Web.Users;

namespace Dashboard.Web.Api;

/// <summary>What a user sees of the alarms who has roles for single stations.</summary>
internal static class AlarmsInSight
{
    /// <summary>The open alarms that a user sees, counted, with the first and the first that the user may acknowledge.</summary>
    /// <exception cref="HistorianException">They cannot be read.</exception>
    internal static AlarmOverview Of(AlarmOverview all, Grants grants, IAlarmStore alarms)
    {
        AlarmOverview seen = all;
        if (grants.SitesOf(Right.Watch) is { } sites)
        {
            seen = all with { Sites = [.. all.Sites.Where(one => sites.Contains(one.Site))] };
            seen = all.First is null || sites.Contains(all.First.Site) ? seen : First(seen, sites, alarms);
        }

        return seen.First is { } first && grants.SitesOf(Right.Acknowledge) is { } own && !own.Contains(first.Site)
            && seen.Sites.Any(one => own.Contains(one.Site) && one.Unacknowledged.Any(count => count > 0))
            ? seen with { Own = First(seen, own, alarms).First } : seen;
    }

    /// <summary>What is new of the alarms that a user sees.</summary>
    internal static AlarmUpdate Of(AlarmUpdate all, Grants grants, IAlarmStore alarms)
    {
        IReadOnlyList<AlarmView> changed = grants.SitesOf(Right.Watch) is { } sites
            ? [.. all.Changed.Where(one => sites.Contains(one.Site))] : all.Changed;
        try
        {
            return new AlarmUpdate(changed, all.All, Of(all.Overview, grants, alarms));
        }
        catch (HistorianException)
        {
            // The next change brings it, and the page asks for the list by itself meanwhile.
            return new AlarmUpdate(changed, All: false, Of(all.Overview with { First = null, Cause = null }, grants, alarms));
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
