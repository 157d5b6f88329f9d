using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Edge.Journal.Inspection;

/// <summary>
/// Looks into a journal that another process may be writing. It never creates or writes a file and holds nothing between two reads: each
/// opens the file, reads a bounded number of records as they stood at one moment, and closes it. The writer does not wait for it, and its
/// log is not kept from being moved into the file for longer than a read takes.
/// </summary>
public sealed class JournalView
{
    /// <summary>The oldest schema that is read; a gateway brings an older file to the newest when it starts.</summary>
    public const long OldestSchema = 3;

    /// <summary>The newest schema that is read.</summary>
    public const long NewestSchema = JournalSchema.Version;

    private const int Tries = 5;
    private const int PageWidth = 1000;
    private const long PageBytes = 256 * 1024;

    // What SQLite says where another process holds the file, or opens or closes it at this moment.
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;
    private const int LockingFailed = 15;

    private readonly Dictionary<long, string> _names = [];
    private string? _base;

    /// <summary>Makes a view of a journal; nothing is opened yet.</summary>
    /// <param name="path">The file.</param>
    public JournalView(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Reads what the journal says of itself.</summary>
    /// <exception cref="JournalUnreadableException">It cannot be read.</exception>
    public JournalFacts ReadFacts()
    {
        JournalFacts facts = Read((database, schema) => FactReader.Read(database, schema, Path));
        _names.Clear();
        _base = facts.Base;
        return facts;
    }

    /// <summary>Reads records in order of seq, some at a time.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The seq after which it begins; 0: the beginning.</param>
    /// <param name="last">The last seq.</param>
    /// <exception cref="JournalUnreadableException">It cannot be read, or another journal is in its place.</exception>
    public IEnumerable<RecordPage> Walk(RecordFilter filter, long after, long last)
    {
        ArgumentNullException.ThrowIfNull(filter);
        while (after < last)
        {
            long begin = after;
            RecordPage page = Read((database, _) => ReadPage(database, filter, begin, last));
            yield return page;
            after = page.UpTo;
        }
    }

    /// <summary>Reads within one transaction.</summary>
    /// <param name="read">Reads; the second argument is the schema.</param>
    internal T Read<T>(Func<sqlite3, long, T> read)
    {
        for (int tries = 1; ; tries++)
        {
            FileStamp before = FileStamp.Of(Path);
            try
            {
                using SqliteConnection connection = Connect(before);
                T result = Transact(connection.Handle!, read);

                // A file that nobody has open is read as one that does not change. If one began to write meanwhile, it is read again.
                if (before.IsInUse || FileStamp.Of(Path) == before)
                {
                    return result;
                }
            }
            catch (SqliteException failure)
            {
                FileStamp now = FileStamp.Of(Path);
                bool changed = before.IsInUse ? !now.IsInUse : now != before;
                if (!changed || tries == Tries)
                {
                    throw Unreadable(failure, now);
                }
            }

            if (tries == Tries)
            {
                throw new JournalUnreadableException(JournalFault.Busy, Path);
            }
        }
    }

    private T Transact<T>(sqlite3 database, Func<sqlite3, long, T> read)
    {
        using Statement begin = new(database, "BEGIN");
        using Statement end = new(database, "ROLLBACK");
        begin.Run();
        try
        {
            return read(database, SchemaOf(database, Path));
        }
        finally
        {
            if (raw.sqlite3_get_autocommit(database) == 0)
            {
                end.Run();
            }
        }
    }

    private static long SchemaOf(sqlite3 database, string path)
    {
        long version = Number(database, "PRAGMA user_version");
        if (Number(database, "SELECT count(*) FROM sqlite_schema") == 0)
        {
            throw new JournalUnreadableException(JournalFault.Empty, path);
        }

        if (version < 1 || Number(database, "PRAGMA application_id") != JournalSchema.ApplicationId)
        {
            bool ours = Number(
                database, "SELECT count(*) FROM sqlite_schema WHERE name IN ('sample', 'event', 'cursor', 'mark')") == 4;
            throw new JournalUnreadableException(ours ? JournalFault.Damaged : JournalFault.NotAJournal, path);
        }

        return version switch
        {
            > NewestSchema => throw new JournalUnreadableException(JournalFault.TooNew, path, $"{version}"),
            < OldestSchema => throw new JournalUnreadableException(JournalFault.TooOld, path, $"{version}"),
            _ => version,
        };
    }

    private static long Number(sqlite3 database, string sql)
    {
        using Statement statement = new(database, sql);
        return statement.Scalar() ?? 0;
    }

    // readonly_shm: the index of the log is not written either. immutable: SQLite would make a log and an index where there are none.
    private SqliteConnection Connect(in FileStamp stamp)
    {
        if (stamp is { Log: > 0, HasIndex: false })
        {
            throw new JournalUnreadableException(JournalFault.LogWithoutIndex, Path);
        }

        string uri = $"file:{Uri.EscapeDataString(Path).Replace("%2F", "/", StringComparison.Ordinal)}?mode=ro"
            + (stamp.IsInUse ? "&readonly_shm=1" : "&immutable=1");
        return JournalFile.Connect(uri, SqliteOpenMode.ReadOnly);
    }

    private JournalUnreadableException Unreadable(SqliteException failure, in FileStamp stamp)
    {
        string[] files = stamp.IsInUse ? [Path, Path + "-wal", Path + "-shm"] : [Path];
        string? refused = failure.SqliteErrorCode == CannotOpen ? files.FirstOrDefault(MayNotRead) : null;
        JournalFault fault = refused is not null ? JournalFault.NoRights : failure.SqliteErrorCode switch
        {
            JournalFile.NotADatabase => JournalFault.NotAJournal,
            Busy or Locked or ReadOnly or CannotOpen or LockingFailed => JournalFault.Busy,
            _ => JournalFault.Damaged,
        };
        return new JournalUnreadableException(fault, refused ?? Path, failure.Message, failure);
    }

    private static bool MayNotRead(string file)
    {
        try
        {
            using FileStream opened = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private RecordPage ReadPage(sqlite3 database, RecordFilter filter, long after, long last)
    {
        Bookkeeping books = FactReader.Meta(database);
        if (books.Base is not null && books.Base != (_base ??= books.Base))
        {
            throw new JournalUnreadableException(JournalFault.Replaced, Path);
        }

        using Statement tag = new(database, "SELECT name FROM tag WHERE id = ?1");
        using TableScan samples = new(database, isSamples: true, filter, id => NameOf(tag, id));
        using TableScan events = new(database, isSamples: false, filter, id => NameOf(tag, id));
        long next = Math.Min(
            filter.Samples ? samples.FirstAfter(after) ?? long.MaxValue : long.MaxValue,
            filter.Events ? events.FirstAfter(after) ?? long.MaxValue : long.MaxValue);
        if (next > last)
        {
            return new RecordPage { UpTo = last, Rows = [], Unreadable = [], Floors = books.Floors };
        }

        long bytes = PageBytes;
        long upTo = Math.Min(last, next - 1 + PageWidth);
        upTo = filter.Samples ? samples.Read(next - 1, upTo, ref bytes) : upTo;
        bytes = PageBytes;
        upTo = filter.Events ? events.Read(next - 1, upTo, ref bytes) : upTo;
        samples.Cut(upTo);
        return new RecordPage
        {
            UpTo = upTo,
            Rows = [.. samples.Rows.Concat(events.Rows).OrderBy(row => row.Seq)],
            Unreadable = [.. samples.Unreadable, .. events.Unreadable],
            Floors = FactReader.Floors(database, books),
        };
    }

    // Names never change once written.
    private string? NameOf(Statement tag, long id)
    {
        if (_names.TryGetValue(id, out string? name))
        {
            return name;
        }

        try
        {
            if (tag.Bind(1, id).Step())
            {
                name = tag.Text(0);
                _names.Add(id, name);
            }
        }
        catch (SqliteException damage) when (JournalFile.IsDamage(damage))
        {
            // The record that uses the name cannot be read then, and says so.
        }
        finally
        {
            tag.Reset();
        }

        return name;
    }
}
