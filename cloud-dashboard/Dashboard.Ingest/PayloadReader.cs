using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dashboard.Alarms;
using Dashboard.Historian;
using Edge.Contracts;

namespace Dashboard.Ingest;

/// <summary>Reads payloads, and refuses those that violate the contract, with a reason.</summary>
internal static class PayloadReader
{
    private const int MaximumText = 2000;
    private const int MaximumHeartbeat = 86_400;
    private const int MaximumDecimals = 15;
    private const int MaximumWords = 50;
    private const int MaximumLinks = 256;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    // The options of the contract; in addition a null is refused where the contract does not allow it.
    private static readonly ContractJson Strict = new(new JsonSerializerOptions(ContractJson.Default.Options)
    {
        RespectNullableAnnotations = true,
        MaxDepth = 16,

        // A quality that only a newer gateway knows must not be taken as good.
        Converters = { new NewerWords.Known<QualityName>(QualityName.Bad) },
    });

    // The same, and what a newer gateway calls by words of its own is read as far as it can be.
    private static readonly ContractJson Lenient = new(new JsonSerializerOptions(NewerWords.Options)
    {
        RespectNullableAnnotations = true,
        MaxDepth = 16,
    });

    internal static StateMessage State(ReadOnlySpan<byte> payload)
    {
        StateMessage message = Read(payload, Strict.StateMessage);
        Need(message.HeartbeatSeconds is > 0 and <= MaximumHeartbeat, $"heartbeatSeconds must be 1 to {MaximumHeartbeat}");
        Short(message.Software, "software");
        Short(message.Epoch, "epoch");
        Short(message.Clock, "clock");
        Named(message.ForeignWriter?.Topic, "foreignWriter.topic");
        Named(message.ForeignWriter?.Gateway, "foreignWriter.gateway");
        Short(message.Profile?.Hash, "profile.hash");
        Short(message.Profile?.Refused?.Reason, "profile.refused.reason");
        Short(message.Profile?.Refused?.Detail, "profile.refused.detail");

        // A missing array is a default one, which is not the same as an empty one.
        ImmutableArray<FieldLinkState> field = message.Field.IsDefault ? [] : message.Field;
        NoNulls(field, "field");
        Need(field.Length <= MaximumLinks, $"more than {MaximumLinks} links to the field");
        foreach (FieldLinkState link in field)
        {
            Named(link.Device, "field.device");
            Need(link.Silent.IsDefault || link.Silent.Length <= MaximumLinks, $"more than {MaximumLinks} silent devices behind a link");
            foreach (string? silent in link.Silent.IsDefault ? [] : link.Silent)
            {
                Need(silent is not null, "field.silent holds a null");
                Named(silent, "field.silent");
            }

            Short(link.Reason, "field.reason");
            Short(link.Detail, "field.detail");
        }

        return message with
        {
            Field = [.. field.Select(link => link.Silent.IsDefault ? link with { Silent = [] } : link)],
            Journal = message.Journal is { } journal ? Journal(journal) : null,
        };
    }

    private static JournalState Journal(JournalState journal)
    {
        Short(journal.Salvage?.Status, "journal.salvage.status");
        Short(journal.Salvage?.Detail, "journal.salvage.detail");
        ImmutableArray<HistorianState> historians = journal.Historians.IsDefault ? [] : journal.Historians;
        NoNulls(historians, "journal.historians");
        Need(historians.Length <= MaximumLinks, $"more than {MaximumLinks} historians");
        foreach (HistorianState historian in historians)
        {
            Named(historian.Name, "journal.historians.name");
            Finite(historian.Rate, "journal.historians.rate");
        }

        return journal with { Historians = historians };
    }

