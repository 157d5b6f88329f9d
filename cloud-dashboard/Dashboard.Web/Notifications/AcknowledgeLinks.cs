using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Dashboard.Historian.Notifications;

namespace Dashboard.Web.Notifications;

/// <summary>Makes and reads the links by which mails acknowledge alarms: a message, an end, and a signature.</summary>
/// <param name="links">Where the key is: the same for all dashboards on the database.</param>
/// <param name="options">The address of the site.</param>
/// <param name="time">The clock.</param>
internal sealed class AcknowledgeLinks(INotificationLinks links, NotificationOptions options, TimeProvider time)
{
    /// <summary>How long a link is good.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private const int Plain = 16;
    private const int Signature = 16;

    private byte[]? _key;

    /// <summary>The link of a message; null: the site has no public address.</summary>
    internal Uri? Of(NotificationMessage message) =>
        options.PublicAddress is { } site && message is { Way: NotificationWay.Mail, IsTest: false }
            ? new Uri(site, $"acknowledge/{TokenOf(message.Id, message.Created + Life)}") : null;

    /// <summary>Reads a token.</summary>
    /// <returns>The message; null: it is no token of ours.</returns>
    internal (long Message, bool IsOver)? Read(string token)
    {
        Span<byte> bytes = stackalloc byte[Plain + Signature];
        if (token.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.IsValid(token)
            || !Base64Url.TryDecodeFromChars(token, bytes, out int length) || length != bytes.Length)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _ = HMACSHA256.HashData(Key(), bytes[..Plain], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected[..Signature], bytes[Plain..]))
        {
            return null;
        }

        long end = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        return (BinaryPrimitives.ReadInt64BigEndian(bytes), time.GetUtcNow().ToUnixTimeSeconds() > end);
    }

    /// <summary>The token of a message.</summary>
    internal string TokenOf(long message, DateTimeOffset end)
    {
        Span<byte> bytes = stackalloc byte[Plain + HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, message);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], end.ToUnixTimeSeconds());
        _ = HMACSHA256.HashData(Key(), bytes[..Plain], bytes[Plain..]);
        return Base64Url.EncodeToString(bytes[..(Plain + Signature)]);
    }

    private byte[] Key() => _key ??= links.Key().ToArray();
}
