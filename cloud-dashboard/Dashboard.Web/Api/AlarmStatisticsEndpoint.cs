using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Historian.Alarms;
using Dashboard.Web.Users;

namespace Dashboard.Web.Api;

/// <summary>The statistics of the alarms.</summary>
internal static class AlarmStatisticsEndpoint
{
    private const int MaximumMoments = 200_000;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    internal static async Task<IResult> AnswerAsync(HttpContext context, IAlarmStore alarms, QueryGate gate, TimeProvider time)
    {
        QueryReader reader = new(context.Request.Query, ["from", "to", "site"]);
        string? site = reader.Site("site");
        DateTimeOffset? end = reader.Time("to");
        DateTimeOffset? begin = reader.Time("from");
        if (reader.Errors is { } errors)
        {
            return errors;
        }

        if (begin?.Year is < 1970 or > 9000 || end?.Year is < 1970 or > 9000)
        {
            return Problems.Of(400, "badQuery", "'from' and 'to' must be of the years 1970 to 9000.");
        }

        DateTimeOffset to = end?.ToUniversalTime() ?? time.GetUtcNow();
        DateTimeOffset from = begin?.ToUniversalTime() ?? to - Usual;
        if (from >= to || to - from > Longest)
        {
            return Problems.Of(400, "badQuery", $"'from' must be before 'to', by at most {Longest.TotalDays} days.");
        }

        Gated<ImmutableArray<AlarmMoment>> found = await gate.RunAsync(
            () => Rights.SitesOf(context.User, Right.Watch) is { } sites
                ? AlarmsInSight.Moments(
                    alarms, from, to, [.. sites.Where(one => site is null || one == site)], MaximumMoments + 1)
                : alarms.Moments(from, to, site, MaximumMoments + 1),
            context.RequestAborted);
        return found.Refused ? Problems.Of(429, "tooMany", "Too many queries wait for the historian: ask again in a moment.")
            : found.Value.Length > MaximumMoments
                ? Problems.Of(400, "badQuery", $"More than {MaximumMoments} alarms were raised or returned: ask for a shorter time.")
            : Results.Ok(AlarmStatisticsView.Of(AlarmStatistics.Of(found.Value, from, to), from, to));
    }
}
