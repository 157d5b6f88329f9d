using System.Diagnostics;
using System.Security.Cryptography;
using Edge.Journal.Inspection;
using Microsoft.Data.Sqlite;

namespace Edge.Journal.Tests.Inspection;

/// <summary>What the tests of the view share.</summary>
internal static class Looks
{
    /// <summary>All records, decoded.</summary>
    public static JournalRow[] All(string file, RecordFilter? filter = null)
    {
        JournalView view = new(file);
        return [.. view.Walk(filter ?? new RecordFilter(), 0, view.ReadFacts().LastSeq).SelectMany(page => page.Rows)];
    }

    /// <summary>The result of a check.</summary>
    public static JournalCheck Check(string file)
    {
        JournalCheck check = new(new JournalView(file));
        check.Run(_ => { });
        return check;
    }

    /// <summary>Why it cannot be read.</summary>
    public static JournalFault FaultOf(string file) =>
        Assert.Throws<JournalUnreadableException>(() => new JournalView(file).ReadFacts()).Fault;

    public static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    /// <summary>The content of a file that SQLite may have open: another process reads it, because its locks would end with ours.</summary>
    public static byte[] BytesOf(string file)
    {
        using Process cat = Process.Start(new ProcessStartInfo("cat", [file]) { RedirectStandardOutput = true })!;
        using MemoryStream bytes = new();
        cat.StandardOutput.BaseStream.CopyTo(bytes);
        cat.WaitForExit();
        return bytes.ToArray();
    }

    /// <summary>Every file in the directory of a journal, with its content.</summary>
    public static Dictionary<string, string> Files(string journal) => Directory.GetFiles(Path.GetDirectoryName(journal)!)
        .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
