using System.Globalization;
using Dashboard.Ingest.Sites;
using Dashboard.Web.Users;
using Edge.Contracts;

namespace Dashboard.Web.Api;

/// <summary>What is to be set by hand.</summary>
/// <param name="Value">As a cell of the workbook has it: a text, or the index of a colour of the palette.</param>
/// <param name="Seen">
/// The <c>time</c> of what was seen: of the entry of <c>byHand</c>, else of the element. What somebody has changed since stays.
/// </param>
public sealed record HandSetting(string? Value, DateTimeOffset? Seen);

/// <summary>An attribute that somebody set by hand.</summary>
/// <param name="Tag">The element.</param>
/// <param name="Description">What it is.</param>
/// <param name="Attribute">Which attribute.</param>
/// <param name="Value">What it was set to: a text, or the index of a colour; absent for nothing.</param>
/// <param name="Who">Who set it.</param>
/// <param name="Time">When, by the clock of the gateway.</param>
public sealed record HandView(
    string Tag, string Description, ElementAttributeName Attribute, string? Value, string Who, DateTimeOffset Time);

/// <summary>What operators set by hand at a station. It is the gateway's: it is asked, and what it answers is passed on.</summary>
internal static class HandEndpoints
{
    private const int MaximumText = 200;
    private const int LongestWho = 64;

    internal static void MapByHand(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder sites = app.MapGroup("/api/sites/{site}").WithTags("sites");
        sites.MapGet("by-hand", List).Requires(Right.Watch).Produces<HandView[]>().ProducesProblem(404);
        sites.MapPut("elements/{tag}/{attribute}", SetAsync).Requires(Right.SetByHand).Produces(204).ProducesProblem(400)
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(429).ProducesProblem(502)
            .ProducesProblem(503).ProducesProblem(504);
        sites.MapDelete("elements/{tag}/{attribute}", ReleaseAsync).Requires(Right.SetByHand).Produces(204).ProducesProblem(400)
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(429).ProducesProblem(502)
            .ProducesProblem(503).ProducesProblem(504);
    }

    private static IResult List(string site, SiteStore store)
    {
        if (store.Snapshot(site) is not { } found)
        {
            return SiteEndpoints.Unknown("unknownSite", "The site");
        }

        Dictionary<string, string> names = (store.Site(site)?.Catalog?.Elements ?? []).DistinctBy(element => element.Tag)
            .ToDictionary(element => element.Tag, element => element.Description, StringComparer.Ordinal);
        return Results.Ok(found.Elements.OrderBy(element => element.Key, StringComparer.Ordinal).SelectMany(
            element => element.Value.ByHand ?? [],
            (element, one) => new HandView(
                element.Key, names.GetValueOrDefault(element.Key, ""), one.Attribute, one.Value, one.Who, one.Time)));
    }

    private static Task<IResult> SetAsync(
        string site, string tag, string attribute, HandSetting body, HttpContext context, SiteStore store, HandDesk desk) =>
        Place(store, site, tag, attribute, isRelease: false, out HandPlace place) is { } refused ? Task.FromResult(refused)
        : FaultOf(body.Value, place) is { } fault ? Task.FromResult(Problems.Of(400, "badValue", fault))
        : AskAsync(context, desk, place, ElementActionName.Set, body.Value, body.Seen);

    private static Task<IResult> ReleaseAsync(
        string site, string tag, string attribute, HttpContext context, SiteStore store, HandDesk desk)
    {
        QueryReader reader = new(context.Request.Query, ["seen"]);
        DateTimeOffset? seen = reader.Time("seen");
        return reader.Errors is { } wrong ? Task.FromResult(wrong)
            : Place(store, site, tag, attribute, isRelease: true, out HandPlace place) is { } refused ? Task.FromResult(refused)
            : AskAsync(context, desk, place, ElementActionName.Release, null, seen);
    }

