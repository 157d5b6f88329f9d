using System.Text.Json;
using Dashboard.Alarms.Notifications;
using Edge.Contracts;
using TestKit;

namespace Dashboard.Alarms.Tests.Notifications;

/// <summary>The texts of messages, and their words for alarms.</summary>
public sealed class What_is_said_of_an_alarm
{
    [Fact]
    public void Every_text_of_the_program_is_right()
    {
        Assert.All(DefaultTemplates.All, template => Assert.Null(NotificationChecks.Of(template)));
        Assert.All(
            Enum.GetValues<NotificationForm>(),
            form => Assert.All(
                Enum.GetValues<NotificationLanguage>(), language => Assert.NotNull(DefaultTemplates.Of(form, language))));
    }

    [Fact]
    public void A_word_in_braces_that_is_unknown_is_named()
    {
        NotificationTemplate text = new(NotificationForm.MailOne, NotificationLanguage.Es, "{alarma}", "{station} {count} {alarma}");
        Assert.Equal(["alarma", "count"], text.Unknown());
        Assert.StartsWith("{alarma} is unknown. Known are {station}", NotificationChecks.Of(text)!.Detail, StringComparison.Ordinal);
        Assert.Null(NotificationChecks.Of(text with { Subject = "x", Body = "{} {1} { station }" }));
        Assert.Equal("badTemplate", NotificationChecks.Of(text with { Subject = "", Body = "x" })!.Code);
        Assert.Equal("badTemplate", NotificationChecks.Of(text with { Subject = "x\r\nBcc: y", Body = "x" })!.Code);
        Assert.Equal("badTemplate", NotificationChecks.Of(text with { Subject = "x", Body = new string('x', 4001) })!.Code);
    }

    [Fact]
    public void A_line_of_which_nothing_is_known_is_left_out()
    {
        Dictionary<string, string> values = new() { ["alarm"] = "Protección 51", ["tag"] = "", ["device"] = "" };
        Assert.Equal(
            "Protección 51\n\nEn Protección 51\nFin",
            NotificationTemplate.Fill("{alarm}\r\n\nEquipo: {device}\nEn {tag}{alarm}\nFin", values));

        // What a station calls itself is filled in once and read no more.
        Assert.Equal("{alarm}x", NotificationTemplate.Fill("{tag}x{alarm}", new Dictionary<string, string> { ["tag"] = "{alarm}" }));
    }

    [Fact]
    public void Every_condition_has_words_in_both_languages() => Assert.All(
        AlarmCondition.All,
        condition =>
        {
            string spanish = AlarmWords.Condition(condition.Word, NotificationLanguage.Es);
            Assert.NotEqual(condition.Word, spanish);
            Assert.NotEqual(spanish, AlarmWords.Condition(condition.Word, NotificationLanguage.En));
        });

    [Theory]
    [InlineData("events/words", "events.centre.gatewaySilent", "gatewayAway")]
    [InlineData("events/words", "events.centre.twoGateways", "twoGateways")]
    [InlineData("events/words", "events.centre.journalTakenBack", "journalTakenBack")]
    [InlineData("events/words", "events.centre.historianDown", "historianDown")]
    [InlineData("events/words", "events.centre.notificationsFail", "notificationsFail")]
    [InlineData("events/words", "events.centre.backlogStuck", "backlogStuck")]
    [InlineData("events/words", "events.centre.gatewayClockOff", "gatewayClockOff")]
    [InlineData("events/words", "events.centre.certificateEnds", "certificateEnds")]
    [InlineData("i18n/codes", "finding.clockOff", "clockOff")]
    [InlineData("i18n/codes", "finding.inputMasked", "inputMasked")]
    [InlineData("i18n/codes", "finding.eventsLost", "eventsLost")]
    [InlineData("i18n/codes", "condition.restarted", "deviceRestarted")]
    public void The_pages_say_the_same(string file, string key, string condition)
    {
        foreach (NotificationLanguage language in Enum.GetValues<NotificationLanguage>())
        {
            string word = language == NotificationLanguage.Es ? "es" : "en";
            string path = Repository.PathOf("cloud-dashboard", "Dashboard.Web", "web", "src", "shared", $"{file}.{word}.json");
            using JsonDocument words = JsonDocument.Parse(File.ReadAllText(path));
            string[] parts = key.Split('.');
            string? said = words.RootElement.TryGetProperty(key, out JsonElement whole) ? whole.GetString()
                : words.RootElement.GetProperty(parts[0]).GetProperty(parts[1]).GetString();
            Assert.Equal(said, AlarmWords.Condition(condition, language));
        }
    }

    [Fact]
    public void An_alarm_is_what_its_point_is_called()
    {
        Alarm trip = AlarmLife.Apply(null, null, Signals.Raised(1)).Alarm!;
        Alarm named = trip with { Event = trip.Event with { Description = "Protección 51", Text = "OPERÓ" } };
        Assert.Equal("LA151_03", AlarmWords.Title(trip, NotificationLanguage.Es));
        Assert.Equal("Protección 51", AlarmWords.Title(named, NotificationLanguage.Es));
        Assert.Equal("OPERÓ", AlarmWords.State(named, NotificationLanguage.Es));
        Assert.Equal("OPERÓ (returned)", AlarmWords.State(named with { IsActive = false }, NotificationLanguage.En));
        Alarm away = trip with
        {
            Source = new AlarmSource("los-alamos", "gatewayAway", ""),
            Event = trip.Event with { Type = EventType.Gateway, Tag = null },
        };
        Assert.Equal("The gateway stopped giving news", AlarmWords.Title(away, NotificationLanguage.En));
        Alarm mail = away with { Source = new AlarmSource(Centre.Site, "notificationsFail", "mail") };
        Assert.Equal("Hay avisos que no llegan: mail", AlarmWords.Title(mail, NotificationLanguage.Es));
        Assert.Equal("El centro", AlarmWords.Station(Centre.Site, NotificationLanguage.Es));
    }
}
