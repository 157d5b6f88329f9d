using System.Text.Json;
using Dashboard.Ingest.Sites;
using Edge.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Ingest.Tests.Sites;

public sealed class SiteStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly SiteStore _store;

    public SiteStoreTests()
    {
        _store = new SiteStore(
            new IngestLimits { Sites = 2, TagsPerSite = 3, ScreensPerSite = 1, ScreenBytes = 1000, MessageBytes = 500 }, _time);
        _store.LinkUp();
    }

    private SiteSummary Summary => _store.Site(Payloads.Site)!.Value.Summary;

    private ElementMessage Breaker => _store.Snapshot(Payloads.Site)!.Elements["LA152B03"];

    [Fact]
    public void A_site_exists_with_its_first_message_and_is_unknown_until_its_state()
    {
        Assert.Empty(_store.Summaries());
        _store.Send("element/LA152B03", Payloads.Closed);
        Assert.Equal((SiteStatus.Unknown, SiteReason.NoState, "los-alamos"), (Summary.Status, Summary.Reason, Summary.Name));
        _store.Send("state", Payloads.State());
        _store.Send("catalog", Payloads.Catalog);
        Assert.Equal((SiteStatus.Online, null, "ET Los Álamos"), (Summary.Status, Summary.Reason, Summary.Name));
    }

    [Fact]
    public void Three_heartbeats_of_silence_make_it_lost_until_its_next_state()
    {
        _store.Send("state", Payloads.State(heartbeat: 10));
        _store.Send("element/LA152B03", Payloads.Closed);
        _time.Advance(TimeSpan.FromSeconds(30));
        _store.UpdateStatus();
        Assert.Equal(SiteStatus.Online, Summary.Status);
        Assert.Equal(QualityName.Good, Breaker.Quality);
        _store.TakeChanges();

        _time.Advance(TimeSpan.FromSeconds(1));
        _store.UpdateStatus();
        Assert.Equal((SiteStatus.Lost, SiteReason.Silent), (Summary.Status, Summary.Reason));
        Assert.Equal((QualityName.Stale, "gatewayOffline", "#aa0000"), (Breaker.Quality, Breaker.Reason, Breaker.Fill));
        SiteChanges pushed = Assert.Single(_store.TakeChanges());
        Assert.Equal(QualityName.Stale, pushed.Elements!["LA152B03"]!.Quality);
        Assert.Equal(SiteStatus.Lost, pushed.Summary!.Status);

        _store.Send("state", Payloads.State());
        Assert.Equal(SiteStatus.Online, Summary.Status);
        Assert.Equal(QualityName.Good, Breaker.Quality);
    }

    [Fact]
    public void A_will_makes_it_offline_at_once()
    {
        _store.Send("state", Payloads.State());
        _store.Send("element/LA152B03", Payloads.Closed);
        _store.Send("state", Payloads.State("offline"));
        Assert.Equal((SiteStatus.Offline, SiteReason.Offline), (Summary.Status, Summary.Reason));
        Assert.Equal(QualityName.Stale, Breaker.Quality);
    }

    [Fact]
    public void A_refused_profile_is_reported_with_time_and_reason_until_the_next()
    {
        _store.Send("state", Payloads.State());
        Assert.Null(Summary.Refused);
        _store.TakeChanges();

        _store.Send("state", WithProfile("""
            ,"refused":{"time":"2026-03-01T11:58:00Z","reason":"worse","detail":"di row 7: two points are called LA152B03"}
            """));
        SiteSummary pushed = Assert.Single(_store.TakeChanges()).Summary!;
        Assert.Equal(Noon.AddMinutes(-2), pushed.Refused!.Time);
        Assert.Equal("di row 7: two points are called LA152B03", pushed.Refused.Detail);
        Assert.Equal(SiteStatus.Online, pushed.Status);

        _time.Advance(TimeSpan.FromSeconds(1));
        _store.Send("state", WithProfile(""));
        Assert.Null(Assert.Single(_store.TakeChanges()).Summary!.Refused);
    }

    [Fact]
    public void A_clock_that_is_not_set_is_reported_until_it_is()
    {
        _store.Send("state", Payloads.State());
        Assert.Null(Summary.Clock);
        _store.TakeChanges();
        foreach (string clock in (string[])["notSet", "synchronised", "aNewerWord"])
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _store.Send("state", WithClock(clock));
            Assert.Equal(clock, Assert.Single(_store.TakeChanges()).Summary!.Clock);
        }

        SiteStore store = new(new IngestLimits(), _time);
        store.LinkUp();
        string endless = WithClock(new string('x', 2001));
        Assert.Contains("clock", Assert.Throws<RefusedException>(() => store.Send("state", endless)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_without_measure_is_refused_itself()
    {
        SiteStore store = new(new IngestLimits(), _time);
        store.LinkUp();
        store.Send("state", Payloads.State());
        string endless = $$""","refused":{"time":"2026-03-01T11:58:00Z","reason":"worse","detail":"{{new string('x', 2001)}}"}""";
        Assert.Contains("profile.refused.detail", Assert.Throws<RefusedException>(() => store.Send("state", WithProfile(endless))).Message);
        Assert.Null(store.Site(Payloads.Site)!.Value.Summary.Refused);
    }

    [Fact]
    public void A_retained_state_is_as_old_as_it_says()
    {
        // Gateway and broker failed together an hour ago: its will was not published, and the retained message still says online.
        _store.Send("state", Payloads.State(time: "2026-03-01T11:00:00Z"), retained: true);
        Assert.Equal(SiteStatus.Lost, Summary.Status);
        Assert.Equal(Noon.AddHours(-1), Summary.LastHeard);
        _store.Send("state", Payloads.State(time: "2026-03-01T11:00:10Z"), retained: false);
        Assert.Equal(SiteStatus.Online, Summary.Status);
    }

    [Fact]
    public void Without_a_broker_all_is_unknown_and_not_good_until_it_arrives_again()
    {
        _store.Send("state", Payloads.State());
        _store.Send("element/LA152B03", Payloads.Closed);
        _store.Send("tag/LA152B03", """{"value":1,"raw":1,"quality":"good","time":"2026-03-01T12:00:00Z"}""");
        _store.LinkDown();
        Assert.Equal((SiteStatus.Unknown, SiteReason.BrokerDown), (Summary.Status, Summary.Reason));
        Assert.Equal((QualityName.Stale, "brokerDown"), (Breaker.Quality, Breaker.Reason));
        Assert.Equal(QualityName.Stale, _store.Snapshot(Payloads.Site)!.Tags["LA152B03"].Quality);

        _store.LinkUp();
        Assert.Equal((SiteStatus.Unknown, SiteReason.NoState), (Summary.Status, Summary.Reason));
        _store.Send("state", Payloads.State(), retained: true);
        Assert.Equal(SiteStatus.Online, Summary.Status);
        Assert.Equal(QualityName.Stale, Breaker.Quality);
        _store.Send("element/LA152B03", Payloads.Open, retained: true);
        Assert.Equal((QualityName.Good, "#00aa00"), (Breaker.Quality, Breaker.Fill));
    }

    [Fact]
    public void Bad_stays_bad_with_its_own_reason()
    {
        _store.Send("state", Payloads.State("offline"));
        _store.Send("element/LA152B03", """{"quality":"bad","reason":"notYetRead","time":"2026-03-01T12:00:00Z"}""");
        Assert.Equal((QualityName.Bad, "notYetRead"), (Breaker.Quality, Breaker.Reason));
    }

    [Fact]
    public void Changes_are_gathered_and_the_newest_wins()
    {
        _store.Send("state", Payloads.State());
        _store.Send("element/LA152B03", Payloads.Closed);
        _store.Send("element/LA152B03", Payloads.Open);
        SiteChanges changes = Assert.Single(_store.TakeChanges());
        Assert.Equal("#00aa00", Assert.Single(changes.Elements!).Value!.Fill);
        Assert.Null(changes.Tags);
        Assert.False(changes.Catalog);
        Assert.Equal(_store.Snapshot(Payloads.Site)!.Revision, changes.Revision);
        Assert.Empty(_store.TakeChanges());
    }

    [Fact]
    public void Revisions_only_rise_also_over_a_restart_and_a_removal()
    {
        _store.Send("state", Payloads.State());
        long first = Summary.Revision;
        _store.Send("element/LA152B03", Payloads.Closed);
        long second = Summary.Revision;
        _store.Send("element/LA152B03", string.Empty);
        _store.Send("state", string.Empty);
        _store.Send("state", Payloads.State());
        long third = Summary.Revision;
        _time.Advance(TimeSpan.FromSeconds(1));
        SiteStore restarted = new(new IngestLimits(), _time);
        restarted.LinkUp();
        restarted.Send("state", Payloads.State());
        long fourth = restarted.Summaries()[0].Revision;
        Assert.True(first < second && second < third && third < fourth && fourth < 1L << 53);
    }

    [Fact]
    public void An_empty_payload_removes_the_thing_and_the_site_with_the_last_one()
    {
        _store.Send("state", Payloads.State());
        _store.Send("element/LA152B03", Payloads.Closed);
        _store.TakeChanges();
        _store.Send("element/LA152B03", string.Empty);
        Assert.Null(Assert.Single(Assert.Single(_store.TakeChanges()).Elements!).Value);
        _store.Send("state", string.Empty);
        Assert.True(Assert.Single(_store.TakeChanges()).Removed);
        Assert.Empty(_store.Summaries());
        Assert.Null(_store.Snapshot(Payloads.Site));
    }

    [Fact]
    public void A_drawing_has_an_etag_that_follows_its_content()
    {
        _store.Send("catalog", Payloads.Catalog);
        Assert.Null(Assert.Single(Summary.Screens).Etag);
        _store.Send("screen/LA", Payloads.Svg);
        string first = Assert.Single(Summary.Screens).Etag!;
        Assert.Equal(first, _store.Screen(Payloads.Site, "LA")!.Etag);
        _store.TakeChanges();
        _store.Send("screen/LA", Payloads.Svg);
        Assert.Empty(_store.TakeChanges());
        _time.Advance(TimeSpan.FromSeconds(5));
        _store.Send("screen/LA", Payloads.Svg.Replace("b3", "b4", StringComparison.Ordinal));
        Assert.NotEqual(first, Assert.Single(Summary.Screens).Etag);
        Assert.True(Assert.Single(_store.TakeChanges()).Catalog);
    }

    [Theory]
    [InlineData("state", "not json")]
    [InlineData("state", "null")]
    [InlineData("state", "[]")]
    [InlineData("state", """{"status":"online"}""")]
    [InlineData(
        "state",
        """{"status":1,"since":"2026-03-01T11:00:00Z","time":"2026-03-01T11:00:00Z","""
        + """ "heartbeatSeconds":10,"epoch":"e","software":"s"}""")]
    [InlineData(
        "state",
        """{"status":"online","since":"2026-03-01T11:00:00Z","time":"2026-03-01T11:00:00Z","""
        + """ "heartbeatSeconds":0,"epoch":"e","software":"s"}""")]
    [InlineData(
        "state",
        """{"status":"online","since":"2026-03-01T11:00:00Z","time":"2026-03-01T11:00:00Z","""
        + """ "heartbeatSeconds":9,"epoch":null,"software":"s"}""")]
    [InlineData(
        "state",
        """{"status":"online","since":"2026-03-01T11:00:00Z","time":"2026-03-01T11:00:00Z","""
        + """ "heartbeatSeconds":9,"epoch":"e","software":"s","field":[null]}""")]
    [InlineData("element/LA152B03", """{"fill":"url(javascript:x)","quality":"good","time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("element/LA152B03", """{"fill":"#12345g","quality":"good","time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("element/LA152B03", """{"quality":7,"time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("element/LA152B03", """{"number":12,"quality":"good","time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("element/LA152B03", """{"number":{"value":1e999,"decimals":1},"quality":"good","time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("element/LA152B03", """{"number":{"value":1,"decimals":16},"quality":"good","time":"2026-03-01T12:00:00Z"}""")]
    [InlineData("tag/LA152B03", """{"value":1,"quality":"good","flags":[null]}""")]
    [InlineData("tag/LA152B03", """{"value":"1","quality":"good"}""")]
    [InlineData("tag/LA152B03", """{"value":1e999,"quality":"good"}""")]
    [InlineData("tag/LA152B03", """{"value":1,"raw":1e999,"quality":"good"}""")]
    [InlineData("tag/LA152B03", """{"value":1,"raw":["on"],"quality":"good"}""")]
    [InlineData(
        "catalog",
        """{"site":"other","name":"x","timeZone":"UTC","profile":"p","devices":[],"""
        + """ "tags":[],"elements":[],"colours":[],"screens":[]}""")]
    [InlineData(
        "catalog",
        """{"site":"los-alamos","name":"x","timeZone":"Nowhere","profile":"p","devices":[],"""
        + """ "tags":[],"elements":[],"colours":[],"screens":[]}""")]
    [InlineData(
        "catalog",
        """{"site":"los-alamos","name":"x","timeZone":"UTC","profile":"p","devices":[],"""
        + """ "tags":[],"elements":[],"colours":[],"screens":[{"name":"a/b","description":"","prefix":""}]}""")]
    [InlineData(
        "catalog",
        """{"site":"los-alamos","name":"x","timeZone":"UTC","profile":"p","devices":null,"""
        + """ "tags":[],"elements":[],"colours":[],"screens":[]}""")]
    [InlineData("screen/LA", "no svg")]
    public void What_is_not_of_the_contract_is_refused_and_nothing_changes(string topic, string payload)
    {
        _store.Send("state", Payloads.State(), site: "other");
        Assert.Throws<RefusedException>(() => _store.Send(topic, payload));
        Assert.Equal("other", Assert.Single(_store.Summaries()).Site);
    }

    [Theory]
    [InlineData("\"intermediate\"")]
    [InlineData("18446744073709551615")]
    [InlineData("-2147483648")]
    [InlineData("2.5")]
    public void A_raw_value_is_handed_on_as_it_came(string raw)
    {
        _store.Send("state", Payloads.State());
        _store.Send("tag/LA152B03", $$"""{"value":2,"raw":{{raw}},"quality":"good"}""");
        string held = JsonSerializer.Serialize(_store.Snapshot(Payloads.Site)!.Tags["LA152B03"], ContractJson.Default.TagMessage);
        Assert.Contains($"\"raw\":{raw},", held, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_in_the_place_of_a_raw_number_has_at_most_2000_letters()
    {
        SiteStore store = new(new IngestLimits(), _time);
        store.Send("state", Payloads.State());
        store.Send("tag/LA152B03", $$"""{"quality":"good","raw":"{{new string('x', 2000)}}"}""");
        string beyond = $$"""{"quality":"good","raw":"{{new string('x', 2001)}}"}""";
        Assert.Throws<RefusedException>(() => store.Send("tag/LA152B03", beyond));
    }

    [Fact]
    public void What_is_beyond_a_limit_is_refused_and_the_rest_goes_on()
    {
        _store.Send("state", Payloads.State());
        _store.Send("state", Payloads.State(), site: "two");
        Assert.Throws<RefusedException>(() => _store.Send("state", Payloads.State(), site: "three"));
        foreach (string tag in (string[])["A", "B", "C"])
        {
            _store.Send("element/" + tag, Payloads.Closed);
        }

        Assert.Throws<RefusedException>(() => _store.Send("element/D", Payloads.Closed));
        _store.Send("element/A", Payloads.Open);
        _store.Send("screen/LA", Payloads.Svg);
        Assert.Throws<RefusedException>(() => _store.Send("screen/LB", Payloads.Svg));
        Assert.Throws<RefusedException>(() => _store.Send("screen/LA", Payloads.Svg + new string(' ', 1000)));
        Assert.Throws<RefusedException>(() => _store.Send("element/A", Payloads.Open + new string(' ', 500)));
        Assert.Equal(3, _store.Snapshot(Payloads.Site)!.Elements.Count);
    }

    private static string WithClock(string clock) => Payloads.State().TrimEnd()[..^1] + $$""","clock":"{{clock}}"}""";

    private static string WithProfile(string refused) =>
        Payloads.State().TrimEnd()[..^1] + ""","profile":{"hash":"abc","since":"2026-03-01T11:00:00Z" """ + refused + "}}";
}
