using System.Collections;
using Dashboard.Historian.Sql;
using Dashboard.Historian.Sqlite;
using Dashboard.Historian.Tests.Journal;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Dashboard.Historian.Tests.Sqlite;

/// <summary>A file of each older version is brought up to the present one with all that is in it, or stays as it was.</summary>
public sealed class MigrationTests : IDisposable
{
    private const string Tables =
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE tbl_name <> 'schema_version' AND name NOT LIKE 'sqlite%' ORDER BY name";

    private readonly TemporaryFolder _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string File => _directory.At("historian.db");

    public static TheoryData<int> Versions => new(Enumerable.Range(0, OlderFiles.Last + 1));

    public static TheoryData<int> Migrations => new(Enumerable.Range(1, HistorianSchema.Version));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_file_of_each_older_version_is_taken_over(int version)
    {
        OlderFiles.Make(File, version);
        string[] before = Contents(out string[] queries);
        SqliteEventStore.Open(File).Dispose();
        Assert.Equal(before, Read(queries));
        ExpectPresent();

        // The tables are those of the software of before, letter by letter, with what the newer scripts change.
        string last = _directory.At("last.db");
        OlderFiles.Make(last, OlderFiles.Last);
        using SqliteConnection expected = OlderFiles.Connect(last);
        foreach (SqlScript script in HistorianSchema.Scripts.Skip(OlderFiles.Last))
        {
            OlderFiles.Execute(expected, script.Contents);
        }

        Assert.Equal(OlderFiles.Rows(expected, Tables), Read(Tables));
    }

    [Fact]
    public void A_file_of_the_software_before_dbup_goes_on()
    {
        OlderFiles.Make(File, OlderFiles.Last);
        using SqliteEventStore store = SqliteEventStore.Open(File);
        Assert.Equal(
            ["centre 1772366400000003", "e1 1", "e1 2", "e1~+dcead443 60"],
            store.QueryEvents(new RecordQuery { Limit = 100 }).Records.Select(record => $"{record.Epoch} {record.Seq}")
                .Order(StringComparer.Ordinal));
        long arrival = store.LastArrival();
        SqlJournalStore journals = new(store);
        Assert.Equal(17, Assert.Single(journals.Watermarks()).Seq);
        Assert.Equal(19, journals.Store(Batches.Of(17, 19), () => ++arrival, Records.Start).Watermark);
    }

    [Fact]
    public void A_start_on_a_present_file_writes_nothing()
    {
        OlderFiles.Make(File, 1);
        SqliteEventStore.Open(File).Dispose();
        byte[] before = System.IO.File.ReadAllBytes(File);
        SqliteEventStore.Open(File).Dispose();
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Theory]
    [MemberData(nameof(Migrations))]
    public void A_kill_within_a_script_leaves_the_file_of_before(int version)
    {
        OlderFiles.Make(File, version - 1);
        string[] before = Contents(out string[] queries);
        string killed = _directory.At("killed.db");
        SqlScript script = HistorianSchema.Scripts[version - 1];
        using (SqliteConnection connection = OlderFiles.Connect(File))
        {
            // What it wrote is in the log, and not committed: this is what a kill leaves.
            connection.CreateFunction("halt", () =>
            {
                foreach (string file in Directory.GetFiles(_directory.Path, "historian.db*").Where(file => !file.EndsWith("-shm")))
                {
                    System.IO.File.Copy(file, file.Replace("historian.db", "killed.db", StringComparison.Ordinal));
                }

                return 1;
            });
            OlderFiles.Execute(connection, "PRAGMA cache_size = 1");
            HistorianSchema.Migrate(connection, File, With(version, new SqlScript(script.Name, script.Contents + "\nSELECT halt();")));
        }

        System.IO.File.Move(killed, File, overwrite: true);
        System.IO.File.Move(killed + "-wal", File + "-wal", overwrite: true);
        ExpectBefore(version - 1, before, queries);
    }

    [Theory]
    [MemberData(nameof(Migrations))]
    public void A_script_that_fails_leaves_the_file_of_before(int version)
    {
        OlderFiles.Make(File, version - 1);
        string[] before = Contents(out string[] queries);
        SqlScript script = HistorianSchema.Scripts[version - 1];
        SqlScript wrong = new(script.Name, script.Contents + "\nDROP TABLE IF EXISTS energy; INSERT INTO missing VALUES (1);");
        using (SqliteConnection connection = OlderFiles.Connect(File))
        {
            HistorianException failed = Assert.Throws<HistorianException>(
                () => HistorianSchema.Migrate(connection, File, With(version, wrong)));
            Assert.Contains($"from schema {version - 1} to {HistorianSchema.Version} ({script.Name})", failed.Message);
            Assert.EndsWith(
                "no such table: missing'. Everything in it is as it was. Correct the cause, and start again.", failed.Message);
        }

        ExpectBefore(version - 1, before, queries);
    }

