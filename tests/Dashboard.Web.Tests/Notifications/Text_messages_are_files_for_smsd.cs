using System.Runtime.Versioning;
using Dashboard.Historian.Notifications;
using Dashboard.Web.Notifications;
using TestKit;

namespace Dashboard.Web.Tests.Notifications;

/// <summary>Text messages in a real folder, as smstools3 reads it.</summary>
[SupportedOSPlatform("linux")]
public sealed class Text_messages_are_files_for_smsd : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Queue _queue = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _queue.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_message_is_a_file_with_its_number_and_text()
    {
        _queue.Rule(Queue.Group(phone: "+59899123456"));
        _queue.Trip();
        Assert.True(await SendAsync(_folder.Path));
        string[] files = Directory.GetFiles(_folder.Path);
        Assert.Equal(
            "To: 59899123456\nAlphabet: UTF-8\n\nP1 los-alamos: Protección 51 OPERÓ 01/03/2026 09:00:00.000 (America/Montevideo)\n",
            await File.ReadAllTextAsync(Assert.Single(files), Cancelled));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite,
            File.GetUnixFileMode(files[0]));
        Assert.Empty(Directory.GetFiles(_folder.At(".edge")));
        Assert.Equal(NotificationState.Sent, Assert.Single(_queue.All()).State);
    }

    [Fact]
    public async Task Several_alarms_are_their_count_and_the_first()
    {
        _queue.Rule(Queue.Group(phone: "59899123456"));
        _queue.Options = _queue.Options with { Pacing = new(TimeSpan.FromSeconds(60)) };
        _queue.Trip("A");
        _queue.Trip("B");
        _queue.Pass(60);
        Assert.True(await SendAsync(_folder.Path));
        Assert.Contains(
            "\n2 alarmas. Primera: P1 los-alamos: Protección 51 OPERÓ ",
            await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder.Path)), Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Trip 51", "To: 598\n\nTrip 51\n")]
    [InlineData("Protección", "To: 598\nAlphabet: UTF-8\n\nProtección\n")]
    [InlineData("a\nFlash: yes\r\n\n b", "To: 598\n\na Flash: yes b\n")]
    public void Letters_that_are_not_ASCII_have_a_header(string text, string file) => Assert.Equal(file, SmsSpool.FileOf("+598", text));

    [Fact]
    public void A_text_is_cut_where_it_is_too_long()
    {
        string file = SmsSpool.FileOf("598", new string('x', 5000));
        Assert.EndsWith("x…\n", file, StringComparison.Ordinal);
        Assert.Equal(SmsSpool.MostLetters, file.Split("\n\n")[1].TrimEnd('\n').Length);
    }

    [Fact]
    public async Task A_second_try_replaces_the_file_that_is_still_there()
    {
        _queue.Rule(Queue.Group(phone: "59899123456"));
        _queue.Trip();
        NotificationToSend send = _queue.Messages.Claim(NotificationWay.Sms, "gone", _queue.Time.GetUtcNow())!;
        SmsSpool spool = new(new NotificationOptions { SmsDirectory = _folder.Path });
        NotificationText text = NotificationText.Of(send, [], null);
        Assert.Equal(
            SendOutcome.Sent,
            (await spool.SendAsync(send, text, () => _queue.Messages.Start(send.Message.Id, "gone", _queue.Time.GetUtcNow()), Cancelled))!
                .Outcome);
        _queue.Pass(121);
        Assert.True(await SendAsync(_folder.Path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("missing", "directory")]
    [InlineData(null, "notConfigured")]
    public async Task A_folder_that_is_missing_is_an_error_in_the_queue(string? folder, string fault)
    {
        _queue.Rule(Queue.Group(mail: "ana@example.org", phone: "59899123456"));
        _queue.Trip();
        Assert.True(await SendAsync(folder is null ? null : _folder.At(folder)));
        NotificationMessage message = _queue.All().Single(one => one.Way == NotificationWay.Sms);
        Assert.Equal((NotificationState.Waiting, fault), (message.State, message.Fault));
        Assert.Contains(fault, Assert.Single(_queue.Log.Of(7080)), StringComparison.Ordinal);

        // The mail of the same alarm is not harmed.
        await using MailServerUnderTest server = new();
        MailSender sender = new(
            new NotificationOptions { Mail = new MailServer("127.0.0.1", server.Port, MailSecurity.None, "telecontrol@example.org") });
        Assert.True(await _queue.Sending(sender).SendNextAsync());
        Assert.Single(server.Mails);
    }

    private Task<bool> SendAsync(string? folder) =>
        _queue.Sending(new SmsSpool(new NotificationOptions { SmsDirectory = folder })).SendNextAsync();
}
