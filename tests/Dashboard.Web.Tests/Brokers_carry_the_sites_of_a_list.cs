using Dashboard.Ingest;
using Microsoft.Extensions.Configuration;

namespace Dashboard.Web.Tests;

/// <summary>The setting <c>MqttBroker:Shards</c>.</summary>
public sealed class Brokers_carry_the_sites_of_a_list
{
    private static readonly (string Key, string? Value)[] s_two =
    [
        ("Mode", "external"), ("Host", "a"), ("Shards:0:Host", "b"), ("Shards:0:Port", "8883"), ("Shards:0:Tls", "true"),
        ("Shards:0:UserName", "dashboard"), ("Shards:0:Password", "una clave larga"), ("Shards:0:CaFile", "ca.pem"),
        ("Shards:0:Sites:0", "el-sur"), ("Shards:0:Sites:1", "la-costa"), ("Shards:1:Host", "c"), ("Shards:1:Sites:0", "norte"),
    ];

    [Fact]
    public void The_first_carries_all_that_is_not_listed()
    {
        BrokerOptions options = Read([]);
        SiteShards sites = options.Sites;
        Assert.Equal((3, 0, 1, 1, 2), (sites.Brokers, sites.Of("los-alamos"), sites.Of("el-sur"), sites.Of("la-costa"), sites.Of("norte")));
        BrokerShard second = options.Shards[0];
        Assert.Equal(
            ("b", 8883, true, "dashboard", "una clave larga", "ca.pem"),
            (second.Host, second.Port, second.Tls, second.UserName, second.Password, second.CaFile));
        Assert.Equal(("c", 1883, false), (options.Shards[1].Host, options.Shards[1].Port, options.Shards[1].Tls));
    }

    [Theory]
    [InlineData("Mode", "embedded", "MqttBroker:Mode")]
    [InlineData("Shards:1:Sites:0", "el-sur", "'el-sur' is listed twice")]
    [InlineData("Shards:1:Sites:0", "a/b", "MqttBroker:Shards:1:Sites: 'a/b'")]
    [InlineData("Shards:1:Sites:0", null, "MqttBroker:Shards:1:Sites")]
    [InlineData("Shards:1:Port", "0", "MqttBroker:Shards:1:Port '0'")]
    [InlineData("Shards:1:Host", null, "MqttBroker:Shards:1:Host is missing")]
    public void What_is_wrong_ends_the_start_with_its_place(string key, string? value, string said) =>
        Assert.Contains(said, Assert.Throws<SettingException>(() => Read([(key, value)])).Message, StringComparison.Ordinal);

    private static BrokerOptions Read((string Key, string? Value)[] others)
    {
        Dictionary<string, string?> settings = [];
        foreach ((string key, string? value) in s_two.Concat(others))
        {
            settings["MqttBroker:" + key] = value;
        }

        return BrokerOptions.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new DataDirectory("/nowhere"));
    }
}