    internal static CatalogMessage Catalog(ReadOnlySpan<byte> payload, string site, IngestLimits limits)
    {
        CatalogMessage message = Read(payload, Strict.CatalogMessage);
        Need(message.Site == site, $"site is '{message.Site}' in a topic of '{site}'");
        Need(message.Tags.Length <= limits.TagsPerSite, $"more than {limits.TagsPerSite} tags");
        Need(message.Elements.Length <= limits.TagsPerSite, $"more than {limits.TagsPerSite} elements");
        Need(message.Screens.Length <= limits.ScreensPerSite, $"more than {limits.ScreensPerSite} screens");
        Need(TimeZoneInfo.TryFindSystemTimeZoneById(message.TimeZone, out _),
            $"'{message.TimeZone}' is not a time zone of this machine");
        NoNulls(message.Devices, "devices");
        NoNulls(message.Tags, "tags");
        NoNulls(message.Elements, "elements");
        NoNulls(message.Colours, "colours");
        NoNulls(message.Screens, "screens");
        Need(message.Devices.Length <= limits.DevicesPerSite, $"more than {limits.DevicesPerSite} devices");
        Need(message.Colours.Length <= limits.ColoursPerSite, $"more than {limits.ColoursPerSite} colours");
        Named(message.Name, "name");
        Named(message.Profile, "profile");
        foreach (CatalogScreen screen in message.Screens)
        {
            Need(Topics.IsName(screen.Name), $"'{screen.Name}' is not a valid name of a screen");
            Named(screen.Description, "screens.description");
            Named(screen.Parent, "screens.parent");
            Named(screen.Prefix, "screens.prefix");
        }

        foreach (CatalogDevice device in message.Devices)
        {
            Named(device.Id, "devices.id");
            Named(device.Description, "devices.description");
            Named(device.Parent, "devices.parent");
            Named(device.Native?.Protocol, "devices.native.protocol");
        }

        foreach (CatalogElement element in message.Elements)
        {
            Named(element.Tag, "elements.tag");
            Named(element.Description, "elements.description");
            Named(element.Screen, "elements.screen");
            Named(element.Unit, "elements.unit");
            Need((element.Settable?.Length ?? 0) <= MaximumWords, $"more than {MaximumWords} of elements.settable");
        }

        foreach (CatalogTag tag in message.Tags)
        {
            Named(tag.Tag, "tags.tag");
            Named(tag.Description, "tags.description");
            Named(tag.Device, "tags.device");
            Named(tag.Bay, "tags.bay");
            Named(tag.Unit, "tags.unit");
            foreach (string? text in tag.StateTexts ?? [])
            {
                Named(text, "tags.stateTexts");
            }

            Finite(tag.Minimum, "minimum");
            Finite(tag.Maximum, "maximum");
        }

        foreach (CatalogColour colour in message.Colours)
        {
            Colour(colour.Colour, "colour");
            Named(colour.Name, "colours.name");
            Named(colour.Description, "colours.description");
        }

        return message;
    }

    internal static TagMessage Tag(ReadOnlySpan<byte> payload)
    {
        TagMessage message = Read(payload, Strict.TagMessage);
        Finite(message.Value, "value");
        Short(message.Raw?.Word, "raw");
        Short(message.Unit, "unit");
        Short(message.Reason, "reason");
        Short(message.Detail, "detail");
        Words(message.Flags, "flags");
        return message;
    }

    internal static ElementMessage Element(ReadOnlySpan<byte> payload)
    {
        ElementMessage message = Read(payload, Strict.ElementMessage);
        Short(message.Text, "text");
        Short(message.Reason, "reason");
        Short(message.Detail, "detail");
        Finite(message.Number?.Value, "number.value");
        Short(message.Number?.Prefix, "number.prefix");
        Short(message.Number?.Suffix, "number.suffix");
        Colour(message.Fill, "fill");
        Colour(message.Stroke, "stroke");
        Need(message.Number is null or { Decimals: >= 0 and <= MaximumDecimals }, $"number.decimals must be 0 to {MaximumDecimals}");
        ImmutableArray<ElementByHand> byHand = message.ByHand ?? [];
        NoNulls(byHand, "byHand");
        Need(byHand.DistinctBy(one => one.Attribute).Count() == byHand.Length, "byHand has an attribute twice");
        foreach (ElementByHand one in byHand)
        {
            Short(one.Value, "byHand.value");
            Named(one.Who, "byHand.who");
        }

        return message;
    }

