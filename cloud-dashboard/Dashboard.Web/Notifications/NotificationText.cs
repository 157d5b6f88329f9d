using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Alarms;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Notifications;
using Edge.Contracts;

namespace Dashboard.Web.Notifications;

/// <summary>A message in words.</summary>
/// <param name="Subject">The subject; empty where the way has none.</param>
/// <param name="Body">The text.</param>
internal sealed record NotificationText(string Subject, string Body)
{
    /// <summary>The station of an example.</summary>
    internal const string Example = "los-alamos";

    /// <summary>Puts a message into words.</summary>
    /// <param name="send">The message and its alarms.</param>
    /// <param name="templates">The texts that replace those of the program.</param>
    /// <param name="link">By which it is acknowledged; null: without one.</param>
    internal static NotificationText Of(NotificationToSend send, IReadOnlyList<NotificationTemplate> templates, Uri? link)
    {
        NotificationMessage message = send.Message;
        ImmutableArray<Alarm> alarms = message.IsTest ? [Sample(message.Created)] : send.Alarms;
        NotificationForm form = (message.Way == NotificationWay.Sms, message.Alarms > 1) switch
        {
            (true, true) => NotificationForm.SmsList,
            (true, false) => NotificationForm.SmsOne,
            (false, true) => NotificationForm.MailList,
            _ => NotificationForm.MailOne,
        };
        NotificationTemplate template = templates.FirstOrDefault(one => one.Form == form && one.Language == message.Language)
            ?? DefaultTemplates.Of(form, message.Language);
        NotificationText text = Of(template, message, alarms, link);
        string mark = message switch
        {
            { IsTest: true } => AlarmWords.Of(message.Language, "[PRUEBA] ", "[TEST] "),
            { IsRepeat: true } => AlarmWords.Of(message.Language, "(quizá por segunda vez) ", "(perhaps a second time) "),
            _ => "",
        };
        return message.Way == NotificationWay.Sms ? text with { Body = mark + text.Body } : text with { Subject = mark + text.Subject };
    }

    /// <summary>Fills a text with some alarms.</summary>
    internal static NotificationText Of(
        NotificationTemplate template, NotificationMessage message, ImmutableArray<Alarm> alarms, Uri? link)
    {
        Alarm first = alarms[0];
        NotificationLanguage language = message.Language;
        Dictionary<string, string> values = new(StringComparer.Ordinal)
        {
            ["station"] = AlarmWords.Station(first.Source.Site, language),
            ["alarm"] = OneLine(AlarmWords.Title(first, language)),
            ["state"] = OneLine(AlarmWords.State(first, language)),
            ["time"] = Time(first, message),
            ["priority"] = first.Priority.ToString(CultureInfo.InvariantCulture),
            ["condition"] = AlarmWords.Condition(first.Source.Condition, language),
            ["tag"] = OneLine(first.Event.Tag ?? ""),
            ["device"] = OneLine(first.Event.Device ?? ""),
            ["raises"] = first.Raises > 1 ? first.Raises.ToString(CultureInfo.InvariantCulture) : "",
            ["person"] = message.Person,
            ["group"] = message.Group,
            ["count"] = message.Alarms.ToString(CultureInfo.InvariantCulture),
            ["list"] = List(alarms, message),
            ["link"] = link?.AbsoluteUri ?? "",
        };
        return new NotificationText(
            OneLine(NotificationTemplate.Fill(template.Subject, values)), NotificationTemplate.Fill(template.Body, values));
    }

    /// <summary>An alarm to try out a text with.</summary>
    internal static Alarm Sample(DateTimeOffset now) => new()
    {
        Id = 0,
        Source = new AlarmSource(Example, "protection", "LA151_03"),
        Priority = 1,
        IsActive = true,
        IsAcknowledged = false,
        Raises = 1,
        Event = new EventMessage
        {
            Epoch = "example",
            Seq = 1,
            Type = EventType.Digital,
            Tag = "LA151_03",
            Description = "Protección 51",
            Text = "OPERÓ",
            State = 1,
            AlarmKind = 0,
            Time = now,
            TimeSource = TimeSource.Device,
            Clock = ClockState.Synchronised,
            Received = now,
        },
        FirstRaised = now,
        Arrival = 0,
    };

    /// <summary>When an alarm was raised, by the clock of its event, in the zone of the receiver; doubtful times have a mark.</summary>
    internal static string Time(Alarm alarm, NotificationMessage message)
    {
        TimeZoneInfo zone = TimeZoneInfo.TryFindSystemTimeZoneById(message.Zone, out TimeZoneInfo? found) ? found : TimeZoneInfo.Utc;
        string form = AlarmWords.Of(message.Language, "dd/MM/yyyy HH:mm:ss.fff", "yyyy-MM-dd HH:mm:ss.fff");
        string time = TimeZoneInfo.ConvertTime(alarm.Event.Time, zone).ToString(form, CultureInfo.InvariantCulture);
        return $"{(alarm.Event.Clock == ClockState.Synchronised ? "" : "~")}{time} ({zone.Id})";
    }

    private static string List(ImmutableArray<Alarm> alarms, NotificationMessage message)
    {
        IEnumerable<string> lines = alarms.Select(alarm =>
            $"P{alarm.Priority}  {Time(alarm, message)}  {AlarmWords.Station(alarm.Source.Site, message.Language)}: "
            + OneLine($"{AlarmWords.Title(alarm, message.Language)} {AlarmWords.State(alarm, message.Language)}"));
        int others = message.Alarms - alarms.Length;
        string rest = others > 0 ? "\n" + AlarmWords.Of(message.Language, $"y {others} más.", $"and {others} more.") : "";
        return string.Join('\n', lines) + rest;
    }

    // What a station calls itself makes no line of its own, and no header.
    private static string OneLine(string text) =>
        new([.. text.Trim().Select(letter => char.IsControl(letter) ? ' ' : letter)]);
}
