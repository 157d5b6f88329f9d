using System.Collections.Immutable;
using Dashboard.Alarms;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian.Alarms;
using Dashboard.Historian.Notifications;
using Dashboard.Historian.Sql;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>Whom the alarms call: each raising once, whatever is killed between two steps, and whichever dashboard sends.</summary>
/// <param name="database">The database of the test.</param>
public abstract class NotificationStoreTests(StoreUnderTest database) : NotificationTests(database)
{
    [Fact]
    public void A_way_fails_while_somebody_is_not_reached()
    {
        OneRule();
        Trip("LA151_03");
        Until(20);
        NotificationToSend mail = Claim() ?? throw new InvalidOperationException("Nobody is called.");
        _ = Start(mail);
        Finish(mail, SendOutcome.Failed);
        Assert.Empty(Failing());

        // It is tried for longer than ten minutes.
        Advance(601);
        FailingWay failing = Assert.Single(Failing());
        Assert.Equal((NotificationWay.Mail, 1, "turno"), (failing.Way, failing.Addresses, Assert.Single(failing.Groups)));
        Assert.True(Start(Claim()!));
        Finish(mail, SendOutcome.Refused);
        Assert.Single(Failing());

        // The next one reaches the same address.
        Trip("LA151_04");
        Until(60);
        _ = Send();
        Assert.Empty(Failing());
    }

    [Fact]
    public void What_was_given_up_counts_for_a_day()
    {
        OneRule();
        Trip("LA151_03");
        Until(20);
        NotificationToSend mail = Claim() ?? throw new InvalidOperationException("Nobody is called.");
        _ = Start(mail);
        Finish(mail, SendOutcome.Refused);
        Assert.Single(Failing());
        Advance(24 * 3600);
        Assert.Single(Failing());
        Advance(1);
        Assert.Empty(Failing());
    }

    [Fact]
    public void A_trip_is_one_message_after_the_window_at_each_restart()
    {
        OneRule();
        Trip("A");
        Database.Reopen();
        Advance(1);
        Database.Reopen();
        Assert.Null(Claim());
        Advance(20);
        Database.Reopen();
        Advance(0);
        NotificationToSend mail = Claim()!;
        Assert.Equal(
            ("ana@example.org", "Ana", 1, 1),
            (mail.Message.Address, mail.Message.Person, mail.Message.Alarms, mail.Message.Tries));
        Assert.Equal("A", Assert.Single(mail.Alarms).Event.Tag);
        Assert.True(Start(mail));
        Finish(mail, SendOutcome.Sent);
        Database.Reopen();
        Advance(3600);
        Assert.Null(Claim());
        Assert.Equal(NotificationState.Sent, Assert.Single(Messages()).State);
    }

    [Fact]
    public void What_was_in_alarm_before_the_first_rule_calls_nobody_new()
    {
        Trip("A");
        Advance(0);
        OneRule();
        Trip("B");
        Until(21);
        Assert.Equal(["B"], Claim()!.Alarms.Select(alarm => alarm.Event.Tag));
    }

    [Fact]
    public void Only_what_matches_the_rule_calls()
    {
        OneRule(rule => rule with { LeastPriority = 1, Site = "los-alamos", Condition = "protection", Class = AlarmClass.Protection });
        Trip("A");
        Trip("B", site: "otra");
        Trip("C", kind: 1);
        Until(21);
        Assert.Equal(["A"], Claim()!.Alarms.Select(alarm => alarm.Event.Tag));
        Assert.Null(Claim());
    }

