using Dashboard.Web.Users;

namespace Dashboard.Web.Provider;

/// <summary>A row of the table that makes roles of what the provider says of a user.</summary>
/// <param name="Claim">A value of the claim, such as the name of a group.</param>
/// <param name="Role">The role of who has it.</param>
/// <param name="Station">At this station; null: at all.</param>
internal sealed record RoleRow(string Claim, SessionRole Role, string? Station)
{
    /// <summary>What the values of a claim give; null: nothing. Of several roles at one place the highest counts.</summary>
    internal static Grants? GrantsOf(IEnumerable<RoleRow> table, IReadOnlySet<string> values)
    {
        RoleRow[] given = [.. table.Where(row => values.Contains(row.Claim))];
        return given.Length == 0 ? null : new Grants(
            given.Where(row => row.Station is null).Select(row => (SessionRole?)row.Role).Max(),
            given.Where(row => row.Station is not null).GroupBy(row => row.Station!, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Max(row => row.Role))));
    }
}
