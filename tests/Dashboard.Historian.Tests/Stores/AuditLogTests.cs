using Dashboard.Historian.Audit;

namespace Dashboard.Historian.Tests.Stores;

/// <summary>What users did: lines are only added, and one that is changed, missing or put in is found.</summary>
/// <param name="database">The database of the test.</param>
public abstract class AuditLogTests(StoreUnderTest database) : StoreTests(database)
{
    /// <summary>Lets rows be changed past the triggers.</summary>
    protected abstract string WithoutTriggers { get; }

    [Fact]
    public void Lines_are_there_after_a_restart_newest_first()
    {
        Add(1, 2, 3);
        Database.Reopen();
        Add(4);
        AuditPage page = Database.Audit.Query(new AuditQuery { Limit = 3 });
        Assert.Equal([4, 3, 2], page.Entries.Select(entry => entry.Id));
        Assert.Equal(1, Assert.Single(Database.Audit.Query(new AuditQuery { Before = page.Next }).Entries).Id);
        Assert.Equal(Act(4), page.Entries[0].Act);
        AuditVerdict verdict = Database.Audit.Verify();
        Assert.Equal((4, 4), (verdict.Lines, verdict.Last));
        Assert.Empty(verdict.Faults);
        Assert.Equal(page.Entries[0].Hash.ToArray(), verdict.Hash.ToArray());
    }

    [Fact]
    public void Filters_hold_together()
    {
        Add(1, 2, 3, 4);
        Database.Audit.Append(Act(5) with { Who = "luis", What = AuditWord.LogIn, Target = null });
        Assert.Equal([5], Ids(new AuditQuery { Who = "luis" }));
        Assert.Equal([4, 3, 2, 1], Ids(new AuditQuery { What = AuditWord.UserRole }));
        Assert.Equal([3], Ids(new AuditQuery { Target = "user3" }));
        Assert.Equal([3, 2], Ids(new AuditQuery { From = Records.Start.AddSeconds(2), To = Records.Start.AddSeconds(4) }));
    }

    [Theory]
    [InlineData("UPDATE audit SET who = 'eva' WHERE id = 3", 3, AuditFaultKind.Changed)]
    [InlineData("UPDATE audit SET at = at + 1 WHERE id = 3", 3, AuditFaultKind.Changed)]
    [InlineData("UPDATE audit SET old = NULL WHERE id = 3", 3, AuditFaultKind.Changed)]
    [InlineData("UPDATE audit SET old = new, new = old WHERE id = 3", 3, AuditFaultKind.Changed)]
    [InlineData("DELETE FROM audit WHERE id = 3", 3, AuditFaultKind.Missing)]
    [InlineData("DELETE FROM audit WHERE id = 1", 1, AuditFaultKind.Missing)]
    [InlineData("DELETE FROM audit WHERE id > 4", 5, AuditFaultKind.Missing)]
    [InlineData("DELETE FROM audit", 1, AuditFaultKind.Missing)]
    [InlineData(
        "INSERT INTO audit SELECT 6, at, who, origin, what, target, old, new, hash FROM audit WHERE id = 5", 6, AuditFaultKind.Changed)]
    public void What_somebody_did_to_the_table_is_found(string harm, long id, AuditFaultKind kind)
    {
        Add(1, 2, 3, 4, 5);
        Database.Change(WithoutTriggers + harm);
        Assert.Equal(new AuditFault(id, kind), Database.Audit.Verify().Faults[0]);
    }

    [Theory]
    [InlineData("UPDATE audit SET who = 'eva' WHERE id = 1")]
    [InlineData("DELETE FROM audit WHERE id = 1")]
    public void The_database_lets_nobody_change_a_line(string harm)
    {
        Add(1, 2);
        Exception refused = Assert.ThrowsAny<System.Data.Common.DbException>(() => Database.Change(harm));
        Assert.Contains("only added", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Database.Audit.Verify().Faults);
    }

    [Fact]
    public void Texts_that_a_database_cannot_keep_are_still_a_line()
    {
        Database.Audit.Append(Act(1) with { Who = "a\0b\u001b", Old = "\ud800x", New = new string('ñ', 5000) });
        AuditEntry entry = Assert.Single(Database.Audit.Query(new AuditQuery()).Entries);
        Assert.Equal(("a?b?", "?x", AuditAct.LongestText), (entry.Act.Who, entry.Act.Old, entry.Act.New!.Length));
        Assert.Empty(Database.Audit.Verify().Faults);
    }

    private void Add(params int[] numbers)
    {
        foreach (int number in numbers)
        {
            Database.Audit.Append(Act(number));
        }
    }

    private long[] Ids(AuditQuery query) => [.. Database.Audit.Query(query).Entries.Select(entry => entry.Id)];

    private static AuditAct Act(int number) => new(Records.Start.AddSeconds(number), "ana", "192.0.2.7", AuditWord.UserRole)
    {
        Target = $"user{number}",
        Old = "viewer",
        New = "operator",
    };
}
