using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Dashboard.Historian;

/// <summary>
/// A place in the list of records, newest first. Opaque to clients. A page begins just after it, also if records were stored meanwhile.
/// </summary>
/// <param name="Ticks">The record's own time, UTC, in units of 100 ns.</param>
/// <param name="Seq">Its number.</param>
/// <param name="Site">Its site.</param>
/// <param name="Epoch">Its epoch.</param>
public readonly record struct EventCursor(long Ticks, long Seq, string Site, string Epoch)
{
    private const int MaximumText = 600;

    /// <summary>Parses the text of <see cref="ToString"/>.</summary>
    /// <returns>False if the text is not a cursor.</returns>
    public static bool TryParse(string text, out EventCursor cursor)
    {
        cursor = default;
        if (text.Length is 0 or > MaximumText || !Base64Url.IsValid(text))
        {
            return false;
        }

        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 4);
        if (parts.Length != 4
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long seq))
        {
            return false;
        }

        cursor = new EventCursor(ticks, seq, parts[2], parts[3]);
        return true;
    }

    /// <summary>The cursor as text for a URL.</summary>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Ticks} {Seq} {Site} {Epoch}")));
}
