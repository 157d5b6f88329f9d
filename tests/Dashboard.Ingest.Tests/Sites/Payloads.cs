using System.Text;
using Dashboard.Ingest.Sites;
using Edge.Contracts;

namespace Dashboard.Ingest.Tests.Sites;

/// <summary>What a gateway sends, written by hand from the contract.</summary>
internal static class Payloads
{
    internal const string Site = "los-alamos";

    internal static string State(string status = "online", string time = "2026-03-01T12:00:00Z", int heartbeat = 10) => $$"""
        {"status":"{{status}}","since":"2026-03-01T11:00:00Z","time":"{{time}}","heartbeatSeconds":{{heartbeat}},
         "epoch":"e1","software":"edge 0.1.0"}
        """;

    internal const string Catalog = """
        {"site":"los-alamos","name":"ET Los Álamos","timeZone":"America/Argentina/Buenos_Aires","profile":"abc",
         "devices":[{"id":"f3","description":"Alimentador 3","kind":"ied"}],
         "tags":[{"tag":"LA152B03","kind":"digital","description":"Interruptor 3","device":"f3","stateTexts":["Abierto","Cerrado"]}],
         "elements":[{"tag":"LA152B03","description":"Interruptor 3"}],
         "colours":[{"index":0,"name":"verde","colour":"#00aa00","description":"Abierto"}],
         "screens":[{"name":"LA","description":"ET Los Álamos","parent":"VS","prefix":"LA"}]}
        """;

    internal const string Svg =
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect id="b3" width="4" height="4"/></svg>""";

    internal const string Closed = """{"fill":"#aa0000","quality":"good","time":"2026-03-01T12:00:00Z"}""";

    internal const string Open = """{"fill":"#00aa00","quality":"good","time":"2026-03-01T12:00:05Z"}""";

    internal static string Event(long seq) => $$"""
        {"epoch":"e1","seq":{{seq}},"type":"digital","tag":"LA152B03","state":0,"text":"Abierto",
         "time":"2026-03-01T12:00:00.125Z","timeSource":"device","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
        """;

    internal static void Send(this SiteStore store, string rest, string payload, bool retained = false, string site = Site)
    {
        Assert.True(Topics.TryParse($"edge/v1/{site}/{rest}", out TopicParts parts), rest);
        store.Apply(parts, Encoding.UTF8.GetBytes(payload), retained);
    }
}