    [Fact]
    public void A_rule_of_a_point_becomes_one_of_each_of_its_alarms()
    {
        OlderFiles.Make(File, 15);
        using (SqliteConnection connection = OlderFiles.Connect(File))
        {
            OlderFiles.Execute(connection, "INSERT INTO alarm_design VALUES ('s', 'LA1VV_01', 'e', 7, 1, 1, 2, 'LA152B01=0')");
        }

        SqliteEventStore.Open(File).Dispose();

        Assert.Equal(
            ["aboveMaximum LA1VV_01 7 1", "belowMinimum LA1VV_01 7 1", "input LA1VV_01 7 1", "protection LA1VV_01 7 1"],
            Read("SELECT condition || ' ' || name || ' ' || seq || ' ' || active FROM alarm_rule ORDER BY 1"));
    }

    [Fact]
    public void A_full_disk_leaves_a_file_that_goes_on_when_there_is_room()
    {
        OlderFiles.Make(File, 1);
        string[] before = Contents(out string[] queries);
        List<long> reached = [];
        for (int pages = 1; ; pages++)
        {
            using SqliteConnection connection = OlderFiles.Connect(File);
            OlderFiles.Execute(connection, $"PRAGMA max_page_count = {pages}");
            try
            {
                HistorianSchema.Migrate(connection, File, HistorianSchema.Scripts);
                break;
            }
            catch (HistorianException failed)
            {
                Assert.Contains("database or disk is full", failed.Message, StringComparison.Ordinal);
            }
            catch (SqliteException failed)
            {
                // There is no room for the notes of the scripts.
                Assert.Equal(SQLitePCL.raw.SQLITE_FULL, failed.SqliteErrorCode);
            }

            Assert.Equal(["ok"], Read("PRAGMA integrity_check"));
            Assert.Equal(before, Read(queries));
            reached.Add(HistorianSchema.Scalar(connection, "PRAGMA user_version"));
        }

        // No script but 4 needs no room. So the disk was full in each of the others.
        Assert.Equal([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], reached.Distinct());
        Assert.Equal(reached.Order(), reached);
        Assert.Equal(before, Read(queries));
        ExpectPresent();
    }

    [Fact]
    public async Task Dashboards_that_start_at_once_migrate_once()
    {
        foreach (int version in Enumerable.Range(0, OlderFiles.Last + 1))
        {
            string file = _directory.At($"{version}.db");
            OlderFiles.Make(file, version);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SqliteEventStore.Open(file).Dispose(), Cancelled)));
            using SqliteConnection connection = OlderFiles.Connect(file);
            Assert.Equal(
                HistorianSchema.Scripts.Select(script => script.Name),
                OlderFiles.Rows(connection, "SELECT ScriptName FROM schema_version ORDER BY SchemaVersionID"));
        }
    }

    [Fact]
    public void What_another_dashboard_does_in_the_meantime_is_done()
    {
        using SqliteConnection connection = OlderFiles.Connect(File);
        HistorianSchema.Migrate(connection, File, new Meanwhile(() => SqliteEventStore.Open(File).Dispose()));
        ExpectPresent();
    }

    private static SqlScript[] With(int version, SqlScript script) =>
        [.. HistorianSchema.Scripts.Select((other, i) => i == version - 1 ? script : other)];

    // As the software of then left it, and the software of now takes it.
    private void ExpectBefore(int version, string[] before, string[] queries)
    {
        Assert.Equal([$"{version}"], Read("PRAGMA user_version"));
        Assert.Equal(["ok"], Read("PRAGMA integrity_check"));
        Assert.Equal(before, Contents(out string[] now));
        Assert.Equal(queries, now);
        SqliteEventStore.Open(File).Dispose();

        // A table that a later script replaces was empty here: the test of that script reads what becomes of its rows.
        string[] kept = [.. queries.Where(query => !query.Contains("alarm_design", StringComparison.Ordinal))];
        Assert.Equal(before, Read(kept));
        ExpectPresent();
    }

    private void ExpectPresent()
    {
        Assert.Equal([$"{HistorianSchema.Version}"], Read("PRAGMA user_version"));
        Assert.Equal(
            HistorianSchema.Scripts.Select(script => script.Name), Read("SELECT ScriptName FROM schema_version ORDER BY SchemaVersionID"));
    }

    private string[] Contents(out string[] queries)
    {
        using SqliteConnection connection = OlderFiles.Connect(File);
        queries = OlderFiles.Contents(connection);
        return [.. queries.SelectMany(query => OlderFiles.Rows(connection, query))];
    }

    private string[] Read(params ReadOnlySpan<string> queries)
    {
        using SqliteConnection connection = OlderFiles.Connect(File);
        List<string> rows = [];
        foreach (string query in queries)
        {
            rows.AddRange(OlderFiles.Rows(connection, query));
        }

        return [.. rows];
    }

    // dbup looks into its table, and then at the scripts.
    private sealed class Meanwhile(Action action) : IReadOnlyList<SqlScript>
    {
        private bool _isDone;

        public int Count => HistorianSchema.Scripts.Count;

        public SqlScript this[int index] => HistorianSchema.Scripts[index];

        public IEnumerator<SqlScript> GetEnumerator()
        {
            if (!_isDone)
            {
                _isDone = true;
                action();
            }

            return HistorianSchema.Scripts.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
