using System.Text.Json;
using Edge.Contracts;
using TestKit;

namespace Dashboard.Ingest.Tests;

/// <summary>
/// Each kind of topic of the contract has a row in docs/limits.md; see <c>Every_bound_has_a_row</c> of the architecture tests.
/// </summary>
public sealed class Every_topic_has_a_bound
{
    [Fact]
    public void The_rows_are_the_kinds_of_topic() => Assert.Equal(
        Enum.GetNames<TopicKind>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal), LimitsTable.Ways("topic"));
}
