using Dashboard.Alarms;
using Edge.Contracts;

namespace Dashboard.Historian;

/// <summary>Events that the centre itself records.</summary>
public static class CentreRecord
{
    /// <summary>Their epoch; no gateway uses it.</summary>
    public const string Epoch = Centre.Epoch;

    /// <summary>The numbers that events of one millisecond can have.</summary>
    public const int Slots = 1000;

    private const int GapSlot = 3;
    private const int TakenBackSlot = 4;

    /// <summary>The event for records that neither the historian nor the journal has.</summary>
    /// <param name="site">Whose journal.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="last">The last of them.</param>
    /// <param name="now">When it was found.</param>
    internal static EventRecord Gap(string site, long first, long last, DateTimeOffset now) => new(site, new EventMessage
    {
        Epoch = Epoch,
        Seq = (now.ToUnixTimeMilliseconds() * Slots) + GapSlot,
        Type = EventType.Loss,
        Dropped = last - first + 1,
        FirstSeq = first,
        LastSeq = last,
        LossReason = LossReasonCode.NotInJournal,
        Time = now,
        TimeSource = TimeSource.Gateway,
        Clock = ClockState.Synchronised,
        Received = now,
    });

    /// <summary>The event for a journal that does not have any more what the historian has of it.</summary>
    /// <param name="site">Whose journal.</param>
    /// <param name="first">The first record that it does not have.</param>
    /// <param name="last">The last of them.</param>
    /// <param name="now">When it was found.</param>
    internal static EventRecord TakenBack(string site, long first, long last, DateTimeOffset now) => new(site, new EventMessage
    {
        Epoch = Epoch,
        Seq = (now.ToUnixTimeMilliseconds() * Slots) + TakenBackSlot,
        Type = EventType.Gateway,
        Finding = CentreFinding.JournalTakenBack,
        FirstSeq = first,
        LastSeq = last,
        Time = now,
        TimeSource = TimeSource.Gateway,
        Clock = ClockState.Synchronised,
        Received = now,
    });
}
