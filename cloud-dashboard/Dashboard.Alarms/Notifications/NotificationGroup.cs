using System.Collections.Immutable;
using System.Globalization;

namespace Dashboard.Alarms.Notifications;

/// <summary>People who are called together, and a program beside them.</summary>
public sealed record NotificationGroup
{
    /// <summary>The most groups.</summary>
    public const int Most = 100;

    /// <summary>The most people of a group.</summary>
    public const int MostMembers = 50;

    /// <summary>Its number; 0: it is not stored yet.</summary>
    public long Id { get; init; }

    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Its people.</summary>
    public ImmutableArray<NotificationMember> Members { get; init; } = [];

    /// <summary>A program that is called with them; null: none.</summary>
    public NotificationWebhook? Webhook { get; init; }
}

/// <summary>A program that is called over HTTP.</summary>
/// <param name="Url">Where: <c>https</c>, or <c>http</c> to this machine.</param>
/// <param name="Secret">Signs what is sent.</param>
public sealed record NotificationWebhook(string Url, string? Secret);

/// <summary>A person of a group.</summary>
public sealed record NotificationMember
{
    /// <summary>The most lines of a roster.</summary>
    public const int MostShifts = 28;

    /// <summary>The name, for people and for the record of what users did.</summary>
    public required string Name { get; init; }

    /// <summary>The address for mails; null: none.</summary>
    public string? Email { get; init; }

    /// <summary>The number for text messages, international; null: none.</summary>
    public string? Phone { get; init; }

    /// <summary>The language of what is sent.</summary>
    public NotificationLanguage Language { get; init; }

    /// <summary>The time zone of the roster and of the times in what is sent, an IANA name.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>When the person is on duty; empty: always.</summary>
    public ImmutableArray<NotificationShift> Roster { get; init; } = [];

    /// <summary>Whether the person is on duty.</summary>
    public bool IsOnDuty(DateTimeOffset now)
    {
        if (Roster.IsEmpty)
        {
            return true;
        }

        // A zone that this machine has no longer keeps nobody asleep.
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out TimeZoneInfo? zone))
        {
            return true;
        }

        DateTime local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        return Roster.Any(shift => shift.Has(local));
    }
}

/// <summary>A time of duty in a week.</summary>
/// <param name="Day">The day on which it begins, 1 (Monday) to 7.</param>
/// <param name="From">When it begins, such as <c>07:00</c>.</param>
/// <param name="To">When it ends; not after <paramref name="From"/>: on the next day.</param>
public sealed record NotificationShift(int Day, string From, string To)
{
    /// <summary>Reads a time of day.</summary>
    public static bool TryRead(string? text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>Whether a time of the zone of the roster is within it.</summary>
    public bool Has(DateTime local)
    {
        if (!TryRead(From, out TimeOnly from) || !TryRead(To, out TimeOnly to))
        {
            return true;
        }

        int day = DayOf(local);
        TimeOnly time = TimeOnly.FromDateTime(local);
        return from < to ? day == Day && time >= from && time < to
            : (day == Day && time >= from) || (day == (Day % 7) + 1 && time < to);
    }

    private static int DayOf(DateTime local) => local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek;
}
