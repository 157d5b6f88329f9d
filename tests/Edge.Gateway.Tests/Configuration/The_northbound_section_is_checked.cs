using System.Net;
using System.Text;
using Edge.Gateway.Configuration;
using TestKit;

namespace Edge.Gateway.Tests.Configuration;

public sealed class The_northbound_section_is_checked : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public The_northbound_section_is_checked() => File.WriteAllText(_folder.At("book.xlsx"), "");

    [Fact]
    public void Nothing_listens_by_default()
    {
        ConfigurationResult result = Load("[]");
        Assert.Empty(result.Errors);
        Assert.Empty(result.Configuration!.Northbound);
    }

    [Fact]
    public void A_short_entry_takes_the_defaults_and_ports_count_on()
    {
        ConfigurationResult result = Load("""
            [ { "comaster": 1, "clients": [ { "name": "a" } ] }, { "comaster": 2, "allowUnknown": true } ]
            """);
        Assert.Empty(result.Errors);
        OutstationConfiguration[] entries = result.Configuration!.Northbound;
        Assert.Equal(
            [new IPEndPoint(IPAddress.Any, 9761), new IPEndPoint(IPAddress.Any, 9762)],
            entries.Select((e, i) => OutstationChecks.ListenOf(e, i)));
        Assert.Equal((false, false, false, false, 8),
            (entries[0].AllowUnknown, entries[0].SetTime, entries[0].Control, entries[0].Diagnosis, entries[0].MaximumClients));
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("10.1.2.0/24", "10.1.2.0/24")]
    [InlineData("fd00::7", "fd00::7/128")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("10.1.2.3/24", "10.1.2.0/24")]
    [InlineData("centre.example", null)]
    [InlineData("", null)]
    public void An_address_alone_is_a_network_of_one(string text, string? network) =>
        Assert.Equal(network, OutstationChecks.NetworkOf(text)?.ToString());

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_with_its_line()
    {
        ConfigurationResult result = Load("""
            [
                { "listen": "9761",
                  "maximumClients": 0 },
                { "comaster": 2, "clients": [
                    { "name": "north", "source": 64 },
                    { "name": "north", "source": 300 },
                    { "name": "south centre", "address": "somewhere" },
                    { "name": "near", "address": "10.1.2.0/24" },
                    { "name": "nearer", "address": "10.1.2.9", "source": 65 },
                    { "name": "twin", "source": 64, "address": "10.9.9.9" } ] },
                { "comaster": 2, "listen": "127.0.0.1:9762", "allowUnknown": true }
            ]
            """);
        string[] expected =
        [
            "line 7: northbound[0].listen: '9761' is no address with a port",
            "line 7: northbound[0].comaster: is missing",
            "line 8: northbound[0].maximumClients: 0 is out of range",
            "line 7: northbound[0].clients: is empty",
            "line 11: northbound[1].clients[1].name: 'north' is the name of a client before",
            "line 11: northbound[1].clients[1].source: 300 is out of range: give 0 to 254",
            "line 12: northbound[1].clients[2].name: 'south centre' is no name",
            "line 12: northbound[1].clients[2].address: 'somewhere' is neither",
            "line 14: northbound[1].clients[4]: is never used: each centre that matches it matches 'near'",
            "line 15: northbound[1].clients[5]: is never used: each centre that matches it matches 'north'",
            "line 16: northbound[2].listen: 127.0.0.1:9762 is taken",
            "line 16: northbound[2].comaster: 2 is served by an entry before",
        ];
        Assert.Equal(expected.Length, result.Errors.Length);
        Assert.All(result.Errors.Zip(expected), pair => Assert.Contains(pair.Second, pair.First, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private ConfigurationResult Load(string northbound) => ConfigurationLoader.Parse(
        Encoding.UTF8.GetBytes($$"""
            {
              "site": "los-alamos", "name": "ET Los Álamos", "timeZone": "America/Argentina/Buenos_Aires",
              "profile": { "workbook": "book.xlsx" }, "dataDirectory": "data",
              "devices": [ { "name": "comaster", "type": "mara-tcp", "host": "127.0.0.1" } ],
              "mqtt": { "host": "localhost" },
              "northbound": {{northbound}}
            }
            """),
        _folder.At("edge.json"));
}
