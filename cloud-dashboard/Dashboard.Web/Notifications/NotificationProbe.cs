using System.Text.Json;
using Dashboard.Alarms;
using Dashboard.Historian.Notifications;
using Dashboard.Ingest.Records;

namespace Dashboard.Web.Notifications;

/// <summary>Watches whether those who are called are reached.</summary>
/// <param name="queue">The queue.</param>
/// <param name="time">The clock.</param>
internal sealed class NotificationProbe(INotificationQueue queue, TimeProvider time) : ICentreProbe
{
    private const int MostGroups = 3;

    /// <summary>How long a message that was given up counts.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>How long a message may wait after its first try.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly NotificationWay[] s_ways = [NotificationWay.Mail, NotificationWay.Sms, NotificationWay.Webhook];

    /// <inheritdoc />
    public async Task<IReadOnlyList<CentreFault>> LookAsync(IReadOnlyList<Alarm> standing, CancellationToken cancellationToken)
    {
        Dictionary<NotificationWay, FailingWay> failing = await Task.Run(
            () => queue.Failing(time.GetUtcNow(), Window, Longest).ToDictionary(one => one.Way), cancellationToken);
        return
        [
            .. s_ways.Select(way => new CentreFault(
                new AlarmSource(
                    Centre.Site, AlarmCondition.NotificationsFail.Word, JsonNamingPolicy.CamelCase.ConvertName(way.ToString())),
                CentreFinding.NotificationsFail, failing.ContainsKey(way))
            {
                Text = failing.TryGetValue(way, out FailingWay? one) ? Words(one) : null,
            }),
        ];
    }

    private static string Words(FailingWay one) =>
        string.Join(", ", one.Groups.Take(MostGroups)) + (one.Groups.Length > MostGroups ? ", …" : "");
}
