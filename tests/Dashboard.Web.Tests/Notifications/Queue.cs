using Dashboard.Alarms.Notifications;
using Dashboard.Historian;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Notifications;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Web.Notifications;
using Edge.Contracts;
using Microsoft.Extensions.Time.Testing;
using TestKit;
using TestKit.Logs;

namespace Dashboard.Web.Tests.Notifications;

/// <summary>A historian with notifications and a clock that the test moves.</summary>
internal sealed class Queue : IDisposable
{
    private readonly TemporaryFolder _directory = new();
    private SqlEventStore _events;
    private long _arrival = 1_772_366_400_000_000;

    internal Queue() => _events = SqliteEventStore.Open(_directory.At("historian.db"));

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    internal Notes<NotificationSending> Log { get; } = new();

    internal SqlNotificationQueue Messages => new(_events);

    internal SqlNotificationSettings Settings => new(_events);

    internal SqlNotificationLinks Links => new(_events);

    internal SqlAlarmStore Alarms => new(_events);

    internal NotificationOptions Options { get; set; } = new() { PublicAddress = new Uri("https://scada.example/") };

    /// <summary>Closes the database and opens it anew, as a dashboard that starts again.</summary>
    internal void Reopen()
    {
        _events.Dispose();
        _events = SqliteEventStore.Open(_directory.At("historian.db"));
    }

    internal void Rule(params NotificationGroup[] groups)
    {
        NotificationChanger by = new(Time.GetUtcNow(), "eva", null);
        NotificationStep[] steps = [.. groups.Select((group, i) => new NotificationStep(Settings.Set(group, by).Id, i * 10))];
        Assert.Null(Settings.Set(new NotificationRule { Name = "regla", LeastPriority = 4, Steps = [.. steps] }, by).Fault);
    }

    internal static NotificationGroup Group(
        string? mail = null, string? phone = null, NotificationLanguage language = NotificationLanguage.Es, string? hook = null) => new()
        {
            Name = "turno",
            Members = mail is null && phone is null ? []
            : [new NotificationMember { Name = "Ana", Email = mail, Phone = phone, Zone = "America/Montevideo", Language = language }],
            Webhook = hook is null ? null : new NotificationWebhook(hook, "0123456789abcdef"),
        };

    internal void Trip(string tag = "LA151_03", int state = 1)
    {
        DateTimeOffset now = Time.GetUtcNow();
        EventMessage message = new()
        {
            Epoch = "e1",
            Seq = _arrival,
            Type = EventType.Digital,
            Tag = tag,
            Description = "Protección 51",
            Text = state == 1 ? "OPERÓ" : "REPUESTA",
            State = state,
            AlarmKind = 0,
            Time = now,
            TimeSource = TimeSource.Device,
            Clock = ClockState.Synchronised,
            Received = now,
        };
        _ = _events.Store([new EventRecord("los-alamos", message) { Arrival = _arrival++ }]);
        _ = Alarms.Advance(now, 100);
        Pass(0);
        Pass(21);
    }

    internal void Acknowledge() => _ = Alarms.Acknowledge(
        [.. Alarms.Query(new AlarmQuery()).Alarms.Select(alarm => new SeenAlarm(alarm.Id, alarm.Raises))],
        new Dashboard.Alarms.AlarmAcknowledgement("ana", Time.GetUtcNow(), null), null);

    internal void Pass(int seconds)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        while (Messages.Advance(Time.GetUtcNow(), Options.Pacing, 100))
        {
            // All of it.
        }
    }

    internal NotificationSending Sending(INotificationSender sender, INotificationQueue? queue = null) =>
        new(queue ?? Messages, Settings, new AcknowledgeLinks(Links, Options, Time), sender, Time, Log);

    internal NotificationMessage[] All() => [.. Messages.Query(new NotificationQuery()).Messages];

    public void Dispose()
    {
        _events.Dispose();
        _directory.Dispose();
    }
}
