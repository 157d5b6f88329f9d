using System.CommandLine;
using Dashboard.Web.Commands;
using Microsoft.Data.Sqlite;
using TestKit;

namespace Dashboard.Web.Tests.Commands;

/// <summary>What commands do with users is in the record of it, and a command checks the record.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_done_on_the_command_line_is_a_line_that_is_checked()
    {
        Assert.Equal((0, "There is no line.", ""), Run("audit", "verify"));
        Assert.Equal(0, Run("user", "add", "berta", "--role", "operator").Code);
        Assert.Equal(0, Run("user", "role", "berta", "supervisor").Code);
        Assert.Equal(0, Run("user", "list").Code);
        Assert.Equal(1, Run("user", "role", "nadie", "viewer").Code);
        (int code, string said, _) = Run("audit", "verify");
        Assert.Equal(0, code);
        Assert.StartsWith("2 lines, none is changed or missing. The last one is 2 with ", said, StringComparison.Ordinal);

        Harm("DROP TRIGGER audit_is_not_changed; UPDATE audit SET new = 'viewer' WHERE id = 1");
        Assert.Equal((1, "", "line 1 is not as it was written"), Run("audit", "verify"));
    }

    [Fact]
    public void A_record_that_cannot_be_written_undoes_nothing()
    {
        File.WriteAllText(_directory.At("historian.db"), "this is no database, and long enough to be looked at");
        (int code, string said, string warned) = Run("user", "add", "berta", "--role", "operator");
        Assert.Equal(0, code);
        Assert.StartsWith("berta is made.", said, StringComparison.Ordinal);
        Assert.StartsWith("edge-dashboard: it is done, but not in the record of what users did: ", warned, StringComparison.Ordinal);
        Assert.Equal(1, Run("audit", "verify").Code);
    }

    private (int Code, string Said, string Warned) Run(params string[] arguments)
    {
        RootCommand root = new() { UserCommand.Create(), AuditCommand.Create() };
        using StringWriter output = new();
        using StringWriter errors = new();
        int code = root.Parse([.. arguments, "--data", _directory.Path])
            .Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString().Trim(), errors.ToString().Trim());
    }

    private void Harm(string sql)
    {
        using SqliteConnection connection = new($"Data Source={_directory.At("historian.db")};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
