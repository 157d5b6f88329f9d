using System.Text;
using CsCheck;
using Dashboard.Ingest.Broker;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Time.Testing;
using TestKit.Logs;

namespace Dashboard.Ingest.Tests;

public sealed class SmallPartsTests
{
    [Fact]
    public void Back_off_doubles_up_to_its_longest_and_begins_anew_after_a_success()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), new NoSpread());
        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(0, 5).Select(_ => (int)backoff.Next().TotalSeconds));
        backoff.Reset();
        Assert.Equal(1, backoff.Next().TotalSeconds);
    }

    [Fact]
    public void Back_off_is_spread_by_a_fifth_and_never_longer_than_its_longest()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), new Random(1));
        double[] waits = [.. Enumerable.Range(0, 200).Select(_ => backoff.Next().TotalSeconds)];
        Assert.All(waits, wait => Assert.InRange(wait, 8, 10));
        Assert.True(waits.Max() - waits.Min() > 1);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><ScRiPt/></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><x:script xmlns:x='http://www.w3.org/2000/svg'/></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><a href='javascript:alert(1)'/></svg>")]
    [InlineData(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><use "
            + "xlink:href='http://evil.example/a.svg#x'/></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><image href='data:image/svg+xml;base64,PHN2Zy8+'/></svg>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><set attributeName='href' to='javascript:alert(1)'/></svg>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY b 'b'><!ENTITY a '&b;&b;'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>")]
    [InlineData("<svg/>")]
    [InlineData("<html xmlns='http://www.w3.org/1999/xhtml'/>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'>")]
    public void A_drawing_that_could_run_or_fetch_something_is_refused(string svg) =>
        Assert.Throws<RefusedException>(() => SvgCheck.Clean(Encoding.UTF8.GetBytes(svg), 4096));

    [Fact]
    public void An_ordinary_drawing_passes() => SvgCheck.Clean(Encoding.UTF8.GetBytes("""
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- a comment -->
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">
          <style>.a{fill:#123456}</style><defs><symbol id="s"><path d="M0 0h1"/></symbol></defs>
          <use xlink:href="#s"/><text tag="LA152B03">Á</text><image href="data:image/png;base64,iVBORw0KGgo="/>
        </svg>
        """), 4096);

    [Fact]
    public void Any_bytes_are_taken_or_refused_and_nothing_else_is_thrown()
    {
        SiteStore store = new(new IngestLimits(), new FakeTimeProvider());
        string[] topics = ["state", "catalog", "tag/A", "element/A", "screen/A"];
        string[] seeds = [Payloads.State(), Payloads.Catalog, """{"value":1,"quality":"good"}""", Payloads.Closed, Payloads.Svg];
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 400], Gen.Byte.Array[0, 8]).Sample(
            (topic, seed, at, noise) =>
            {
                byte[] payload = Encoding.UTF8.GetBytes(seeds[seed]);
                noise.AsSpan(0, Math.Min(noise.Length, Math.Max(0, payload.Length - at)))
                    .CopyTo(payload.AsSpan(Math.Min(at, payload.Length)));
                Assert.True(Edge.Contracts.Topics.TryParse("edge/v1/los-alamos/" + topics[topic], out Edge.Contracts.TopicParts parts));
                try
                {
                    store.Apply(parts, payload, retained: false);
                }
                catch (RefusedException)
                {
                    // That is what it is for.
                }
            },
            iter: 5000);
    }

    [Fact]
    public void A_refusal_is_counted_each_time_and_logged_once_a_topic_and_hour()
    {
        FakeTimeProvider time = new();
        Notes<RefusalLog> lines = new();
        RefusalLog log = new(time, lines);
        for (int i = 0; i < 10; i++)
        {
            log.Add("edge/v1/a/state", "bad\nforged line");
        }

        log.Add("edge/v1/b/state", "bad, as a library says it.");
        Assert.Contains("as a library says it. 11 were", lines.All.Last().Text, StringComparison.Ordinal);
        Assert.Equal(11, log.Refused);
        Assert.Equal(2, lines.All.Count);
        Assert.DoesNotContain("\n", lines.All.First().Text, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromHours(1));
        log.Add("edge/v1/a/state", "bad");
        Assert.Equal(3, lines.All.Count);
    }

    [Fact]
    public void What_a_broker_holds_of_an_older_gateway_is_taken_but_no_nonsense()
    {
        const string Older = """
            {"epoch":"e1","seq":1,"device":"4","ied":4,"channel":3,"code":1,"count":9,
             "time":"2026-03-01T12:00:00Z","clock":"synchronised","received":"2026-03-01T12:00:01Z"}
            """;
        EnergyMessage read = PayloadReader.Energy(Encoding.UTF8.GetBytes(Older)).Message;
        Assert.Equal((EnergyKind.LastPeriodOfDay, 4, 1), (read.Kind, read.Native?.Ied, read.Native?.Code));
        string[] wrong =
            [Older[..^5], Older.Replace("\"ied\":4", "\"ied\":\"4\"", StringComparison.Ordinal), "[\"ied\"]", "{\"ied\":4,\"ied\":{}}"];
        Assert.All(wrong, text => Assert.Throws<RefusedException>(() => PayloadReader.Energy(Encoding.UTF8.GetBytes(text))));
    }

    private sealed class NoSpread : Random
    {
        public override double NextDouble() => 0;
    }
}
