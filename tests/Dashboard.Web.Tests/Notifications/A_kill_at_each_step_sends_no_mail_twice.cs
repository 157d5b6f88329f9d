using System.Collections.Immutable;
using Dashboard.Alarms.Notifications;
using Dashboard.Historian;
using Dashboard.Historian.Notifications;
using Dashboard.Web.Notifications;

namespace Dashboard.Web.Tests.Notifications;

/// <summary>
/// The dashboard ends at each step of a mail: what it goes on with is the database of that moment. No mail is lost, and none is sent twice
/// where somebody else can be called.
/// </summary>
public sealed class A_kill_at_each_step_sends_no_mail_twice
{
    /// <summary>The steps of a message.</summary>
    public enum Step
    {
        /// <summary>Before it is taken from the queue.</summary>
        BeforeClaim,

        /// <summary>It belongs to this dashboard.</summary>
        AfterClaim,

        /// <summary>The mail server is there; nothing is noted of handing over.</summary>
        BeforeStart,

        /// <summary>It is noted that it is handed over, and it is not.</summary>
        AfterStart,

        /// <summary>The mail server has it, and nobody knows.</summary>
        BeforeFinish,

        /// <summary>It is noted that it was sent.</summary>
        AfterFinish,
    }

    [Theory]
    [InlineData(Step.BeforeClaim, 1, "ana@example.org")]
    [InlineData(Step.AfterClaim, 1, "ana@example.org")]
    [InlineData(Step.BeforeStart, 1, "ana@example.org")]
    [InlineData(Step.AfterStart, 1, "luis@example.org")]
    [InlineData(Step.BeforeFinish, 2, "ana@example.org luis@example.org")]
    [InlineData(Step.AfterFinish, 1, "ana@example.org")]
    public async Task One_is_called_for_certain_and_nobody_twice(Step step, int mails, string receivers)
    {
        using Queue queue = new();
        await using MailServerUnderTest server = new();
        MailSender sender = SenderTo(server);
        queue.Rule(Queue.Group("ana@example.org"), Queue.Group("luis@example.org"));
        queue.Trip();
        await KillAsync(queue, sender, step);

        // Another dashboard, after the end of the lease, and long before the next step would be due.
        queue.Pass(121);
        queue.Pass(21);
        while (await queue.Sending(sender).SendNextAsync())
        {
            // All of it.
        }

        Assert.Equal(mails, server.Mails.Count);
        Assert.Equal(receivers, string.Join(' ', server.Mails.Select(mail => mail.To.Mailboxes.Single().Address).Order()));
        Assert.Equal(mails, server.Mails.Select(mail => mail.MessageId).Distinct().Count());
    }

    [Theory]
    [InlineData(Step.AfterStart, 1)]
    [InlineData(Step.BeforeFinish, 2)]
    public async Task Where_nobody_else_is_left_it_is_rather_twice_than_never(Step step, int mails)
    {
        using Queue queue = new();
        await using MailServerUnderTest server = new();
        MailSender sender = SenderTo(server);
        queue.Rule(Queue.Group("ana@example.org"));
        queue.Trip();
        await KillAsync(queue, sender, step);
        queue.Pass(121);
        Assert.True(await queue.Sending(sender).SendNextAsync());
        Assert.False(await queue.Sending(sender).SendNextAsync());
        Assert.Equal(mails, server.Mails.Count);

        // The mail program can see that it is the same.
        Assert.Single(server.Mails.Select(mail => mail.MessageId).Distinct());
        Assert.StartsWith("(quizá por segunda vez) [P1] los-alamos", server.Mails.Last().Subject, StringComparison.Ordinal);
    }

    private static MailSender SenderTo(MailServerUnderTest server) => new(
        new NotificationOptions { Mail = new MailServer("127.0.0.1", server.Port, MailSecurity.None, "telecontrol@example.org") });

    private static async Task KillAsync(Queue queue, MailSender sender, Step step)
    {
        await Assert.ThrowsAsync<HistorianException>(() => queue.Sending(sender, new Dying(queue.Messages, step)).SendNextAsync());
        queue.Reopen();
    }

    // The queue of a dashboard that ends at a step.
    private sealed class Dying(INotificationQueue queue, Step at) : INotificationQueue
    {
        public NotificationToSend? Claim(NotificationWay way, string owner, DateTimeOffset now) =>
            Die(Step.BeforeClaim, Step.AfterClaim, () => queue.Claim(way, owner, now));

        public bool Start(long id, string owner, DateTimeOffset now) =>
            Die(Step.BeforeStart, Step.AfterStart, () => queue.Start(id, owner, now));

        public void Finish(long id, string owner, SendResult result, DateTimeOffset now) => _ = Die(
            Step.BeforeFinish, Step.AfterFinish,
            () =>
            {
                queue.Finish(id, owner, result, now);
                return true;
            });

        public bool Advance(DateTimeOffset now, NotificationPacing pacing, int most) => throw new NotSupportedException();

        public long AddTest(NotificationWay way, NotificationMember member, NotificationGroup group, DateTimeOffset now) =>
            throw new NotSupportedException();

        public ImmutableArray<FailingWay> Failing(DateTimeOffset now, TimeSpan window, TimeSpan longest) =>
            throw new NotSupportedException();

        public NotificationPage Query(NotificationQuery query) => throw new NotSupportedException();

        public int DropOld(DateTimeOffset before, int most) => throw new NotSupportedException();

        private static HistorianException Killed() => new("killed");

        private T Die<T>(Step before, Step after, Func<T> work)
        {
            if (at == before)
            {
                throw Killed();
            }

            T done = work();
            return at == after ? throw Killed() : done;
        }
    }
}
