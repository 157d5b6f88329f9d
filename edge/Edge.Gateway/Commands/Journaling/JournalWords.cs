using System.Globalization;
using Edge.Journal.Inspection;
using Edge.Pipeline;

namespace Edge.Gateway.Commands.Journaling;

/// <summary>What these commands call things.</summary>
internal static class JournalWords
{
    /// <summary>The kinds of records by the words of the command line, which are those of the output for programs, too.</summary>
    public static readonly (JournalRecordKind Kind, string Word)[] Kinds =
    [
        (JournalRecordKind.Samples, "samples"),
        (JournalRecordKind.Event, "events"),
        (JournalRecordKind.Energy, "energies"),
        (JournalRecordKind.Statistics, "statistics"),
        (JournalRecordKind.Elements, "elements"),
        (JournalRecordKind.Operator, "operator"),
        (JournalRecordKind.Loss, "loss"),
    ];

    /// <summary>The word of a kind; its number where this program does not know it.</summary>
    public static string Of(JournalRecordKind kind) => Array.Find(Kinds, known => known.Kind == kind).Word
        ?? ((byte)kind).ToString(CultureInfo.InvariantCulture);

    /// <summary>A time in UTC, as RFC 3339.</summary>
    public static string Of(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Bytes with a unit.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double size = bytes;
        int unit = 0;
        while (size >= 1000 && unit < units.Length - 1)
        {
            (size, unit) = (size / 1000, unit + 1);
        }

        return size.ToString(unit == 0 || size >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>Why a journal cannot be read, and what to do.</summary>
    public static Phrase Of(JournalUnreadableException trouble) => trouble.Fault switch
    {
        JournalFault.Missing =>
            $"{trouble.File}: there is no journal. A gateway makes it when it starts for the first time. Is it elsewhere? Give its "
            + $"directory with --data, or the configuration with --config.",
        JournalFault.NoRights =>
            $"{trouble.File}: permission denied. Run the command as the user of the gateway (sudo -u edge edge journal …), or as a member "
            + $"of its group: the journal and the files -wal and -shm beside it must be readable.",
        JournalFault.NotAJournal => $"{trouble.File}: this is no journal of a gateway, or its first page is damaged.",
        JournalFault.Empty => $"{trouble.File}: it is empty. No gateway has written into it yet.",
        JournalFault.TooOld =>
            $"{trouble.File}: it is of schema {trouble.Detail}, which is not read here. Start the gateway once: it brings the file to the "
            + $"present schema and loses nothing.",
        JournalFault.TooNew =>
            $"{trouble.File}: it is of schema {trouble.Detail}, and this program reads schemas up to "
            + $"{JournalView.NewestSchema}. Use the program of the gateway that wrote it.",
        JournalFault.LogWithoutIndex =>
            $"{trouble.File}: its log (-wal) is there, and the index of the log (-shm) is not. A copy needs all three files. If it is no "
            + $"copy, start the gateway once.",
        JournalFault.Damaged =>
            $"{trouble.File}: it is damaged ({trouble.Detail}). Restart the gateway: it copies what can be read to a new file and keeps "
            + $"the damaged one beside it.",
        JournalFault.Replaced =>
            $"{trouble.File}: while it was read, the gateway put another file in its place, as after damage. Start the command again.",
        _ => $"{trouble.File}: another program has locked it, or is starting or stopping on it ({trouble.Detail}). Try again.",
    };
}
