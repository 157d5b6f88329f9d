using System.Data.Common;
using Dashboard.Historian.Audit;

namespace Dashboard.Historian.Sql;

/// <summary>The rows of the record of what users did, within one transaction.</summary>
internal static class AuditRows
{
    internal const string Select = "SELECT id, at, who, origin, what, target, old, new, hash FROM audit ";

    // No station has this name.
    private const string Everything = "/audit";

    /// <summary>Adds lines.</summary>
    internal static void Append(SqlSession session, IReadOnlyList<AuditAct> acts)
    {
        if (acts.Count == 0)
        {
            return;
        }

        session.Hold(Everything);
        (long last, ReadOnlyMemory<byte> hash) = Head(session);
        foreach (AuditAct act in acts.Select(Kept))
        {
            hash = AuditChain.HashOf(hash, ++last, act);
            _ = session.Execute(
                """
                INSERT INTO audit (id, at, who, origin, what, target, old, new, hash)
                VALUES (@id, @at, @who, @origin, @what, @target, @old, @new, @hash)
                """,
                ("@id", last), ("@at", Microseconds.Of(act.At)), ("@who", act.Who), ("@origin", act.From), ("@what", act.What),
                ("@target", act.Target), ("@old", act.Old), ("@new", act.New), ("@hash", hash.ToArray()));
        }

        _ = session.Execute("UPDATE audit_head SET last = @last, hash = @hash", ("@last", last), ("@hash", hash.ToArray()));
    }

    /// <summary>What is noted of the last line.</summary>
    internal static (long Last, ReadOnlyMemory<byte> Hash) Head(SqlSession session) => session.Rows(
        row => (row.GetInt64(0), (ReadOnlyMemory<byte>)row.GetFieldValue<byte[]>(1)), "SELECT last, hash FROM audit_head").Single();

    /// <summary>A line, from a row of <see cref="Select"/>.</summary>
    internal static AuditEntry Read(DbDataReader row) => new(
        row.GetInt64(0),
        new AuditAct(Microseconds.ToTime(row.GetInt64(1)), row.GetString(2), Text(row, 3), row.GetString(4))
        {
            Target = Text(row, 5),
            Old = Text(row, 6),
            New = Text(row, 7),
        },
        row.GetFieldValue<byte[]>(8));

    // As every database can keep it: what is hashed is what is read again.
    private static AuditAct Kept(AuditAct act) => act with
    {
        Who = Storable(act.Who)!,
        From = Storable(act.From),
        Target = Storable(act.Target),
        Old = Storable(act.Old),
        New = Storable(act.New),
    };

    private static string? Storable(string? text) => text is null ? null
        : new string(
        [
            .. text.Take(AuditAct.LongestText).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter),
        ]);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
