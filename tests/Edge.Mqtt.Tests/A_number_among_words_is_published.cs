using System.Text.Json;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline.Live;

namespace Edge.Mqtt.Tests;

public sealed class A_number_among_words_is_published
{
    [Theory]
    [InlineData("P = ", " kW", """{"text":"P = 1234.5 kW","number":{"prefix":"P = ","value":1234.5,"decimals":1,"suffix":" kW"},""")]
    [InlineData(null, " kW", """{"text":"1234.5 kW","number":{"value":1234.5,"decimals":1,"suffix":" kW"},""")]
    [InlineData("P = ", null, """{"text":"P = 1234.5","number":{"prefix":"P = ","value":1234.5,"decimals":1},""")]
    public void With_the_words_before_and_after_it(string? prefix, string? suffix, string json)
    {
        var display = new ElementDisplay(
            $"{prefix}1234.5{suffix}", 1234.5, 1, null, null, QualityState.Good, null, DateTimeOffset.UnixEpoch)
        {
            Prefix = prefix,
            Suffix = suffix,
        };

        string sent = JsonSerializer.Serialize(Messages.Element(display), ContractJson.Default.ElementMessage);
        Assert.StartsWith(json, sent, StringComparison.Ordinal);
    }
}
