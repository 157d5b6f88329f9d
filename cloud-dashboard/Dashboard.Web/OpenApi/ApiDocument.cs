using Dashboard.Web.Api;
using Edge.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dashboard.Web.OpenApi;

/// <summary>The description of the interface, from which the types of the pages are made: docs/openapi.json is a copy of it.</summary>
internal static class ApiDocument
{
    internal static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddSchemaTransformer(DescribeRawAsync);
        options.AddDocumentTransformer(DescribeEventsAsync);
        options.AddDocumentTransformer(HubDescription.AddAsync);
        options.AddDocumentTransformer(LeaveOutNullsAsync);
        options.AddDocumentTransformer((document, _, _) =>
        {
            ApiWords.Apply(document);
            return Task.CompletedTask;
        });
    });

    /// <summary>In an event the fields of the message and those of the site stand side by side, which the exporter cannot see.</summary>
    private static async Task DescribeEventsAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        const string Message = nameof(EventMessage), Entry = nameof(SiteEvent);
        document.AddComponent(Message, await context.GetOrCreateSchemaAsync(typeof(EventMessage), cancellationToken: cancellation));
        // It may be there already, without its fields: a component that is there is not added again.
        _ = document.Components!.Schemas!.Remove(Entry);
        document.AddComponent(Entry, new OpenApiSchema
        {
            Description = "An event with the site that it is of, and a key that is unique over all sites and times.",
            AllOf =
            [
                new OpenApiSchemaReference(Message, document),
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["site"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["key"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["arrival"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Integer,
                            Format = "int64",
                            Description = "Its place in the order of arrival over all sites: microseconds since 1970, but always rising. "
                                + "Absent for what was stored before there was this order.",
                        },
                        ["beside"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Boolean,
                            Description = "Another event had its number already: one of the two is not the gateway's. Absent: false.",
                        },
                        ["notAnnounced"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Boolean,
                            Description = "Its gateway has not announced its number: it may be of another client. Absent: false.",
                        },
                        ["replaces"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.String,
                            Description = "Live only: the key of an entry that it takes the place of, because its number is announced now.",
                        },
                    },
                    Required = new HashSet<string> { "key", "site" },
                },
            ],
        });
        OpenApiSchema events = (OpenApiSchema)document.Components!.Schemas![nameof(EventList)].Properties!["events"];
        events.Items = new OpenApiSchemaReference(Entry, document);
        OpenApiSchema alarm = (OpenApiSchema)document.Components!.Schemas![nameof(AlarmView)];
        alarm.Properties!["event"] = new OpenApiSchemaReference(Entry, document);
    }

    /// <summary>A value as its device gives it is a number or a word: its converter alone knows.</summary>
    private static Task DescribeRawAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(RawValue) || type == typeof(RawValue?))
        {
            schema.Type = JsonSchemaType.Number | JsonSchemaType.String | (type == typeof(RawValue) ? 0 : JsonSchemaType.Null);
        }

        return Task.CompletedTask;
    }

    /// <summary>A property without a value is not written: it is absent, never null. One that is never null is always there.</summary>
    private static Task LeaveOutNullsAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        foreach (OpenApiSchema schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>())
        {
            WithoutNull(schema);
            if (schema.Properties is { } properties)
            {
                string[] optional = [.. properties.Where(property => MayBeNull(property.Value)).Select(property => property.Key)];
                schema.Required = properties.Keys.Except(optional).ToHashSet();
                foreach (string name in optional)
                {
                    properties[name] = WithoutNull(properties[name]);
                }
            }
        }

        return Task.CompletedTask;
    }

    private static bool MayBeNull(IOpenApiSchema schema) =>
        schema.Type is { } type && type.HasFlag(JsonSchemaType.Null)
        || schema.Enum?.Any(IsNull) == true
        || schema.OneOf?.Any(one => one.Type == JsonSchemaType.Null) == true;

    private static IOpenApiSchema WithoutNull(IOpenApiSchema schema)
    {
        if (schema.OneOf is { } some)
        {
            return some.Single(one => one.Type != JsonSchemaType.Null);
        }

        OpenApiSchema own = (OpenApiSchema)schema;
        own.Type &= ~JsonSchemaType.Null;
        own.Enum = own.Enum?.Where(word => !IsNull(word)).ToList();
        return own;
    }

    private static bool IsNull(System.Text.Json.Nodes.JsonNode? word) =>
        word is null || word.GetValueKind() == System.Text.Json.JsonValueKind.Null;
}
