using System.Globalization;
using System.Text;
using Dashboard.Historian.Notifications;

namespace Dashboard.Web.Notifications;

/// <summary>Writes text messages into the folder from which smsd (smstools3) sends them, one file each.</summary>
/// <param name="options">The folder.</param>
internal sealed class SmsSpool(NotificationOptions options) : INotificationSender
{
    /// <summary>The most letters: three parts of a text that needs Unicode.</summary>
    internal const int MostLetters = 200;

    private const UnixFileMode ForGroup =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    // smsd passes over folders, so it sees no file that is not whole.
    private const string Beside = ".edge";

    /// <inheritdoc />
    public NotificationWay Way => NotificationWay.Sms;

    /// <inheritdoc />
    public async Task<SendResult?> SendAsync(
        NotificationToSend send, NotificationText text, Func<bool> start, CancellationToken cancellation)
    {
        if (options.SmsDirectory is not { } folder)
        {
            return new SendResult(SendOutcome.Failed, "notConfigured", "Notifications:SmsDirectory");
        }

        // Named by its message, so that a second try replaces the file that is still there.
        string name = string.Create(
            CultureInfo.InvariantCulture, $"edge-{send.Message.Id}-{send.Message.Created.ToUnixTimeMilliseconds()}");
        try
        {
            if (!Directory.Exists(folder))
            {
                return new SendResult(SendOutcome.Failed, "directory", $"{folder} does not exist");
            }

            string aside = Path.Combine(folder, Beside, name);
            Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
            await using (FileStream file = new(aside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(FileOf(send.Message.Address, text.Body)), cancellation);
                file.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                // smsd is another user; a file that its group cannot read would stay there unsent.
                File.SetUnixFileMode(aside, ForGroup);
            }

            if (!start())
            {
                File.Delete(aside);
                return null;
            }

            File.Move(aside, Path.Combine(folder, name), overwrite: true);
            return new SendResult(SendOutcome.Sent, null, name);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new SendResult(SendOutcome.Failed, "directory", failed.Message);
        }
    }

    /// <summary>A file as smsd reads it: headers, an empty line, the text.</summary>
    internal static string FileOf(string phone, string body)
    {
        string text = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        int most = MostLetters - 1;
        string cut = text.Length <= MostLetters ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";

        // With this header smsd takes the alphabet of telephones where it can, and Unicode where it must.
        string alphabet = cut.All(char.IsAscii) ? "" : "Alphabet: UTF-8\n";
        return $"To: {phone.TrimStart('+')}\n{alphabet}\n{cut}\n";
    }
}
