using Dashboard.Web.Users;
using TestKit;

namespace Dashboard.Web.Tests.Users;

/// <summary>docs/users.md says who has which right.</summary>
public sealed class RightsTableTests
{
    private static readonly SessionRole[] All = Enum.GetValues<SessionRole>();

    [Fact]
    public void The_document_has_the_table_of_the_code()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("docs", "users.md"));
        string[] rows =
        [
            .. lines.SkipWhile(line => !line.StartsWith("| right |", StringComparison.Ordinal))
                .TakeWhile(line => line.StartsWith('|')).Where(line => line.StartsWith("| `", StringComparison.Ordinal)),
        ];
        string[] expected =
        [
            .. Rights.Least.Select(one => $"`{one.Key}` " + string.Join(' ', All.Select(role => Rights.Has(role, one.Key) ? "yes" : "–"))),
        ];
        Assert.Equal(expected, rows.Select(row => row.Split('|', StringSplitOptions.TrimEntries)).Select(
            cells => $"{cells[1]} {string.Join(' ', cells[3..^1])}"));
    }
}
