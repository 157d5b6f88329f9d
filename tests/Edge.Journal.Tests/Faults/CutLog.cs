using System.Security.Cryptography;
using Edge.Pipeline;

namespace Edge.Journal.Tests.Faults;

/// <summary>A journal as a power cut leaves it: with what is committed in the write-ahead log alone.</summary>
internal static class CutLog
{
    public const int Entries = 200;
    public const long Handled = 120;
    public const int HeaderBytes = 32;
    public const int FrameBytes = 4096 + 24;

    /// <summary>An event an entry; the reader "mqtt" has handled some.</summary>
    /// <returns>The epoch.</returns>
    public static async Task<string> WriteAsync(Place place)
    {
        string epoch;
        await using (SqliteJournal journal = place.Open())
        {
            for (int i = 0; i < Entries; i++)
            {
                if (i == Handled)
                {
                    journal.MoveCursor("mqtt", Handled);
                }

                _ = journal.Append(Make.Marked((byte)i, Make.Digital(i % 16, Make.Noon.AddSeconds(i))));
            }

            epoch = journal.Status.Epoch;
            Copy(place);
        }

        Restore(place);
        return epoch;
    }

    /// <summary>Copies file and log as they are on the disk.</summary>
    public static void Copy(Place place)
    {
        File.Copy(place.File, place.File + ".copy");
        File.Copy(place.File + "-wal", place.File + ".copy-wal");
    }

    /// <summary>Puts the copy in the place of what a later stop left.</summary>
    public static void Restore(Place place)
    {
        File.Move(place.File + ".copy", place.File, overwrite: true);
        File.Move(place.File + ".copy-wal", place.File + "-wal", overwrite: true);
    }

    public static long Frames(Place place) => (new FileInfo(place.File + "-wal").Length - HeaderBytes) / FrameBytes;

    /// <summary>Overwrites bytes of the log with noise.</summary>
    public static void Noise(Place place, long from, int length) => Write(place, from, RandomNumberGenerator.GetBytes(length));

    public static void Write(Place place, long from, byte[] bytes)
    {
        using FileStream file = new(place.File + "-wal", FileMode.Open, FileAccess.Write);
        file.Position = from;
        file.Write(bytes);
    }

    public static byte[] Read(Place place, int length)
    {
        byte[] bytes = new byte[length];
        using FileStream file = new(place.File + "-wal", FileMode.Open, FileAccess.Read);
        file.ReadExactly(bytes);
        return bytes;
    }

    public static long[] Seqs(SqliteJournal journal) =>
        [.. journal.Everything().Where(record => record.Kind != JournalRecordKind.Loss).Select(record => record.Seq)];
}
