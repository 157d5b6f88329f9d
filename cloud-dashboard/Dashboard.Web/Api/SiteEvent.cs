using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Historian;
using Edge.Contracts;

namespace Dashboard.Web.Api;

/// <summary>An event as the pages get it: the fields of the message with some more beside them.</summary>
/// <param name="Site">The site that it is of.</param>
/// <param name="Key">Unique over all sites and times.</param>
/// <param name="Event">The message, as the gateway sent it.</param>
/// <param name="AsItCame">The whole message instead, where it has words of a newer gateway.</param>
/// <param name="Arrival">Its place in the order of arrival at the historian; 0 for what was stored before there was this order.</param>
/// <param name="IsBeside">Whether another event of the same number was there first: one of the two is not the gateway's.</param>
/// <param name="IsAhead">Whether its gateway has not announced its number: it may be of another client.</param>
/// <param name="Replaces">The key under which it was shown before, if it had another one.</param>
[JsonConverter(typeof(SiteEventConverter))]
public sealed record SiteEvent(
    string Site, string Key, EventMessage Event, ReadOnlyMemory<byte>? AsItCame = null, long Arrival = 0, bool IsBeside = false,
    bool IsAhead = false, string? Replaces = null)
{
    internal static SiteEvent Of(EventRecord record) =>
        new(
            record.Site, record.Key, record.Event, record.AsItCame, record.Arrival, record is { IsBeside: true, IsAhead: false },
            record.IsAhead, record.Replaces);
}

/// <summary>Writes the fields of the message and those of the dashboard side by side.</summary>
internal sealed class SiteEventConverter : JsonConverter<SiteEvent>
{
    private static readonly string[] Own = ["site", "key", "arrival", "beside", "notAnnounced", "replaces"];

    /// <inheritdoc />
    public override SiteEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The dashboard only sends events of sites; it never reads them.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, SiteEvent value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        JsonElement record = value.AsItCame is { } payload
            ? JsonElement.Parse(payload.Span) : JsonSerializer.SerializeToElement(value.Event, ContractJson.Default.EventMessage);
        foreach (JsonProperty property in record.EnumerateObject().Where(property => !Own.Contains(property.Name)))
        {
            property.WriteTo(writer);
        }

        writer.WriteString("site", value.Site);
        writer.WriteString("key", value.Key);
        if (value.Arrival > 0)
        {
            writer.WriteNumber("arrival", value.Arrival);
        }

        if (value.IsBeside)
        {
            writer.WriteBoolean("beside", true);
        }

        if (value.IsAhead)
        {
            writer.WriteBoolean("notAnnounced", true);
        }

        if (value.Replaces is { } before)
        {
            writer.WriteString("replaces", before);
        }

        writer.WriteEndObject();
    }
}
