using System.Text.Json;
using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Mqtt.Tests;

public sealed class What_is_set_by_hand_is_published
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void With_who_and_when()
    {
        ElementDisplay display = new("FS", null, null, null, null, QualityState.Good, null, Noon)
        {
            ByHand = new HandSettings(
                new ElementState("LA2TEC01", ElementAttribute.Text, "FS", ElementAction.Set, "ana", Noon), null, null,
                new ElementState("LA2TEC01", ElementAttribute.Mark, null, ElementAction.Set, "luis", Noon)),
        };

        Assert.Equal(
            """
            {"text":"FS","quality":"good","byHand":[{"attribute":"text","value":"FS","who":"ana","time":"2026-03-01T12:00:00+00:00"},
            {"attribute":"mark","who":"luis","time":"2026-03-01T12:00:00+00:00"}],"time":"2026-03-01T12:00:00+00:00"}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(Messages.Element(display), ContractJson.Default.ElementMessage));
    }

    [Fact]
    public void The_catalogue_says_what_may_be_set()
    {
        Profile profile = Station.Small;
        SiteDescription site = new()
        {
            Site = "la-prueba",
            Name = "ET La Prueba",
            TimeZone = "America/Argentina/Buenos_Aires",
            Profile = profile,
            ElementUnits = [.. profile.Elements.Select(_ => (string?)null)],
            Settable = [.. profile.Elements.Select((_, i) => i == 0 ? [ElementAttribute.Text, ElementAttribute.Fill] : Nothing)],
            Software = "edge 9.9.9",
        };

        CatalogMessage catalog = Messages.Catalog(new Publication(site, NullLogger.Instance));

        Assert.Equal([ElementAttributeName.Text, ElementAttributeName.Fill], catalog.Elements[0].Settable!.Value);
        Assert.All(catalog.Elements.Skip(1), element => Assert.Null(element.Settable));
    }

    private static System.Collections.Immutable.ImmutableArray<ElementAttribute> Nothing => [];
}
