using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Ingest.Sites;
using Dashboard.Web.Api;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.SignalR;
using Microsoft.OpenApi;

namespace Dashboard.Web.OpenApi;

/// <summary>
/// Describes the hub, which OpenAPI itself does not know, under <c>x-hub</c>: the arguments of each method of <see cref="ILiveClient"/> and
/// <see cref="ILiveServer"/>, and what the latter return.
/// </summary>
internal static class HubDescription
{
    internal static async Task AddAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        JsonObject client = [];
        foreach (MethodInfo method in typeof(ILiveClient).GetMethods())
        {
            client[NameOf(method)] = await ArgumentsAsync(method);
        }

        JsonObject server = [];
        foreach (MethodInfo method in typeof(ILiveServer).GetMethods())
        {
            JsonObject call = new() { ["arguments"] = await ArgumentsAsync(method) };
            if (method.ReturnType != typeof(void))
            {
                call["result"] = await SchemaAsync(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter));
            }

            server[NameOf(method)] = call;
        }

        document.AddExtension("x-hub", new JsonNodeExtension(new JsonObject { ["client"] = client, ["server"] = server }));

        async Task<JsonArray> ArgumentsAsync(MethodInfo method)
        {
            JsonArray arguments = [];
            foreach (ParameterInfo parameter in method.GetParameters())
            {
                JsonObject schema = await SchemaAsync(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));
                arguments.Add(new JsonObject { ["name"] = parameter.Name, ["schema"] = schema });
            }

            return arguments;
        }

        async Task<JsonObject> SchemaAsync(Type type, NullabilityInfo nullability)
        {
            JsonObject schema;
            if (type == typeof(string))
            {
                schema = new() { ["type"] = "string" };
            }
            else if (type == typeof(long) || type == typeof(int))
            {
                schema = new() { ["type"] = "integer" };
            }
            else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            {
                schema = new()
                {
                    ["type"] = "object",
                    ["additionalProperties"] = await SchemaAsync(type.GenericTypeArguments[1], nullability.GenericTypeArguments[1]),
                };
            }
            else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            {
                schema = new()
                {
                    ["type"] = "array",
                    ["items"] = await SchemaAsync(type.GenericTypeArguments[0], nullability.GenericTypeArguments[0]),
                };
            }
            else if (type == typeof(bool))
            {
                schema = new() { ["type"] = "boolean" };
            }
            else if (type == typeof(SiteSnapshot) || type == typeof(AlarmUpdate))
            {
                // Made of parts that are described already: the exporter would write each of them out here once more.
                JsonObject properties = [];
                foreach (PropertyInfo property in type.GetProperties())
                {
                    properties[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] =
                        await SchemaAsync(property.PropertyType, new NullabilityInfoContext().Create(property));
                }

                schema = new()
                {
                    ["title"] = type.Name,
                    ["type"] = "object",
                    ["required"] = new JsonArray([.. properties.Select(property => JsonValue.Create(property.Key))]),
                    ["properties"] = properties,
                };
            }
            else
            {
                if (!document.Components!.Schemas!.ContainsKey(type.Name))
                {
                    document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: cancellation));
                }

                schema = new() { ["$ref"] = $"#/components/schemas/{type.Name}" };
            }

            return nullability.ReadState == NullabilityState.Nullable
                ? new() { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, schema) }
                : schema;
        }
    }

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<HubMethodNameAttribute>()?.Name ?? method.Name;
}
