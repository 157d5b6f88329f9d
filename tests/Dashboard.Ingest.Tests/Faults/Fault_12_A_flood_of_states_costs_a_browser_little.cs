using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Ingest.Sites;
using Dashboard.Ingest.Tests.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Ingest.Tests.Faults;

public sealed class Fault_12_A_flood_of_states_costs_a_browser_little
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly SiteStore _store;

    public Fault_12_A_flood_of_states_costs_a_browser_little()
    {
        _store = new SiteStore(new IngestLimits(), _time);
        _store.LinkUp();
        _store.Send("state", Payloads.State());
        _store.Send("catalog", Payloads.Catalog);
        _ = Assert.Single(_store.TakeChanges());
    }

    [Fact]
    public void States_that_change_nothing_but_the_time_pass_once_a_second()
    {
        List<SiteChanges> passed = [];
        for (int i = 0; i < 200; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            _store.Send("state", Payloads.State());
            passed.AddRange(_store.TakeChanges());
        }

        Assert.InRange(passed.Count, 19, 21);
        Assert.All(passed, change => Assert.True(change is { OnlyState: true, Catalog: false, Summary: not null }));
    }

    [Fact]
    public void A_change_of_status_passes_at_once()
    {
        _store.Send("state", Payloads.State());
        _ = _store.TakeChanges();
        _store.Send("state", Payloads.State("offline"));
        SiteChanges change = Assert.Single(_store.TakeChanges());
        Assert.Equal((SiteStatus.Offline, false), (change.Summary!.Status, change.OnlyState));
    }

    [Fact]
    public void A_state_that_waited_passes_later()
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        _store.Send("state", Payloads.State());
        _ = Assert.Single(_store.TakeChanges());
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _store.Send("state", Payloads.State());
        Assert.Empty(_store.TakeChanges());

        _time.Advance(TimeSpan.FromSeconds(1));
        SiteChanges late = Assert.Single(_store.TakeChanges());
        Assert.Equal(Noon.AddSeconds(2.1), late.Summary!.LastHeard);
    }

    [Fact]
    public void The_same_catalogue_again_is_no_change()
    {
        _time.Advance(TimeSpan.FromMinutes(5));
        _store.Send("catalog", Payloads.Catalog, retained: true);
        Assert.Empty(_store.TakeChanges());
    }

    [Fact]
    public void Catalogues_without_a_pause_pass_ever_less_often()
    {
        int passed = 0;
        string? last = null;
        for (int i = 0; i < 1200; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            last = $"ET {i}";
            _store.Send("catalog", Payloads.Catalog.Replace("ET Los Álamos", last, StringComparison.Ordinal));
            passed += _store.TakeChanges().Count(change => change.Catalog);
        }

        // In two minutes: after 2, 4, 8, 16, 32, 60 s.
        Assert.InRange(passed, 5, 7);
        Assert.Equal(last, _store.Site(Payloads.Site)!.Value.Catalog!.Name);

        // The last one is not forgotten, and after a rest the next one passes at once.
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(last, Assert.Single(_store.TakeChanges()).Summary!.Name);
        _time.Advance(TimeSpan.FromMinutes(10));
        _store.Send("catalog", Payloads.Catalog);
        Assert.True(Assert.Single(_store.TakeChanges()).Catalog);
    }

    [Theory]
    [InlineData("\"name\":\"ET Los Álamos\"", "\"name\":\"LONG\"")]
    [InlineData("\"description\":\"Alimentador 3\"", "\"description\":\"LONG\"")]
    [InlineData("\"description\":\"Interruptor 3\",\"device\"", "\"description\":\"LONG\",\"device\"")]
    [InlineData("\"stateTexts\":[\"Abierto\"", "\"stateTexts\":[\"LONG\"")]
    [InlineData("\"name\":\"verde\"", "\"name\":\"LONG\"")]
    [InlineData("\"parent\":\"VS\"", "\"parent\":\"LONG\"")]
    [InlineData("\"prefix\":\"LA\"", "\"prefix\":\"LONG\"")]
    public void A_text_of_a_catalogue_has_a_bound(string found, string replaced)
    {
        string longest = Payloads.Catalog.Replace(found, replaced.Replace("LONG", new string('x', 500)), StringComparison.Ordinal);
        Assert.Contains("xxx", longest, StringComparison.Ordinal);
        _store.Send("catalog", longest);
        string tooLong = longest.Replace("xxx", "xxxx", StringComparison.Ordinal);
        Assert.Contains("longer than 500", Refused("catalog", tooLong), StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_of_a_catalogue_is_without_a_bound()
    {
        CatalogMessage whole = JsonSerializer.Deserialize(Payloads.Catalog, ContractJson.Default.CatalogMessage)!;
        CatalogMessage full = whole with
        {
            Devices = [whole.Devices[0] with { Parent = "vs", Native = new NativeDevice("mara", 3, null) }],
            Tags = [whole.Tags[0] with { Unit = "kW" }],
            Elements = [whole.Elements[0] with { Screen = "LA", Unit = "kW" }],
        };
        List<string> unbounded = [];
        int texts = 0;
        foreach (JsonValue text in Texts(JsonSerializer.SerializeToNode(full, ContractJson.Default.CatalogMessage)!))
        {
            JsonNode root = text.Root.DeepClone();
            string path = text.GetPath();
            JsonValue same = Texts(root).Single(one => one.GetPath() == path);
            same.ReplaceWith(new string('x', CatalogText.Longest + 1));
            texts++;
            if (!IsRefused(root.ToJsonString()))
            {
                unbounded.Add(path);
            }
        }

        Assert.Empty(unbounded);

        // Every property of a text is in the catalogue above.
        Assert.InRange(texts, TextProperties(), int.MaxValue);
    }

    [Theory]
    [InlineData(501, 1, "longer than 500")]
    [InlineData(3, 257, "more than 256")]
    public void The_links_of_a_state_have_a_bound(int letters, int links, string why)
    {
        string link = $$"""{"device":"{{new string('x', letters)}}","up":true,"since":"2026-03-01T11:00:00Z"}""";
        string state = Payloads.State().TrimEnd()[..^1] + $$""","field":[{{string.Join(',', Enumerable.Repeat(link, links))}}]}""";
        Assert.Contains(why, Refused("state", state), StringComparison.Ordinal);
    }

    [Fact]
    public void A_glance_has_no_drawings_and_no_details()
    {
        SiteSummary summary = _store.Site(Payloads.Site)!.Value.Summary with
        {
            Field = [new FieldLinkState { Device = "bus", Up = false, Since = Noon, Detail = "why", Silent = ["4"] }],
            Clock = "notSet",
        };
        SiteSummary glance = summary.AtAGlance();
        Assert.NotEmpty(summary.Screens);
        Assert.Empty(glance.Screens);
        FieldLinkState link = Assert.Single(glance.Field);
        Assert.Equal((false, null, "4"), (link.Up, link.Detail, Assert.Single(link.Silent)));
        Assert.Equal(
            (summary.Status, summary.LastHeard, summary.Revision, "notSet"),
            (glance.Status, glance.LastHeard, glance.Revision, glance.Clock));
    }

    private static IEnumerable<JsonValue> Texts(JsonNode node) => node switch
    {
        JsonValue value => value.GetValueKind() == JsonValueKind.String ? [value] : [],
        JsonArray array => array.SelectMany(item => Texts(item!)),
        _ => node.AsObject().SelectMany(property => Texts(property.Value!)),
    };

    private static int TextProperties() => new[]
    {
        typeof(CatalogMessage), typeof(CatalogDevice), typeof(NativeDevice), typeof(CatalogTag), typeof(CatalogElement),
        typeof(CatalogColour), typeof(CatalogScreen),
    }.Sum(type => type.GetProperties().Count(property => property.PropertyType == typeof(string)));

    private bool IsRefused(string catalog)
    {
        Assert.True(Topics.TryParse($"edge/v1/{Payloads.Site}/catalog", out TopicParts topic));
        return Record.Exception(() => _store.Apply(topic, Encoding.UTF8.GetBytes(catalog), false)) is RefusedException;
    }

    private string Refused(string rest, string payload)
    {
        Assert.True(Topics.TryParse($"edge/v1/{Payloads.Site}/{rest}", out TopicParts topic));
        return Assert.Throws<RefusedException>(() => _store.Apply(topic, Encoding.UTF8.GetBytes(payload), false)).Message;
    }
}
