using System.Collections.Immutable;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Audit;
using Dashboard.Historian.Notifications;
using Dashboard.Historian.Sql;
using Microsoft.Extensions.Time.Testing;
using TestKit.Logs;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>Rules, groups and texts, the list of what was sent, and the links.</summary>
/// <param name="database">The database of the test.</param>
public abstract class NotificationSettingTests(StoreUnderTest database) : NotificationTests(database)
{
    [Fact]
    public void A_link_acknowledges_what_it_names_once_and_says_by_whom()
    {
        OneRule();
        Trip("A");
        Trip("B");
        Until(21);
        long message = Send().Id;
        Trip("A", state: 0);
        Trip("A");
        Assert.Equal(32, Links.Key().Length);
        LinkedAlarms linked = Links.Find(message)!;
        Assert.Equal((2, null), (linked.Alarms.Length, linked.Used));
        ImmutableArray<AcknowledgeOutcome> outcomes = Links.Acknowledge(message, "192.0.2.9", Now);
        Assert.Equal(
            [AcknowledgeOutcome.Done, AcknowledgeOutcome.RaisedAgain], outcomes.Order());
        Assert.Empty(Links.Acknowledge(message, "192.0.2.9", Now));
        AuditEntry line = Assert.Single(Database.Audit.Query(new AuditQuery { What = AuditWord.AlarmAcknowledged }).Entries);
        Assert.Equal(("Ana (mail)", "192.0.2.9"), (line.Act.Who, line.Act.From));
        Database.Reopen();
        Assert.Equal(Now, Links.Find(message)!.Used);
        Assert.Null(Links.Find(message + 1));
    }

    [Fact]
    public void Settings_are_checked_kept_and_noted()
    {
        long group = Group("turno", Ana());
        Assert.Equal("badGroup", Settings.Set(ARule(new NotificationStep(group + 1, 0)), Eva).Fault!.Code);
        long rule = Rule(new NotificationStep(group, 0));
        Assert.Equal("groupInUse", Settings.RemoveGroup(group, Eva).Fault!.Code);
        Database.Reopen();
        NotificationRule stored = Assert.Single(Settings.Rules());
        Assert.Equal((rule, "regla", 0), (stored.Id, stored.Name, stored.Steps[0].AfterMinutes));
        Assert.Equal(Ana().Email, Assert.Single(Assert.Single(Settings.Groups()).Members).Email);
        Assert.True(Settings.Set(stored with { Id = 99 }, Eva).IsUnknown);
        Assert.True(Settings.RemoveRule(99, Eva).IsUnknown);
        Assert.Null(Settings.RemoveRule(rule, Eva).Fault);
        Assert.Null(Settings.RemoveGroup(group, Eva).Fault);
        Assert.Equal(
            ["notificationGroupRemoved", "notificationRuleRemoved", "notificationRuleSet", "notificationGroupSet"],
            Database.Audit.Query(new AuditQuery()).Entries.Select(entry => entry.Act.What));
    }

    [Fact]
    public void A_rule_that_cannot_be_read_is_said_and_loses_no_call()
    {
        OneRule();
        Trip("A");
        Database.Change("UPDATE notify_rule SET body = '{' || body");
        Notes<NotificationLoop> log = new();
        FakeTimeProvider time = new(Now);
        NotificationLoop loop = new(new SqlNotificationQueue(Database.Events), Pacing, time, log);
        loop.Advance();
        loop.Advance();
        Assert.Equal(1, log.Count(6508));
        Database.Change("UPDATE notify_rule SET body = substr(body, 2)");
        loop.Advance();
        Assert.Equal(1, log.Count(6509));
        Until(21);
        Assert.Equal("ana@example.org", Send().Address);
    }

    [Fact]
    public void The_secret_of_a_webhook_stays_and_is_in_no_record()
    {
        const string Secret = "0123456789abcdef-geheim";
        NotificationGroup group = new() { Name = "scada", Webhook = new NotificationWebhook("https://example.org/x", Secret) };
        long id = Settings.Set(group, Eva).Id;
        Assert.Null(Settings.Set(
            group with { Id = id, Webhook = new NotificationWebhook("https://example.org/y", null) }, Eva).Fault);
        Assert.Equal(new NotificationWebhook("https://example.org/y", Secret), Assert.Single(Settings.Groups()).Webhook);
        Assert.All(
            Database.Audit.Query(new AuditQuery()).Entries,
            entry => Assert.DoesNotContain("geheim", $"{entry.Act.Old}{entry.Act.New}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_replaces_that_of_the_program_until_it_is_removed()
    {
        NotificationTemplate text = new(NotificationForm.MailOne, NotificationLanguage.Es, "¡{alarm}!", "{station}");
        Assert.Equal("unknownPlaceholder", Settings.Set(text with { Body = "{estacion}" }, Eva).Fault!.Code);
        Assert.Null(Settings.Set(text, Eva).Fault);
        Assert.Null(Settings.Set(text with { Body = "{tag}" }, Eva).Fault);
        Assert.Equal(text with { Body = "{tag}" }, Assert.Single(Settings.Templates()));
        _ = Settings.RemoveTemplate(text.Form, text.Language, Eva);
        Assert.Empty(Settings.Templates());
    }

    [Fact]
    public void The_queue_is_read_in_pages_and_what_is_old_goes()
    {
        long group = Group("turno", [.. Enumerable.Range(0, 7).Select(i => Ana() with { Email = $"p{i}@example.org" })]);
        Rule(new NotificationStep(group, 0));
        Trip("A");
        Until(21);
        for (int i = 0; i < 6; i++)
        {
            _ = Send();
        }

        List<long> seen = [];
        long? next = null;
        do
        {
            NotificationPage page = Queue.Query(new NotificationQuery { Limit = 3, Before = next });
            seen.AddRange(page.Messages.Select(one => one.Id));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(seen.Distinct().OrderDescending(), seen);
        Assert.Equal(7, seen.Count);
        Assert.Single(Queue.Query(new NotificationQuery { State = NotificationState.Waiting }).Messages);
        Assert.Empty(Queue.Query(new NotificationQuery { Way = NotificationWay.Sms }).Messages);
        Assert.Empty(Queue.Query(new NotificationQuery { To = Records.Start }).Messages);

        // What is not over stays.
        Assert.Equal(6, Queue.DropOld(Now.AddDays(1), 100));
        Assert.Single(Messages());
    }
}
