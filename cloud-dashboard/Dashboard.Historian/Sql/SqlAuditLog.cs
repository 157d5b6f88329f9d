using System.Data.Common;
using System.Text;
using Dashboard.Historian.Audit;

namespace Dashboard.Historian.Sql;

/// <summary>The record of what users did, in the database of the historian.</summary>
/// <param name="events">The historian. It is not owned.</param>
public sealed class SqlAuditLog(SqlEventStore events) : IAuditLog
{
    private static readonly TimeSpan LongestCheck = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public void Append(AuditAct act) => events.Database.Write(session =>
    {
        AuditRows.Append(session, [act]);
        return true;
    });

    /// <inheritdoc />
    public AuditPage Query(AuditQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, AuditQuery.MaximumLimit);
        List<(string Name, object? Value)> values = [];
        StringBuilder sql = new(AuditRows.Select + "WHERE TRUE");
        Add(" AND who = @who", "@who", query.Who);
        Add(" AND what = @what", "@what", query.What);
        Add(" AND target = @target", "@target", query.Target);
        Add(" AND at >= @from", "@from", query.From is { } from ? Microseconds.Of(from) : null);
        Add(" AND at < @to", "@to", query.To is { } to ? Microseconds.Of(to) : null);
        Add(" AND id < @before", "@before", query.Before);
        sql.Append(" ORDER BY id DESC LIMIT @limit");
        values.Add(("@limit", query.Limit + 1));
        List<AuditEntry> found = events.Database.Read(session => session.Rows(AuditRows.Read, sql.ToString(), [.. values]));
        return found.Count <= query.Limit
            ? new AuditPage([.. found], null)
            : new AuditPage([.. found.Take(query.Limit)], found[query.Limit - 1].Id);

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                sql.Append(condition);
                values.Add((name, value));
            }
        }
    }

    /// <inheritdoc />
    public AuditVerdict Verify() => events.Database.Read(
        session =>
        {
            (long Last, ReadOnlyMemory<byte> Hash) head = AuditRows.Head(session);
            AuditCheck check = new();
            using DbCommand command = session.Command(AuditRows.Select + "ORDER BY id");
            using DbDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                check.Add(AuditRows.Read(reader));
            }

            return check.Finish(head.Last, head.Hash);
        },
        LongestCheck);
}
