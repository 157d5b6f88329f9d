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
/// <param name="Arrival">Its place in the order of arrival; null in the order of time.</param>
public readonly record struct EventCursor(long Ticks, long Seq, string Site, string Epoch, long? Arrival = null)
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

        string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 5);
        long arrival = 0;
        if (parts.Length is not (4 or 5)
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long seq)
            || (parts.Length == 5 && !long.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out arrival)))
        {
            return false;
        }

        cursor = new EventCursor(ticks, seq, parts[2], parts[3], parts.Length == 5 ? arrival : null);
        return true;
    }

    /// <summary>The cursor as text for a URL.</summary>
    public override string ToString()
    {
        string place = string.Create(CultureInfo.InvariantCulture, $"{Ticks} {Seq} {Site} {Epoch}");
        return Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(Arrival is { } arrival ? string.Create(CultureInfo.InvariantCulture, $"{place} {arrival}") : place));
    }
}
