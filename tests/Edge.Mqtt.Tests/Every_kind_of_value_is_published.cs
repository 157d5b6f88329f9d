using System.Text.Json;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;

namespace Edge.Mqtt.Tests;

public sealed class Every_kind_of_value_is_published
{
    private static readonly PointInfo s_point = new("T", PointKind.Analog, null);

    public static TheoryData<PointValue, string> Values => new()
    {
        { PointValue.Whole(-2_147_483_648), "-2147483648" },
        { PointValue.Whole(617), "617" },
        { PointValue.Real(2.5), "2.5" },
        { PointValue.Real(1e300), "1E+300" },
        { PointValue.Real(5), "5" },
        { PointValue.Counter(4_294_967_295, 32), "4294967295" },
        { PointValue.Counter(18_446_744_073_709_551_615, 64), "18446744073709551615" },
        { PointValue.Binary(true), "1" },
        { PointValue.DoubleBit(DoubleBitState.Intermediate), "\"intermediate\"" },
        { PointValue.DoubleBit(DoubleBitState.On), "\"on\"" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void As_a_number_or_the_word_of_a_position(PointValue value, string raw)
    {
        TagMessage sent = Messages.Tag(s_point, new PointState(true, value, value.AsDouble, QualityState.Good, DateTimeOffset.UnixEpoch));
        string json = JsonSerializer.Serialize(sent, ContractJson.Default.TagMessage);
        Assert.Contains($"\"raw\":{raw},", json, StringComparison.Ordinal);
        Assert.DoesNotContain("flags", json, StringComparison.Ordinal);

        TagMessage read = JsonSerializer.Deserialize(json, ContractJson.Default.TagMessage)!;
        Assert.Equal(sent.Raw, read.Raw);
        Assert.Equal(sent.Value, read.Value);
    }

    [Fact]
    public void Without_a_number_where_it_has_none()
    {
        QualityState bad = QualityState.Of(QualityFlags.Invalid | QualityFlags.OverRange);
        PointState state = new(true, PointValue.Real(double.NaN), double.NaN, bad, DateTimeOffset.UnixEpoch);
        TagMessage sent = Messages.Tag(s_point, state);
        Assert.Equal(
            """{"quality":"bad","reason":"markedByDevice","flags":["invalid","overRange"],"time":"1970-01-01T00:00:00+00:00"}""",
            JsonSerializer.Serialize(sent, ContractJson.Default.TagMessage));
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("true")]
    [InlineData("[1]")]
    public void And_nothing_else_is_read(string raw) => Assert.Throws<JsonException>(
        () => JsonSerializer.Deserialize($$"""{"quality":"good","raw":{{raw}}}""", ContractJson.Default.TagMessage));
}