    /// <summary>An event, and itself as it came if it has words that are unknown.</summary>
    internal static (EventMessage Message, ReadOnlyMemory<byte>? AsItCame) Event(ReadOnlyMemory<byte> payload)
    {
        (EventMessage message, ReadOnlyMemory<byte>? asItCame) = Read(Upgrade(payload), Strict.EventMessage, Lenient.EventMessage);
        Identity(message.Epoch, message.Seq);
        Short(message.Text, "text");
        Short(message.Description, "description");
        Short(message.Finding, "finding");
        Short(message.Condition, "condition");
        Short(message.DoubleBit, "doubleBit");
        Short(message.Unit, "unit");
        Short(message.LossReason, "lossReason");
        Short(message.GatewayClock, "gatewayClock");
        Short(message.Native?.Protocol, "native.protocol");
        Finite(message.Value, "value");
        Words(message.Causes, "causes");
        Words(message.Flags, "flags");
        return (message, asItCame);
    }

    /// <summary>An energy, and itself as it came if it has words that are unknown.</summary>
    internal static (EnergyMessage Message, ReadOnlyMemory<byte>? AsItCame) Energy(ReadOnlyMemory<byte> payload)
    {
        (EnergyMessage message, ReadOnlyMemory<byte>? asItCame) = Read(Upgrade(payload), Strict.EnergyMessage, Lenient.EnergyMessage);
        Finite(message.Value, "value");
        Short(message.Unit, "unit");
        Short(message.GatewayClock, "gatewayClock");
        Short(message.Native?.Protocol, "native.protocol");
        Words(message.Flags, "flags");
        Identity(message.Epoch, message.Seq);
        return (message, asItCame);
    }

    private static ReadOnlyMemory<byte> Upgrade(ReadOnlyMemory<byte> payload)
    {
        try
        {
            return OlderShape.Upgrade(payload);
        }
        catch (JsonException exception)
        {
            throw new RefusedException(exception.Message);
        }
    }

    private static (T Message, ReadOnlyMemory<byte>? AsItCame) Read<T>(
        ReadOnlyMemory<byte> payload, JsonTypeInfo<T> strict, JsonTypeInfo<T> lenient)
        where T : class
    {
        try
        {
            return (Read(payload.Span, strict), null);
        }
        catch (RefusedException)
        {
            return (Read(payload.Span, lenient), payload);
        }
    }

    private static T Read<T>(ReadOnlySpan<byte> payload, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(payload, type) ?? throw new RefusedException("it is null");
        }
        catch (JsonException exception)
        {
            throw new RefusedException(exception.Message);
        }
    }

    private static void NoNulls<T>(ImmutableArray<T> items, string name)
        where T : class =>
        Need(!items.Contains(null!), $"{name} holds a null");

    private static void Words(ImmutableArray<string>? words, string name)
    {
        NoNulls(words ?? [], name);
        Need(words is not { Length: > MaximumWords }, $"{name} has more than {MaximumWords} words");
        foreach (string word in words ?? [])
        {
            Short(word, name);
        }
    }

    private static void Identity(string epoch, long seq)
    {
        Need(Topics.IsName(epoch), "epoch must be 1 to 64 letters, digits, '-', '_' or '.'");
        NotOfCentre(epoch, "epoch");
        Need(seq > 0, "seq must be positive");
    }

    /// <summary>What comes of a station cannot speak for the centre.</summary>
    internal static void NotOfCentre(string epoch, string name) => Need(
        !Centre.IsEpoch(epoch), $"{name} '{Centre.Epoch}' is that of the centre: a gateway makes another one with a new journal");

    // 1e999 reads as infinity, which JSON cannot write again.
    private static void Finite(double? number, string name) =>
        Need(number is null || double.IsFinite(number.Value), $"{name} is too large");

    private static void Short(string? text, string name) =>
        Need(text is null || text.Length <= MaximumText, $"{name} is longer than {MaximumText}");

    // What a catalogue or a state names: each browser gets it, and there are many of them in one message.
    private static void Named(string? text, string name) =>
        Need(text is null || text.Length <= CatalogText.Longest, $"{name} is longer than {CatalogText.Longest}");

    private static void Colour(string? colour, string name) =>
        Need(colour is null || (colour.Length == 7 && colour[0] == '#' && colour.AsSpan(1).IndexOfAnyExcept(HexDigits) < 0),
            $"{name} must be #rrggbb");

    private static void Need(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new RefusedException(otherwise);
        }
    }
}

/// <summary>A payload violates the contract; the message says how.</summary>
internal sealed class RefusedException(string message) : Exception(message);