    /// <summary>Finds what is to be changed, or says why it cannot be.</summary>
    private static IResult? Place(SiteStore store, string site, string tag, string attribute, bool isRelease, out HandPlace place)
    {
        place = default;
        if (store.Site(site) is not { Catalog: { } catalog } found)
        {
            return SiteEndpoints.Unknown("unknownSite", "The site");
        }

        if (catalog.Elements.FirstOrDefault(one => one.Tag == tag) is not { } element)
        {
            return SiteEndpoints.Unknown("unknownElement", "The element");
        }

        bool isKnown = Enum.TryParse(attribute, ignoreCase: true, out ElementAttributeName name)
            && string.Equals(attribute, name.ToString(), StringComparison.OrdinalIgnoreCase);
        ElementMessage? now = store.Snapshot(site)?.Elements.GetValueOrDefault(tag);
        bool isByHand = isKnown && (now?.ByHand ?? []).Any(one => one.Attribute == name);
        if (!isKnown || !((element.Settable ?? []).Contains(name) || (isRelease && isByHand)))
        {
            return Problems.Of(
                409, "notSettable",
                $"{tag} has no attribute {attribute} that may be set by hand: a formula or an alarm sets it, or the gateway is of before.");
        }

        if (found.Summary.Status != SiteStatus.Online)
        {
            return Problems.Of(
                409, "stationAway", "The gateway of the station is not there. Nothing was changed, and nothing will be later.");
        }

        place = new HandPlace(site, tag, name, catalog, now);
        return null;
    }

    /// <summary>What is wrong with a value; null: nothing.</summary>
    private static string? FaultOf(string? value, HandPlace place)
    {
        if (place.Attribute == ElementAttributeName.Text)
        {
            return string.IsNullOrWhiteSpace(value) || value.Length > MaximumText || value.Any(IsUnseen)
                ? $"Give a text of 1 to {MaximumText} letters without control characters. DELETE takes back what was set." : null;
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && place.Catalog.Colours.Any(colour => colour.Index == index) ? null : "Give the index of a colour of the palette.";
    }

    // Half a pair is no letter, and what steers a terminal or turns a line round is none that a reader sees.
    private static bool IsUnseen(char letter) => CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;

    private static async Task<IResult> AskAsync(
        HttpContext context, HandDesk desk, HandPlace place, ElementActionName action, string? value, DateTimeOffset? seen)
    {
        string who = context.User.Identity?.Name ?? "";
        ElementCommand command = new()
        {
            Action = action,
            Tag = place.Tag,
            Attribute = place.Attribute,
            Value = value,
            Seen = seen,
            Who = who.Length > LongestWho ? who[..LongestWho] : who,
        };
        return await desk.AskAsync(context, place, command, who);
    }
}

/// <summary>What is changed by hand.</summary>
/// <param name="Site">The station.</param>
/// <param name="Tag">The element.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="Catalog">The catalogue of the station.</param>
/// <param name="Now">How the element is; null: nothing of it has arrived.</param>
internal readonly record struct HandPlace(
    string Site, string Tag, ElementAttributeName Attribute, CatalogMessage Catalog, ElementMessage? Now)
{
    /// <summary>How the attribute is, for a person: a text, or a colour by its name.</summary>
    internal string? Shown => Attribute switch
    {
        ElementAttributeName.Text => Now?.Text,
        ElementAttributeName.Fill => ColourOf(Now?.Fill),
        ElementAttributeName.Stroke => ColourOf(Now?.Stroke),
        _ => ByHand,
    };

    /// <summary>A value, for a person.</summary>
    internal string? Words(string? value)
    {
        bool isColour = Attribute is ElementAttributeName.Fill or ElementAttributeName.Stroke;
        return isColour && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && Catalog.Colours.FirstOrDefault(colour => colour.Index == index) is { } known ? Named(known) : value;
    }

    private string? ByHand
    {
        get
        {
            ElementAttributeName attribute = Attribute;
            return (Now?.ByHand ?? []).FirstOrDefault(one => one.Attribute == attribute)?.Value;
        }
    }

    private string? ColourOf(string? colour) =>
        Catalog.Colours.FirstOrDefault(one => string.Equals(one.Colour, colour, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Named(known) : colour;

    private static string Named(CatalogColour colour) => string.Create(CultureInfo.InvariantCulture, $"{colour.Index} {colour.Name}");
}
