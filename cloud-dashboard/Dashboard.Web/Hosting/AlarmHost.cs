using Dashboard.Historian.Alarms;
using Dashboard.Web.Api;
using Dashboard.Web.Live;

namespace Dashboard.Web.Hosting;

/// <summary>Keeps the alarms up to date while the dashboard runs, and tells the pages.</summary>
internal sealed class AlarmHost(AlarmLoop loop, IAlarmStore alarms, LiveConnections connections) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        loop.Changed += Tell;
        await loop.RunAsync(stoppingToken);
        loop.Changed -= Tell;
    }

    private void Tell(AlarmNews news)
    {
        AlarmUpdate all = AlarmUpdate.Of(news);
        connections.ToAll(grants =>
        {
            AlarmUpdate update = AlarmsInSight.Of(all, grants, alarms);
            return page => page.Alarms(update);
        });
    }
}
