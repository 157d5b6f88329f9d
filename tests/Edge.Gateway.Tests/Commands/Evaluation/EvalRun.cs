using System.CommandLine;
using System.Text.Json;
using Edge.Gateway.Commands.Profiles;
using TestKit;

namespace Edge.Gateway.Tests.Commands.Evaluation;

/// <summary>What the real command printed and returned, run in this process.</summary>
internal sealed record EvalRun(int Exit, string Output, string Error)
{
    /// <summary>The sample station's workbook.</summary>
    public static string Sample => Repository.PathOf("deploy", "sample", "los-alamos.xlsx");

    /// <summary>The element of the answer.</summary>
    public JsonElement this[string tag] => JsonDocument.Parse(Output).RootElement.GetProperty(tag);

    /// <summary>An element as text, fill, stroke.</summary>
    public (string? Text, int? Fill, int? Stroke) Look(string tag) => Look(this[tag]);

    public static (string? Text, int? Fill, int? Stroke) Look(JsonElement element) => (
        element.GetProperty("text").GetString(), Index(element.GetProperty("fill")), Index(element.GetProperty("stroke")));

    public static EvalRun Of(params string[] arguments)
    {
        RootCommand root = new() { ProfileCommand.Create() };
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int exit = root.Parse(["profile", "eval", .. arguments]).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return new EvalRun(exit, output.ToString(), error.ToString());
    }

    private static int? Index(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt32();
}