    [Fact]
    public void The_next_group_is_called_when_nobody_acknowledges()
    {
        TwoSteps();
        Trip("A");
        Until(21);
        Send();
        Database.Reopen();
        Until(578);
        Assert.Null(Claim());
        Until(1);
        Until(20);
        Assert.Equal("luis@example.org", Send().Address);
        Until(86_400);
        Assert.Null(Claim());
        Assert.Equal(2, Messages().Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_else_is_called_once_it_is_acknowledged_or_shelved(bool isAcknowledged)
    {
        TwoSteps();
        Trip("A");
        Until(21);
        Send();
        Alarm alarm = Assert.Single(Alarms.Query(new AlarmQuery()).Alarms);
        _ = isAcknowledged ? Alarms.Acknowledge([new SeenAlarm(alarm.Id, 1)], new AlarmAcknowledgement("ana", Now, null), null)[0]
            : (object)Alarms.Shelve(alarm.Id, new AlarmShelf("ana", Now, "obra", Now.AddDays(2)), "ana", null, Now)!;
        Until(86_400);
        Assert.Null(Claim());
        Assert.Equal(0, Database.Count("notify_call"));

        // When the shelf ends and nobody has acknowledged it, it calls.
        Alarms.Advance(Now.AddDays(2), 100);
        Until(2 * 86_400);
        Until(21);
        Assert.Equal(isAcknowledged, Claim() is null);
    }

    [Fact]
    public void What_the_workbook_suppresses_calls_when_it_counts_again()
    {
        OneRule();
        Suppress("A", isOn: true);
        Trip("A");
        Until(21);
        Assert.Null(Claim());

        // Suppressed while its message waits.
        Suppress("A", isOn: false);
        Suppress("A", isOn: true);
        Until(21);
        Assert.Empty(Messages());
        Suppress("A", isOn: false);
        Until(21);
        Assert.Equal("ana@example.org", Send().Address);
    }

    [Fact]
    public void What_has_returned_calls_until_it_is_acknowledged()
    {
        TwoSteps();
        Trip("A");
        Trip("A", state: 0);
        Until(21);
        Send();
        Until(600);
        Until(20);
        Assert.Equal("luis@example.org", Send().Address);
    }

    [Fact]
    public void What_is_acknowledged_within_the_window_is_never_sent()
    {
        OneRule();
        Trip("A");
        Advance(5);
        AcknowledgeAll();
        Until(21);
        Assert.Empty(Messages());

        // It was acknowledged while the message waited for the mail server.
        Trip("B");
        Until(21);
        AcknowledgeAll();
        Assert.Null(Claim());
        Assert.Equal(NotificationState.Withdrawn, Assert.Single(Messages()).State);
    }

    [Fact]
    public void Raised_again_calls_the_same_people_again_but_not_at_once()
    {
        TwoSteps();
        Trip("A");
        Until(21);
        Send();
        Trip("A", state: 0);
        Trip("A");
        Until(60);
        Assert.Null(Claim());
        Until(520);
        Until(20);
        Assert.Equal("luis@example.org", Send().Address);
        Until(601);
        Trip("A", state: 0);
        Trip("A");
        Until(21);
        Assert.Equal(["ana@example.org", "luis@example.org"], ((string[])[Send().Address, Send().Address]).Order(StringComparer.Ordinal));
        Assert.Null(Claim());
    }

    [Fact]
    public void A_storm_is_one_list_and_a_few_at_most()
    {
        OneRule();
        for (int i = 0; i < 2000; i += 500)
        {
            Store([.. Enumerable.Range(i, 500).Select(one => Event($"T{one}", one % 7 == 3 ? 0 : 1, 1, "los-alamos"))]);
            Alarms.Advance(Records.Start, 2000);
            Until(15);
        }

        Until(300);
        List<NotificationToSend> sent = [];
        while (Claim() is { } mail)
        {
            Assert.True(Start(mail));
            Finish(mail, SendOutcome.Sent);
            sent.Add(mail);
            Until(120);
        }

        Assert.InRange(sent.Count, 1, 3);
        Assert.Equal(2000, sent.Sum(mail => mail.Message.Alarms));
        Assert.All(sent, mail => Assert.InRange(mail.Alarms.Length, 1, 50));
        Assert.Equal(1, sent[0].Alarms[0].Priority);
        Assert.Equal(2000, Database.Count("notify_item"));
    }

    [Fact]
    public void A_group_without_anybody_on_duty_is_passed_over()
    {
        long nights = Group("noche", Ana() with { Roster = [new NotificationShift(1, "22:00", "06:00")] });
        long days = Group("día", Ana() with { Name = "Luis", Email = "luis@example.org" });
        Rule(new NotificationStep(nights, 0), new NotificationStep(days, 30));

        // It is noon on a Sunday.
        Trip("A");
        Until(21);
        Assert.Equal("luis@example.org", Send().Address);
        Assert.Equal(
            [NotificationState.Sent, NotificationState.Nobody], Messages().OrderBy(one => one.State).Select(one => one.State));
    }

    [Fact]
    public async Task Several_dashboards_call_and_send_each_message_once()
    {
        long group = Group("turno", [.. Enumerable.Range(0, 30).Select(i => Ana() with { Email = $"p{i}@example.org" })]);
        Rule(new NotificationStep(group, 0));
        using SqlEventStore second = Database.Beside();
        using SqlEventStore third = Database.Beside();
        SqlNotificationQueue[] dashboards = [Queue, new(second), new(third)];
        foreach (string tag in (string[])["A", "B", "C"])
        {
            Trip(tag);
        }

        // Each of them decides whom to call, and then sends, beside the others.
        await Task.WhenAll(dashboards.Select(one => Task.Run(() => one.Advance(Now, Pacing, 100))));
        await Task.WhenAll(dashboards.Select(one => Task.Run(() => one.Advance(Now.AddSeconds(21), Pacing, 100))));
        string[][] taken = await Task.WhenAll(dashboards.Select((queue, owner) => Task.Run(() =>
        {
            List<string> mine = [];
            while (queue.Claim(NotificationWay.Mail, $"{owner}", Now.AddSeconds(21)) is { } mail)
            {
                Assert.Equal(3, mail.Message.Alarms);
                mine.Add(mail.Message.Address);
            }

            return mine.ToArray();
        })));
        Assert.Equal(30, taken.SelectMany(one => one).Distinct().Count());
        Assert.Equal(30, taken.Sum(one => one.Length));
        Assert.Equal(90, Database.Count("notify_item"));
    }

    [Fact]
    public void What_was_claimed_by_one_that_is_gone_is_sent_by_another()
    {
        OneRule();
        Trip("A");
        Until(21);
        NotificationToSend mail = Claim()!;
        Database.Reopen();
        Until(119);
        Assert.Null(Claim());
        Until(2);
        NotificationToSend again = Queue.Claim(NotificationWay.Mail, "there", Now)!;
        Assert.Equal((mail.Message.Id, 2, false), (again.Message.Id, again.Message.Tries, again.Message.IsRepeat));

        // The first one is back, and may send nothing.
        Assert.False(Start(mail));
        Finish(mail, SendOutcome.Sent);
        Assert.Equal(NotificationState.Claimed, Assert.Single(Messages()).State);
    }

    [Fact]
    public void What_is_uncertain_calls_the_next_group_at_once()
    {
        TwoSteps();
        Trip("A");
        Until(21);
        Assert.True(Start(Claim()!));
        Database.Reopen();
        Until(121);
        Assert.Equal(NotificationState.Uncertain, Assert.Single(Messages()).State);
        Until(21);
        Assert.Equal("luis@example.org", Send().Address);
        Until(86_400);
        Assert.Null(Claim());
    }

    [Fact]
    public void What_is_uncertain_is_sent_once_more_where_nobody_else_is_left()
    {
        OneRule();
        Trip("A");
        Until(21);
        Assert.True(Start(Claim()!));
        Until(121);
        NotificationToSend again = Claim()!;
        Assert.True(again.Message.IsRepeat);
        Assert.True(Start(again));
        Finish(again, SendOutcome.Uncertain);
        Until(86_400);
        Assert.Null(Claim());
        Assert.Equal(NotificationState.Uncertain, Assert.Single(Messages()).State);
    }

    [Fact]
    public void What_cannot_be_sent_is_tried_ever_less_often_and_given_up()
    {
        TwoSteps();
        Trip("A");
        Until(21);
        int tries = 0;
        for (int second = 0; second < 3 * 3600; second += 5)
        {
            if (Claim() is { } mail && mail.Message.Address == "ana@example.org")
            {
                tries++;
                Finish(mail, SendOutcome.Failed);
            }

            Advance(5);
        }

        Assert.InRange(tries, 25, 32);
        NotificationMessage gaveUp = Messages().Single(one => one.Address == "ana@example.org");
        Assert.Equal((NotificationState.GaveUp, "unreachable", "no route"), (gaveUp.State, gaveUp.Fault, gaveUp.Detail));
    }

    [Fact]
    public void A_refused_address_calls_the_next_group_at_once()
    {
        TwoSteps();
        Trip("A");
        Until(21);
        Finish(Claim()!, SendOutcome.Refused);
        Until(1);
        Until(21);
        Assert.Equal("luis@example.org", Send().Address);
    }

    private ImmutableArray<FailingWay> Failing() => Queue.Failing(Now, TimeSpan.FromHours(24), TimeSpan.FromMinutes(10));
}
