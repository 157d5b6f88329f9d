using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Profiles;

/// <summary>
/// Reads the profile files of version 1, in which the place of a point was among its own fields: <c>comaster</c>, <c>iedAddress</c>,
/// <c>wordOffset</c>, and <c>port</c> and <c>bit</c>, or <c>channel</c>.
/// </summary>
internal static class ProfileFileVersion1
{
    /// <summary>Converts the document to the present version. Missing fields stay missing.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static byte[] Upgrade(ReadOnlySpan<byte> body)
    {
        JsonNode? document = JsonNode.Parse(body);
        if (document is JsonObject whole && whole["profile"] is JsonObject profile)
        {
            Upgrade(profile["digitals"], "maraInput", "port", "bit");
            Upgrade(profile["analogs"], "maraChannel", "channel");
        }

        return Encoding.UTF8.GetBytes(document?.ToJsonString() ?? "null");
    }

    private static void Upgrade(JsonNode? points, string kind, params ReadOnlySpan<string> places)
    {
        foreach (JsonObject point in (points as JsonArray ?? []).OfType<JsonObject>())
        {
            var source = new JsonObject { ["kind"] = kind };
            Move(point, "comaster", source, "concentrator");
            Move(point, "iedAddress", source, "ied");
            Move(point, "wordOffset", source, "word");
            foreach (string place in places)
            {
                Move(point, place, source, place);
            }

            point["source"] = source;
        }
    }

    private static void Move(JsonObject from, string name, JsonObject to, string newName)
    {
        if (from.Remove(name, out JsonNode? value))
        {
            to[newName] = value;
        }
    }
}
